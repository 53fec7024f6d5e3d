using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Domain.Cases;

/// <summary>What the grid needs to find a collector for a task.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="Kind">What for.</param>
/// <param name="Beat">The grid that it lies in.</param>
/// <param name="UnitGrid">The unit grid.</param>
/// <param name="Place">Where the collector has to go, in WGS-84.</param>
/// <param name="Text">What to look at.</param>
/// <param name="Reporter">Who reported the case, and so does not inspect it when another can; it need not be a collector.</param>
/// <param name="Department">The department that handled it, for an inspection.</param>
/// <param name="Limit">How long one collector may take before it is handed on.</param>
public sealed record TaskOffer(
    string Id, TaskKind Kind, string Beat, string UnitGrid, GeoPoint Place, string Text, string? Reporter, string? Department,
    TimeLimit Limit)
{
    /// <summary>
    /// The next task of its kind for the case, as it stands. It goes to the grid that has the place today: collectors may walk others by
    /// now than when the case was reported.
    /// </summary>
    internal static TaskOffer For(
        KnownCase state, TaskKind kind, string? note, string? department, TimeLimit limit, CityConfiguration city)
    {
        var report = state.File.Report;
        var number = state.File.Tasks.Count(t => t.Kind == kind) + 1;
        return new TaskOffer(
            CaseTask.IdOf(state.File.Id, kind, number), kind, city.BeatOf(report.UnitGrid, report.Beat), report.UnitGrid,
            report.Place, note ?? report.Description ?? report.Category,
            state.File.Reporter, department, limit);
    }
}

/// <summary>What a grid knows of an open case.</summary>
public sealed record GridEntry(
    string Beat, string UnitGrid, CategoryKind Kind, string Category, GeoPoint Place, Instant? ReportedAt = null);

/// <summary>A task that the case does not want any more.</summary>
/// <param name="Beat">The grid that has it.</param>
/// <param name="Task">The task's id.</param>
public sealed record VoidTask(string Beat, string Task);

/// <summary>A collector has the task; null: it waits in the grid again.</summary>
public sealed record TaskGiven(CaseId Case, Stamp Stamp, string Task, string? Collector) : CaseEvent(Case, Stamp);

/// <summary>The collector answered.</summary>
/// <param name="Case">The case.</param>
/// <param name="Stamp">When, by whom and under which policy.</param>
/// <param name="Beat">The grid that has the task no longer.</param>
/// <param name="Task">The task's id.</param>
/// <param name="Kind">What it was for.</param>
/// <param name="Outcome">What was found.</param>
/// <param name="Note">What the collector says.</param>
/// <param name="Photos">SHA-256 of each photo, in hex.</param>
/// <param name="Place">Where the handset was, in WGS-84.</param>
public sealed record TaskAnswered(
    CaseId Case, Stamp Stamp, string Beat, string Task, TaskKind Kind, TaskOutcome Outcome, string? Note,
    IReadOnlyList<string> Photos, GeoPoint? Place) : CaseEvent(Case, Stamp);
