using CityOps.Simulator.Clients;
using CityOps.Simulator.Map;

namespace CityOps.Simulator.Life;

/// <summary>What everyone in the simulated life shares.</summary>
/// <param name="City">The city.</param>
/// <param name="Seed">The same seed lives the same life.</param>
/// <param name="Run">Begins the id of every message, so that a second run is not taken for repeats of the
/// first.</param>
/// <param name="AllOnShift">True if every collector works whatever the hour.</param>
internal sealed record LifeSetting(SimulatedCity City, ulong Seed, string Run, bool AllOnShift)
{
    public required CityClock Clock { get; init; }

    public required ReportWriter Reports { get; init; }

    public required Tally Tally { get; init; }

    public required MqttAddress Mqtt { get; init; }

    public required Patience Patience { get; init; }

    /// <summary>A device's own connection.</summary>
    public DeviceLink Link(string device, Action<CommandMessage>? commanded = null) => new(Mqtt, device, Patience, commanded);

    /// <summary>Publishes and counts. An engine that is away is counted, and life goes on.</summary>
    public async Task PublishAsync(DeviceLink link, string what, byte[] payload, CancellationToken cancel)
    {
        Tally.Add(what, Outcome.Sent);
        try
        {
            var refusal = await link.PublishAsync(what, payload, cancel).ConfigureAwait(false);
            Tally.Add(what, refusal is null ? Outcome.Accepted : Outcome.Refused, refusal ?? "");
        }
        catch (EngineAwayException e)
        {
            Tally.Add(what, Outcome.Failed, e.InnerException?.Message ?? e.Message);
        }
    }

    /// <summary>Publishes, waits for the answer, and counts; null if there was none or it was a refusal.</summary>
    public async Task<AckMessage?> AskAsync<T>(
        DeviceLink link, string what, string id, T message, CancellationToken cancel)
    {
        Tally.Add(what, Outcome.Sent);
        try
        {
            var ack = await link.AskAsync(what, id, Wire.Bytes(message), cancel).ConfigureAwait(false);
            var outcome = ack.Status switch
            {
                "accepted" => Outcome.Accepted,
                "duplicate" => Outcome.Duplicate,
                "refused" => Outcome.Refused,
                _ => Outcome.Failed,
            };
            Tally.Add(what, outcome, outcome switch
            {
                Outcome.Refused => $"{ack.Code}: {ack.Message}",
                Outcome.Failed => $"unknown ack status '{ack.Status}'",
                _ => "",
            });
            return outcome is Outcome.Accepted or Outcome.Duplicate ? ack : null;
        }
        catch (EngineAwayException e)
        {
            Tally.Add(what, Outcome.Failed, e.InnerException?.Message ?? e.Message);
            return null;
        }
    }
}
