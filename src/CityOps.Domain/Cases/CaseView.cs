using CityOps.Domain.Catalog;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Domain.Cases;

/// <summary>A case as a caller sees it.</summary>
/// <param name="Id">The case.</param>
/// <param name="Sequence">How many events it has had; its version.</param>
/// <param name="Stage">Where it is in the workflow.</param>
/// <param name="Allowed">The acts that this caller may do now.</param>
/// <param name="Report">What was reported.</param>
/// <param name="ReportedAt">When the engine took the report in.</param>
/// <param name="Filing">Category, condition and limit, once filed.</param>
/// <param name="Assignment">The department that has it, once dispatched.</param>
/// <param name="ClosedAt">When it was closed, if it was.</param>
public sealed record CaseView(
    CaseId Id,
    long Sequence,
    Stage Stage,
    IReadOnlyList<CaseAct> Allowed,
    Report Report,
    Instant ReportedAt,
    Filing? Filing,
    Assignment? Assignment,
    Instant? ClosedAt)
{
    /// <summary>The category that counts: as filed, or as reported before that.</summary>
    public (CategoryKind Kind, string Code) Category =>
        Filing is null ? (Report.Kind, Report.Category) : (Filing.Kind, Filing.Category);

    /// <summary>The view of a state for a caller; null where nothing is known.</summary>
    public static CaseView? Of(Case state, long sequence, Actor caller) => state is not KnownCase known
        ? null
        : new CaseView(
            known.File.Id,
            sequence,
            known.Stage,
            CaseRules.AllowedTo(caller, known),
            known.File.Report,
            known.File.ReportedAt,
            (known as FiledCase)?.Filing,
            (known as AssignedCase)?.Assignment,
            (known as Closed)?.ClosedAt);
}
