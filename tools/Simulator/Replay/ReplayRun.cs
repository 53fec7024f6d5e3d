using System.Collections.Concurrent;
using System.Net;
using CityOps.Simulator.Clients;

namespace CityOps.Simulator.Replay;

/// <summary>How a replay is sent.</summary>
/// <param name="Mqtt">The broker.</param>
/// <param name="Patience">How long to wait for an engine that is away.</param>
/// <param name="InFlight">How many reports are on their way at the same time.</param>
/// <param name="RatePerSecond">How many reports a second; zero for as many as go.</param>
/// <param name="AcknowledgedFile">Where each acknowledged report is written down; null for nowhere.</param>
/// <param name="Terminals">Where frames are sent by TCP; null to send them by MQTT.</param>
internal sealed record ReplayOptions(
    MqttAddress Mqtt, Patience Patience, int InFlight, double RatePerSecond, string? AcknowledgedFile,
    IPEndPoint? Terminals = null);

/// <summary>Sends a plan through the public interfaces and counts what becomes of it.</summary>
internal sealed class ReplayRun(ReplayPlan plan, ReplayOptions options, EngineApi api, Tally tally)
{
    private const int MostFixesAMessage = 100;
    private static readonly Acting Citizen = new("citizen", "nyc311");
    private readonly ConcurrentDictionary<string, string> _cases = new();

    /// <summary>The case of each acknowledged report, by its source.</summary>
    public IReadOnlyDictionary<string, string> Cases => _cases;

    /// <summary>How many things are to be sent.</summary>
    public int Total => plan.Reports.Count + plan.Tracks.Sum(track => track.Points.Count) + plan.Frames.Count;

    /// <summary>Sends everything; tells how many more are done.</summary>
    public Task SendAsync(Action<int> progress, CancellationToken cancel) => Task.WhenAll(
    [
        SendReportsAsync(progress, cancel),
        .. plan.Tracks.Select(track => SendTrackAsync(track, progress, cancel)),
        SendFramesAsync(progress, cancel),
    ]);

    private async Task SendReportsAsync(Action<int> progress, CancellationToken cancel)
    {
        await using var ledger = AcknowledgedLedger.Open(options.AcknowledgedFile);
        var pace = new Pace(options.RatePerSecond, options.Patience.Clock);
        var together = new ParallelOptions { MaxDegreeOfParallelism = options.InFlight, CancellationToken = cancel };
        await Parallel.ForEachAsync(plan.Reports.Index(), together, async (report, abort) =>
        {
            await pace.WaitAsync(report.Index, abort).ConfigureAwait(false);
            await SendReportAsync(report.Item, ledger, abort).ConfigureAwait(false);
            progress(1);
        }).ConfigureAwait(false);
    }

    private async Task SendReportAsync(ReportMessage report, AcknowledgedLedger ledger, CancellationToken cancel)
    {
        tally.Add("report", Outcome.Sent);
        var reply = await api.ReportAsync(report, Citizen, cancel).ConfigureAwait(false);
        if (reply is Reply.Ok { Body: var body } && body.Text("id") is not { Length: > 0 })
        {
            tally.Add("report", Outcome.Failed, "the answer has no case id");
            return;
        }

        tally.Count("report", reply);
        if (reply is Reply.Ok { Body: var @case } && @case.Text("id") is { } caseId && report.Source is { } source)
        {
            await ledger.WriteAsync(source, caseId).ConfigureAwait(false);
            _cases[source] = caseId;
        }
    }

    private async Task SendTrackAsync(PlannedTrack track, Action<int> progress, CancellationToken cancel)
    {
        await using var link = new DeviceLink(options.Mqtt, track.Device, options.Patience);
        foreach (var batch in track.Points.Chunk(MostFixesAMessage))
        {
            tally.Add("position", Outcome.Sent, count: batch.Length);
            var payload = Wire.Bytes(batch.Select(GpxTrack.Message));
            var refusal = await link.PublishAsync("position", payload, cancel).ConfigureAwait(false);
            tally.Add("position", refusal is null ? Outcome.Accepted : Outcome.Refused, refusal ?? "", batch.Length);
            progress(batch.Length);
        }
    }

    private async Task SendFramesAsync(Action<int> progress, CancellationToken cancel)
    {
        foreach (var terminal in plan.Frames.GroupBy(frame => frame.Phone))
        {
            await using var device = new DeviceLink(options.Mqtt, $"vehicles/{terminal.Key}", options.Patience);
            await using var link = options.Terminals is { } engine ? new TerminalLink(engine, terminal.Key, options.Patience) : null;
            foreach (var frame in terminal)
            {
                await SendFrameAsync(
                    link is null
                        ? () => device.PublishAsync("jt808", frame.Bytes, cancel)
                        : () => link.SendAsync(frame.Bytes, cancel),
                    frame).ConfigureAwait(false);
                progress(1);
            }
        }
    }

    private async Task SendFrameAsync(Func<Task<string?>> send, RecordedFrame frame)
    {
        if (!frame.IsUplink)
        {
            tally.Add("jt808", Outcome.Skipped, $"0x{frame.Message:X4} is a platform's, no terminal sends it");
            return;
        }

        tally.Add("jt808", Outcome.Sent);
        var refusal = await send().ConfigureAwait(false);
        tally.Add("jt808", refusal is null ? Outcome.Accepted : Outcome.Refused, refusal ?? "");
    }
}
