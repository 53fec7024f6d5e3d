namespace CityOps.Domain.Cases;

/// <summary>What happened to a case; kept for ever.</summary>
public abstract record CaseEvent(CaseId Case, Stamp Stamp);

/// <summary>A problem was reported.</summary>
public sealed record CaseReported(CaseId Case, Stamp Stamp, Report Report) : CaseEvent(Case, Stamp);

/// <summary>The case was filed, under a category and condition, with the limit that they fixed then.</summary>
public sealed record CaseFiled(CaseId Case, Stamp Stamp, Filing Filing) : CaseEvent(Case, Stamp);

/// <summary>The case was sent to a department.</summary>
public sealed record CaseDispatched(CaseId Case, Stamp Stamp, string Department) : CaseEvent(Case, Stamp);

/// <summary>The department took the case on.</summary>
public sealed record CaseAccepted(CaseId Case, Stamp Stamp) : CaseEvent(Case, Stamp);

/// <summary>The department reported that it is done.</summary>
public sealed record CaseHandled(CaseId Case, Stamp Stamp, string? Note, IReadOnlyList<string> Photos)
    : CaseEvent(Case, Stamp);

/// <summary>The inspection of the result began.</summary>
public sealed record InspectionBegun(CaseId Case, Stamp Stamp) : CaseEvent(Case, Stamp);

/// <summary>The case was closed.</summary>
/// <param name="Case">The case.</param>
/// <param name="Stamp">When, by whom and why it may be.</param>
/// <param name="Beat">The grid that has it no longer.</param>
/// <param name="Note">What the shift lead says.</param>
public sealed record CaseClosed(CaseId Case, Stamp Stamp, string Beat, string? Note) : CaseEvent(Case, Stamp);
