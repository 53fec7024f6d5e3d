using CityOps.Simulator.Clients;

namespace CityOps.Simulator.Replay;

/// <summary>
/// Asks the engine what it has refused of the replayed devices: a PUBACK says that a message is dealt with, not that it
/// was liked.
/// </summary>
internal sealed class RefusalLookup(ReplayPlan plan, EngineApi api, Tally tally)
{
    /// <summary>Counts the refusals by device, code and sentence.</summary>
    public async Task CountAsync(CancellationToken cancel)
    {
        var devices = plan.Tracks.Select(track => track.Device)
            .Concat(plan.Frames.Where(frame => frame.IsUplink).Select(frame => $"vehicles/{frame.Phone}"))
            .Distinct();
        foreach (var device in devices)
        {
            switch (await api.RefusalsAsync(device, cancel).ConfigureAwait(false))
            {
                case Reply.Ok { Body: var body }:
                    foreach (var item in body.Items("items"))
                    {
                        var code = item.Text("code") ?? item.Text("reason") ?? "unknown";
                        var reason = $"{device}: {code}: {item.Text("message")}".TrimEnd(' ', ':');
                        tally.Add("refusals on record", Outcome.Refused, reason, (long)(item.Number("count") ?? 1));
                    }

                    break;
                case Reply.Problem problem:
                    tally.Add("refusals on record", Outcome.Skipped, $"not to be looked up: {problem.Reason}");
                    return;
                default:
                    return;
            }
        }
    }
}
