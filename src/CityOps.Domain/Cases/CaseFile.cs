using System.Collections.Immutable;
using CityOps.Domain.Catalog;
using CityOps.Domain.Deadlines;
using NodaTime;

namespace CityOps.Domain.Cases;

/// <summary>What a case has from its report on.</summary>
/// <param name="Id">The id.</param>
/// <param name="Report">The report that it began with, with what was set right since.</param>
/// <param name="ReportedAt">When the engine took it in.</param>
/// <param name="ReportedBy">Who sent the report.</param>
public sealed record CaseFile(CaseId Id, Report Report, Instant ReportedAt, Actor ReportedBy)
{
    /// <summary>
    /// Who does not inspect the case when another can: the collector who sent the report, whatever it says, or whom it names.
    /// </summary>
    public string? Reporter => ReportedBy.IsIn(Roles.Collector) && !CaseDuties.IsEverybody(ReportedBy) ? ReportedBy.Id : Report.Reporter;

    /// <summary>The centre in charge, by its jurisdiction's code; null where the city's own is.</summary>
    public string? Centre { get; init; }

    /// <summary>The city's own centre, in charge of every case at first; null in journals from before it was kept.</summary>
    public string? Root { get; init; }

    /// <summary>The commands that were carried out (<see cref="KeyOf"/>), and which act each was; null for none of the acts.</summary>
    public ImmutableDictionary<string, CaseAct?> Commands { get; init; } = ImmutableDictionary<string, CaseAct?>.Empty;

    /// <summary>Who has to do with it, wherever it lies (<see cref="CaseParties"/>).</summary>
    public ImmutableSortedSet<string> Parties { get; init; } = [];

    /// <summary>Verifications and inspections, oldest first.</summary>
    public ImmutableList<CaseTask> Tasks { get; init; } = [];

    /// <summary>Every photo that its report, its tasks' answers and its feedback name, in that order of time, each once.</summary>
    public ImmutableList<string> Photos { get; init; } = [];

    /// <summary>The clocks that ran or run, by stage and round.</summary>
    public ImmutableList<CaseClock> Clocks { get; init; } = [];

    /// <summary>When the case must decide again by itself; null for never.</summary>
    public Instant? Wake { get; init; }

    /// <summary>How often what happened.</summary>
    public CaseCounts Counts { get; init; } = new();

    /// <summary>Open cases nearby that may be the same problem.</summary>
    public ImmutableSortedSet<string> Similar { get; init; } = [];

    /// <summary>督办: who watches it; empty for none.</summary>
    public ImmutableSortedSet<string> Supervisors { get; init; } = [];

    /// <summary>The department's objection to being counted late, if it made one; a case that is taken up again has had it.</summary>
    public Appeal? Appeal { get; init; }

    /// <summary>The follow-up calls, oldest first.</summary>
    public ImmutableList<FollowUp> FollowUps { get; init; } = [];

    /// <summary>What tells a command from others: two callers may number theirs alike.</summary>
    public static string KeyOf(Actor by, string commandId) => $"{by.Id}/{commandId}";

    /// <summary>The task that waits for its answer, if one does.</summary>
    public CaseTask? PendingTask => Tasks.LastOrDefault() is { Outcome: null, WithdrawnAt: null } task ? task : null;

    /// <summary>The newest clock of a stage, if it ever ran.</summary>
    public CaseClock? ClockOf(ClockStage stage) => Clocks.FindLast(c => c.Stage == stage);

    internal CaseFile After(CaseEvent @event)
    {
        var after = this with
        {
            Commands = Commands.SetItem(
                KeyOf(@event.Stamp.By, @event.Stamp.CommandId), CaseEvolution.ActOf(@event)),
            Parties = Parties.Union(CaseParties.Of(@event)),
            Photos = Photos.AddRange(CasePhotos.NamedBy(@event).Except(Photos)),
            Tasks = @event.Void is { Task: var gone }
                ? [.. Tasks.Select(t => t.Id == gone ? t with { WithdrawnAt = @event.Stamp.At } : t)]
                : Tasks,
        };
        return @event.Schedule is not { } schedule ? after : after with
        {
            Clocks = schedule.Clocks.Aggregate(Clocks, (all, clock) =>
                all.FindIndex(c => c.Stage == clock.Stage && c.Round == clock.Round) is >= 0 and var i
                    ? all.SetItem(i, clock)
                    : all.Add(clock)),
            Wake = schedule.Wake,
        };
    }

    internal CaseFile Count(Func<CaseCounts, CaseCounts> change) => this with { Counts = change(Counts) };
}

/// <summary>How often what happened to a case.</summary>
/// <param name="Reworks">返工.</param>
/// <param name="Returns">退回.</param>
/// <param name="Extensions">Approved extensions, of all filings of the case together.</param>
/// <param name="Suspensions">Approved suspensions.</param>
/// <param name="Urges">催办, by people and by deadlines.</param>
/// <param name="Reopenings">Taken up again after closing.</param>
/// <param name="Duplicates">Other reports of the same problem that were merged into this case.</param>
public sealed record CaseCounts(
    int Reworks = 0, int Returns = 0, int Extensions = 0, int Suspensions = 0, int Urges = 0, int Reopenings = 0, int Duplicates = 0);

/// <summary>What filing fixed.</summary>
/// <param name="Kind">Component or incident.</param>
/// <param name="Category">The subclass.</param>
/// <param name="Condition">The filing condition within it.</param>
/// <param name="Limit">How long handling may take, as the catalog had it then.</param>
public sealed record Filing(CategoryKind Kind, string Category, string Condition, TimeLimit Limit);

/// <summary>The department that has the case, and since when.</summary>
/// <param name="Department">The department.</param>
/// <param name="DispatchedAt">When it was sent there.</param>
/// <param name="Ruled">True if the centre above has said that it is theirs: it cannot be sent back any more.</param>
public sealed record Assignment(string Department, Instant DispatchedAt, bool Ruled = false);

/// <summary>What a department has asked for and no one has decided yet.</summary>
public abstract record HandlingRequest(Actor By, Instant AskedAt, string Reason);

/// <summary>延期: more time.</summary>
public sealed record ExtensionRequest(Actor By, Instant AskedAt, string Reason, TimeLimit Amount)
    : HandlingRequest(By, AskedAt, Reason);

/// <summary>挂账: a rest until a date.</summary>
public sealed record SuspensionRequest(Actor By, Instant AskedAt, string Reason, Instant Until)
    : HandlingRequest(By, AskedAt, Reason);

/// <summary>申诉: the department's objection to being counted late. It adds a flag and erases nothing.</summary>
/// <param name="By">Who objects.</param>
/// <param name="Reason">Why.</param>
/// <param name="Upheld">The ruling; null while there is none.</param>
public sealed record Appeal(Actor By, string Reason, bool? Upheld = null);

/// <summary>回访: a call with the citizen.</summary>
public sealed record FollowUp(Instant At, string By, Satisfaction Satisfaction, string? Note);

/// <summary>What the citizen thinks of it.</summary>
public enum Satisfaction
{
    /// <summary>满意.</summary>
    Satisfied,

    /// <summary>基本满意.</summary>
    Neutral,

    /// <summary>不满意.</summary>
    Dissatisfied,

    /// <summary>未接通.</summary>
    Unreachable,
}
