using System.Diagnostics;
using CityOps.Bench.Results;
using CityOps.Domain.Geo;

namespace CityOps.Bench.Mqtt;

/// <summary>What is sent: how many devices, how many fixes a message, which quality of service.</summary>
internal sealed record LoadPlan(
    int Connections, int InFlight, int Fixes, int Qos, TimeSpan Warm, TimeSpan For, IReadOnlyList<GeoPoint> Places)
{
    /// <summary>How many vehicles a connection speaks for; more than one makes it a gateway.</summary>
    public int VehiclesAConnection { get; init; } = 1;

    /// <summary>The vehicles of a connection.</summary>
    public IReadOnlyList<string> Vehicles(int connection) =>
        [.. Enumerable.Range(connection * VehiclesAConnection, VehiclesAConnection).Select(v => $"bench-{v:D6}")];
}

/// <summary>What a load brought.</summary>
/// <param name="FixesPerSecond">Acknowledged at QoS 1; got through by the receiver's own count at QoS 0 or where the plan says so.</param>
/// <param name="ReceivedPerSecond">Fixes that the broker has read, also those it then shed.</param>
/// <param name="Latencies">From a message to its PUBACK.</param>
internal sealed record LoadResult(double FixesPerSecond, double ReceivedPerSecond, Latencies Latencies);

/// <summary>What a broker has counted so far.</summary>
/// <param name="Fixes">Got through.</param>
/// <param name="Received">Read.</param>
internal readonly record struct LoadCount(double Fixes, double Received);

/// <summary>Drives a broker with many connections.</summary>
internal static class Load
{
    /// <param name="port">The broker.</param>
    /// <param name="plan">What to send.</param>
    /// <param name="counted">What the receiver has counted so far.</param>
    public static async Task<LoadResult> RunAsync(int port, LoadPlan plan, Func<Task<LoadCount>> counted)
    {
        var connections = Enumerable.Range(0, plan.Connections).Select(i => new LoadConnection(
            new PositionMessage(plan.Vehicles(i), plan.Places[i % plan.Places.Count], plan.Fixes, plan.Qos), $"bench-{i}")).ToList();
        using var stop = new CancellationTokenSource();
        try
        {
            foreach (var some in connections.Chunk(50))
            {
                await Task.WhenAll(some.Select(c => c.ConnectAsync(port, stop.Token)));
            }

            var latencies = new Latencies { Counts = false };
            Task[] sending = [.. connections.Select(c => Task.Run(() => plan.Qos == 0
                ? c.SendAsync(stop.Token)
                : c.SendAcknowledgedAsync(plan.InFlight, latencies, stop.Token)))];
            var ended = Task.WhenAny(sending);
            var count = plan.Qos == 0 ? counted : Acknowledged;
            await Task.WhenAny(ended, Task.Delay(plan.Warm));
            latencies.Counts = true;
            var (before, started) = (await count(), Stopwatch.GetTimestamp());
            await Task.WhenAny(ended, Task.Delay(plan.For));
            var (after, elapsed) = (await count(), Stopwatch.GetElapsedTime(started).TotalSeconds);
            await stop.CancelAsync();
            await EndAsync(sending);
            return new LoadResult(
                (after.Fixes - before.Fixes) / elapsed, (after.Received - before.Received) / elapsed, latencies);
        }
        finally
        {
            connections.ForEach(c => c.Dispose());
        }

        Task<LoadCount> Acknowledged()
        {
            var fixes = (double)connections.Sum(c => c.Acknowledged) * plan.Fixes;
            return Task.FromResult(new LoadCount(fixes, fixes));
        }
    }

    /// <summary>Waits for what was stopped.</summary>
    public static async Task EndAsync(Task[] sending)
    {
        try
        {
            await Task.WhenAll(sending);
        }
        catch (OperationCanceledException)
        {
            // As asked. A fault of any connection comes out as its own exception.
        }
    }
}
