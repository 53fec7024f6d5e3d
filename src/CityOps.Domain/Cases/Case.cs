using System.Collections.Immutable;
using CityOps.Domain.Catalog;
using NodaTime;

namespace CityOps.Domain.Cases;

/// <summary>案件: one reported problem. Its stages are types, so that each has what it needs and nothing else.</summary>
public abstract record Case;

/// <summary>Nothing is known under this id.</summary>
public sealed record Unreported : Case;

/// <summary>A case that exists.</summary>
public abstract record KnownCase(CaseFile File) : Case
{
    /// <summary>The stage of the workflow.</summary>
    public abstract Stage Stage { get; }
}

/// <summary>Reported; waits for the shift lead.</summary>
public sealed record Reported(CaseFile File) : KnownCase(File)
{
    /// <inheritdoc/>
    public override Stage Stage => Stage.Reported;
}

/// <summary>A case that was filed, and so has a category and a limit that count.</summary>
public abstract record FiledCase(CaseFile File, Filing Filing) : KnownCase(File);

/// <summary>Filed; waits for the dispatcher.</summary>
public sealed record Filed(CaseFile File, Filing Filing) : FiledCase(File, Filing)
{
    /// <inheritdoc/>
    public override Stage Stage => Stage.Filed;
}

/// <summary>A case that was sent to a department.</summary>
public abstract record AssignedCase(CaseFile File, Filing Filing, Assignment Assignment) : FiledCase(File, Filing);

/// <summary>Sent; waits for the department to take it on.</summary>
public sealed record Dispatched(CaseFile File, Filing Filing, Assignment Assignment)
    : AssignedCase(File, Filing, Assignment)
{
    /// <inheritdoc/>
    public override Stage Stage => Stage.Dispatched;
}

/// <summary>In the department's hands.</summary>
public sealed record Handling(CaseFile File, Filing Filing, Assignment Assignment)
    : AssignedCase(File, Filing, Assignment)
{
    /// <inheritdoc/>
    public override Stage Stage => Stage.Handling;
}

/// <summary>Reported back as done; waits for the inspection.</summary>
public sealed record Handled(CaseFile File, Filing Filing, Assignment Assignment)
    : AssignedCase(File, Filing, Assignment)
{
    /// <inheritdoc/>
    public override Stage Stage => Stage.Handled;
}

/// <summary>The result is being looked at.</summary>
public sealed record Inspecting(CaseFile File, Filing Filing, Assignment Assignment)
    : AssignedCase(File, Filing, Assignment)
{
    /// <inheritdoc/>
    public override Stage Stage => Stage.Inspecting;
}

/// <summary>Closed.</summary>
public sealed record Closed(CaseFile File, Filing Filing, Assignment Assignment, Instant ClosedAt)
    : AssignedCase(File, Filing, Assignment)
{
    /// <inheritdoc/>
    public override Stage Stage => Stage.Closed;
}

/// <summary>What a case has from its report on.</summary>
/// <param name="Id">The id.</param>
/// <param name="Report">The report that it began with.</param>
/// <param name="ReportedAt">When the engine took it in.</param>
/// <param name="Commands">The acts that were carried out (<see cref="KeyOf"/>); one that comes again changes nothing.</param>
public sealed record CaseFile(CaseId Id, Report Report, Instant ReportedAt, ImmutableHashSet<string> Commands)
{
    /// <summary>What tells a command from others: two callers may number theirs alike.</summary>
    public static string KeyOf(Actor by, string commandId) => $"{by.Id}/{commandId}";
}

/// <summary>What filing fixed.</summary>
/// <param name="Kind">Component or incident.</param>
/// <param name="Category">The subclass.</param>
/// <param name="Condition">The filing condition within it.</param>
/// <param name="Limit">How long handling may take, as the catalog had it then.</param>
public sealed record Filing(CategoryKind Kind, string Category, string Condition, TimeLimit Limit);

/// <summary>The department that has the case, and since when.</summary>
public sealed record Assignment(string Department, Instant DispatchedAt);

/// <summary>The stages of the workflow that a case can be in.</summary>
public enum Stage
{
    /// <summary>已上报.</summary>
    Reported,

    /// <summary>已立案.</summary>
    Filed,

    /// <summary>已派遣.</summary>
    Dispatched,

    /// <summary>处置中.</summary>
    Handling,

    /// <summary>已处置.</summary>
    Handled,

    /// <summary>核查中.</summary>
    Inspecting,

    /// <summary>已结案.</summary>
    Closed,
}

/// <summary>The acts of the workflow that a caller can do on a known case.</summary>
public enum CaseAct
{
    /// <summary>立案.</summary>
    File,

    /// <summary>派遣.</summary>
    Dispatch,

    /// <summary>The department takes it on.</summary>
    Accept,

    /// <summary>处置反馈.</summary>
    Handled,

    /// <summary>核查.</summary>
    Inspect,

    /// <summary>结案.</summary>
    Close,
}
