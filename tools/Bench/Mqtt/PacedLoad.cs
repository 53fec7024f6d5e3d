using CityOps.Bench.Results;

namespace CityOps.Bench.Mqtt;

/// <summary>Sends at a pace, the devices one after the other.</summary>
internal static class PacedLoad
{
    /// <param name="connections">Who sends; connected.</param>
    /// <param name="between">The time from one message of a device to its next.</param>
    /// <param name="time">For how long.</param>
    /// <param name="latencies">From a message to its PUBACK.</param>
    public static async Task SendAsync(
        IReadOnlyList<LoadConnection> connections, TimeSpan between, TimeSpan time, Latencies latencies)
    {
        using var over = new CancellationTokenSource(time);
        try
        {
            await Task.WhenAll(connections.Select((c, i) => Task.Run(() => c.SendPacedAsync(
                between, between * i / connections.Count, latencies, over.Token))));
        }
        catch (OperationCanceledException)
        {
            // As asked; a fault of a connection comes out as its own exception.
        }
    }
}
