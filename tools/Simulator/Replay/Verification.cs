using System.Text.Json;
using CityOps.Domain.Geo;
using CityOps.Simulator.Clients;
using CityOps.Simulator.Map;
using NodaTime;

namespace CityOps.Simulator.Replay;

/// <summary>
/// Reads back over HTTP what was replayed, and holds it against what was sent and the city's own files.
/// </summary>
internal sealed class Verification(SimulatedCity city, ReplayPlan plan, EngineApi api, Tally tally)
{
    /// <summary>The count's name for what is checked.</summary>
    public const string Kind = "check";

    // Seven decimals were sent; half of the last one may be lost in reading and writing.
    private const double SamePlace = 1e-7;

    /// <summary>How many things are to be checked.</summary>
    public int Total => plan.Reports.Count + plan.Tracks.Count;

    /// <summary>Checks every case and every track.</summary>
    /// <param name="cases">The case of each report that was acknowledged.</param>
    /// <param name="inFlight">How many reads at the same time.</param>
    /// <param name="progress">Told how many more are done.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task CheckAsync(
        IReadOnlyDictionary<string, string> cases, int inFlight, Action<int> progress, CancellationToken cancel)
    {
        var together = new ParallelOptions { MaxDegreeOfParallelism = inFlight, CancellationToken = cancel };
        await Parallel.ForEachAsync(plan.Reports, together, async (report, abort) =>
        {
            await CheckCaseAsync(report, cases, abort).ConfigureAwait(false);
            progress(1);
        }).ConfigureAwait(false);
        CheckOnceOnly(cases);
        foreach (var track in plan.Tracks)
        {
            await CheckTrackAsync(track, cancel).ConfigureAwait(false);
            progress(1);
        }
    }

    private async Task CheckCaseAsync(
        ReportMessage report, IReadOnlyDictionary<string, string> cases, CancellationToken cancel)
    {
        if (report.Source is not { } source || !cases.TryGetValue(source, out var caseId))
        {
            tally.Add(Kind, Outcome.Failed, "a report has no case");
            return;
        }

        var fault = await api.CaseAsync(caseId, cancel).ConfigureAwait(false) switch
        {
            Reply.Ok { Body: var body } => FaultOf(body, report, caseId),
            Reply.Problem problem => $"case {caseId} cannot be read: {problem.Reason}",
            _ => $"case {caseId} cannot be read",
        };
        tally.Add(
            Kind,
            fault is null ? Outcome.Accepted : Outcome.Failed,
            fault ?? "cases in the grid that contains their place");
    }

    private string? FaultOf(JsonElement body, ReportMessage report, string caseId) =>
        body.Text("id") != caseId ? $"case {caseId} answers with id {body.Text("id")}"
        : body.Text("source") is { } source && source != report.Source
            ? $"case {caseId} is of source {source}, not {report.Source}"
        : !IsSame(body.Number("lon"), report.Lon) || !IsSame(body.Number("lat"), report.Lat)
            ? $"case {caseId} lies at {body.Number("lon")}, {body.Number("lat")}, not {report.Lon}, {report.Lat}"
        : body.Text("grid") is not { } grid ? $"case {caseId} has no grid"
        : !city.Grids.Covers(grid, GeoPoint.At(latitude: report.Lat, longitude: report.Lon))
            ? $"case {caseId} is in grid {grid}, which does not contain its place"
        : null;

    private void CheckOnceOnly(IReadOnlyDictionary<string, string> cases)
    {
        foreach (var shared in cases.GroupBy(pair => pair.Value).Where(group => group.Count() > 1))
        {
            tally.Add(Kind, Outcome.Failed, $"case {shared.Key} was given to {shared.Count()} reports");
        }
    }

    private async Task CheckTrackAsync(PlannedTrack track, CancellationToken cancel)
    {
        // A file may have its segments in another order than they were walked.
        var from = track.Points.Min(point => point.At) - Duration.FromSeconds(1);
        var to = track.Points.Max(point => point.At) + Duration.FromSeconds(1);
        var sent = track.Points.DistinctBy(point => point.At).Count();
        var reply = await api.TrackAsync(track.Device, from, to, cancel).ConfigureAwait(false);
        var (outcome, text) = reply switch
        {
            Reply.Ok { Body: var body } => GeoJsonTrack.CountFixes(body) is var kept && kept == sent
                ? (Outcome.Accepted, $"track of {track.Device} with its {sent} fixes")
                : (Outcome.Failed, $"track of {track.Device} has {kept} fixes, {sent} were sent"),
            Reply.Problem problem => (Outcome.Failed, $"track of {track.Device}: {problem.Reason}"),
            _ => (Outcome.Failed, $"track of {track.Device}: no answer"),
        };
        tally.Add(Kind, outcome, text);
    }

    private static bool IsSame(double? read, double sent) => read is { } value && Math.Abs(value - sent) <= SamePlace;
}
