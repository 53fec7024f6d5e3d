using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Engine.Deadlines;

/// <summary>How one kind of entity is woken. Add one to the services for every kind that has deadlines.</summary>
internal interface IDeadlineKind
{
    /// <summary>The kind, as persistence ids begin with: <c>case</c>.</summary>
    string Name { get; }

    /// <summary>The version of the calendar in force for entities of an area; null where none counts.</summary>
    string? CalendarFor(string? area);

    /// <summary>Lets the entity decide what is due by now. Safe to do twice.</summary>
    Task<WakeAnswer> WakeAsync(Deadline entry, CancellationToken cancel);

    /// <summary>Lets the entity compute its deadlines by the calendar in force. Safe to do twice.</summary>
    Task<WakeAnswer> RecomputeAsync(Deadline entry, CancellationToken cancel);
}

/// <summary>What came of waking an entity.</summary>
/// <param name="Outcome">Whether it did something.</param>
/// <param name="Entry">The entry as the entity itself would have it now.</param>
internal sealed record WakeAnswer(WakeOutcome Outcome, Deadline Entry);

/// <summary>Whether an entity did something when it was woken.</summary>
internal enum WakeOutcome
{
    /// <summary>It journalled what was due.</summary>
    Fired,

    /// <summary>It had nothing to do.</summary>
    Nothing,

    /// <summary>It could not answer; to be tried again.</summary>
    Unavailable,
}

/// <summary>The kinds of entities that have deadlines, by the beginning of their persistence ids.</summary>
internal sealed class DeadlineKinds(IEnumerable<IDeadlineKind> kinds)
{
    private readonly Dictionary<string, IDeadlineKind> _kinds = kinds.ToDictionary(k => k.Name);

    /// <exception cref="InvalidOperationException">Nobody knows how to wake it.</exception>
    public IDeadlineKind Of(Deadline entry) =>
        _kinds.TryGetValue(entry.Entity[..Math.Max(0, entry.Entity.IndexOf('-', StringComparison.Ordinal))], out var kind)
            ? kind
            : throw new InvalidOperationException($"{entry.Entity} has a deadline, but no {nameof(IDeadlineKind)} wakes it.");

    /// <summary>True if its open clocks were computed by a calendar that is not in force any more.</summary>
    public bool IsOutdated(Deadline entry) => entry.Calendar is not null && Of(entry).CalendarFor(entry.Area) != entry.Calendar;
}
