using System.Diagnostics;
using CityOps.Bench.Results;
using CityOps.Domain.Geo;

namespace CityOps.Bench.Mqtt;

/// <summary>What is sent: how many devices, how many fixes a message, which quality of service.</summary>
internal sealed record LoadPlan(int Connections, int InFlight, int Fixes, int Qos, TimeSpan For, IReadOnlyList<GeoPoint> Places);

/// <summary>What a load brought.</summary>
internal sealed record LoadResult(double FixesPerSecond, Latencies Latencies);

/// <summary>Drives a broker with many connections.</summary>
internal static class Load
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    /// <param name="port">The broker.</param>
    /// <param name="plan">What to send.</param>
    /// <param name="counted">At QoS 0: how many fixes the broker has got through so far.</param>
    public static async Task<LoadResult> RunAsync(int port, LoadPlan plan, Func<Task<double>> counted)
    {
        var connections = Enumerable.Range(0, plan.Connections).Select(i => new LoadConnection(
            new PositionMessage($"bench-{i}", plan.Places[i % plan.Places.Count], plan.Fixes, plan.Qos), $"bench-{i}")).ToList();
        using var stop = new CancellationTokenSource();
        try
        {
            foreach (var some in connections.Chunk(50))
            {
                await Task.WhenAll(some.Select(c => c.ConnectAsync(port, stop.Token)));
            }

            var latencies = new Latencies();
            Task[] sending = [.. connections.Select(c => Task.Run(() => plan.Qos == 0
                ? c.SendAsync(stop.Token)
                : c.SendAcknowledgedAsync(plan.InFlight, latencies, stop.Token)))];
            var ended = Task.WhenAny(sending);
            Func<Task<double>> count = plan.Qos == 0
                ? counted
                : () => Task.FromResult((double)connections.Sum(c => c.Acknowledged) * plan.Fixes);
            await Task.WhenAny(ended, Task.Delay(WarmUp));
            var (before, started) = (await count(), Stopwatch.GetTimestamp());
            await Task.WhenAny(ended, Task.Delay(plan.For));
            var rate = (await count() - before) / Stopwatch.GetElapsedTime(started).TotalSeconds;
            await stop.CancelAsync();
            await EndAsync(sending);
            return new LoadResult(rate, latencies);
        }
        finally
        {
            connections.ForEach(c => c.Dispose());
        }
    }

    private static async Task EndAsync(Task[] sending)
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
