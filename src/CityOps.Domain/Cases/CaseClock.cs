using System.Collections.Immutable;
using CityOps.Domain.Deadlines;
using NodaTime;

namespace CityOps.Domain.Cases;

/// <summary>One clock of a case, with what was computed of it when it last changed.</summary>
/// <param name="Stage">What it limits.</param>
/// <param name="Round">1 for the first time, 2 after it was begun anew …</param>
/// <param name="Run">Its limit, and when it ran.</param>
/// <param name="Calendar">The version of the calendar that it was computed by.</param>
public sealed record CaseClock(ClockStage Stage, int Round, StageClock Run, string Calendar)
{
    /// <summary>When it is due; null while it rests or after it ended.</summary>
    public Instant? Due { get; init; }

    /// <summary>When its light turns yellow; null while it rests or after it ended.</summary>
    public Instant? Yellow { get; init; }

    /// <summary>The next step of its escalation, and when; null for none.</summary>
    public PendingStep? Next { get; init; }

    /// <summary>The steps that it has passed, each once.</summary>
    public ImmutableList<string> Passed { get; init; } = [];

    /// <summary>True if its deadline had passed when it last changed; a case that is due is woken and notes it.</summary>
    public bool IsLate { get; init; }

    /// <summary>True while it counts.</summary>
    public bool IsRunning => Due is not null;
}

/// <summary>A step of the escalation that lies ahead.</summary>
public sealed record PendingStep(string Id, Instant At);

/// <summary>What an event changes of a case's clocks.</summary>
/// <param name="Clocks">The clocks that changed, whole.</param>
/// <param name="Wake">When the case must decide again by itself; null for never.</param>
/// <param name="Yellow">When the first light of all that run turns yellow; null where none runs.</param>
/// <param name="Due">When the first of all that run is due; null where none runs.</param>
public sealed record Schedule(IReadOnlyList<CaseClock> Clocks, Instant? Wake, Instant? Yellow, Instant? Due);
