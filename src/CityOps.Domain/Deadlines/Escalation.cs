using CityOps.Domain.Catalog;
using NodaTime;

namespace CityOps.Domain.Deadlines;

/// <summary>What happens when cases come near their limits and pass them: data, not code.</summary>
/// <param name="YellowShare">The share of the limit at which the light turns yellow; 0.75 by default.</param>
/// <param name="Rules">The first rule that fits a clock counts.</param>
public sealed record EscalationPolicy(decimal YellowShare, IReadOnlyList<EscalationRule> Rules)
{
    /// <summary>No steps but the deadline itself.</summary>
    public static EscalationPolicy None { get; } = new(0.75m, []);

    private static readonly EscalationStep DeadlineItself = new("due", new AtShare(1), []);

    /// <summary>The steps for a clock; one at the limit itself is always there.</summary>
    /// <param name="stage">What is limited.</param>
    /// <param name="kind">Component or incident.</param>
    /// <param name="category">The code of the subclass.</param>
    /// <param name="runsOn">The clock that the limit is counted on; null where it is not known: then no rule that names clocks fits.</param>
    public IEnumerable<EscalationStep> StepsFor(
        ClockStage stage, CategoryKind kind, string category, LimitClock? runsOn = null)
    {
        var steps = Rules.FirstOrDefault(r => r.Fits(stage, kind, category, runsOn))?.Steps ?? [];
        return steps.Any(s => s.When is AtShare { Share: 1 }) ? steps : steps.Append(DeadlineItself);
    }
}

/// <summary>The steps for some clocks of some kinds of case.</summary>
/// <param name="Stages">What is limited; empty for all.</param>
/// <param name="Categories">Kinds, classes or subclasses: <c>component</c>, <c>incident/04</c>, <c>incident/0401</c>; empty for all.</param>
/// <param name="Steps">The steps; their ids are unique in the rule.</param>
public sealed record EscalationRule(
    IReadOnlyList<ClockStage> Stages, IReadOnlyList<string> Categories, IReadOnlyList<EscalationStep> Steps)
{
    /// <summary>The clocks that the limit is counted on; empty for all.</summary>
    public IReadOnlyList<LimitClock> Clocks { get; init; } = [];

    /// <summary>True if the rule is for this limit of this kind of case.</summary>
    public bool Fits(ClockStage stage, CategoryKind kind, string category, LimitClock? runsOn = null) =>
        (Stages.Count == 0 || Stages.Contains(stage))
        && (Clocks.Count == 0 || (runsOn is { } clock && Clocks.Contains(clock)))
        && (Categories.Count == 0 || Categories.Any(c => c == Word(kind) || c == $"{Word(kind)}/{category}" || c == MajorClass(kind, category)));

    /// <summary>
    /// A subclass is named whole, and a class by its two digits: as mere beginnings <c>component/0101</c> of one series would also be
    /// <c>component/01010</c> of the other.
    /// </summary>
    private static string? MajorClass(CategoryKind kind, string category) =>
        category.Length > 2 ? $"{Word(kind)}/{category[..2]}" : null;

    private static string Word(CategoryKind kind) => kind == CategoryKind.Component ? "component" : "incident";
}

/// <summary>One step of an escalation; each is taken once.</summary>
public sealed record EscalationStep(string Id, EscalationTime When, IReadOnlyList<EscalationAction> Actions);

/// <summary>When a step is taken.</summary>
public abstract record EscalationTime;

/// <summary>At a share of the limit: 0.75, 1, 1.5 …</summary>
public sealed record AtShare(decimal Share) : EscalationTime;

/// <summary>At a fixed time before (negative) or after the deadline, day and night.</summary>
public sealed record AtOffset(Duration FromDue) : EscalationTime;

/// <summary>What a step does.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Role">Who is told of it.</param>
/// <param name="Where">Which of those.</param>
public sealed record EscalationAction(EscalationKind Kind, Roles Role, EscalationScope Where);

/// <summary>What is done in a step.</summary>
public enum EscalationKind
{
    /// <summary>提醒.</summary>
    Notify,

    /// <summary>催办: counted on the case.</summary>
    Urge,

    /// <summary>上报: the leader of the next jurisdiction is told.</summary>
    Raise,

    /// <summary>督办: the case is put under watch.</summary>
    Supervise,
}

/// <summary>Whose people are told.</summary>
public enum EscalationScope
{
    /// <summary>The department that has the case.</summary>
    Department,

    /// <summary>The collector who has the case's task.</summary>
    Collector,

    /// <summary>The centre in charge.</summary>
    Centre,

    /// <summary>The centre above the one in charge; the city's own where there is none.</summary>
    Above,

    /// <summary>The city's centre.</summary>
    City,
}
