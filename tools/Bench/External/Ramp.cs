using System.Diagnostics;
using CityOps.Bench.Mqtt;
using CityOps.Bench.Results;

namespace CityOps.Bench.External;

/// <summary>
/// A load that grows steadily, and the most that got through of it. As fast as a broker acknowledges is no measure of who takes from it:
/// Mosquitto reads one packet of each connection in turn, so that a thousand busy publishers leave its subscriber one acknowledgement in
/// a thousand reads.
/// </summary>
internal static class Ramp
{
    private const double First = 4_000;
    private const double Last = 60_000;
    private const int Window = 2;
    private static readonly TimeSpan BetweenPermits = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan BetweenSamples = TimeSpan.FromSeconds(1);

    /// <summary>Sends at the first rate while it is warmed up, then at rates up to the last.</summary>
    /// <returns>The most that the receiver counted in two seconds, a second.</returns>
    public static async Task<double> RunAsync(int port, LoadPlan plan, Func<Task<double>> counted)
    {
        var connections = Enumerable.Range(0, plan.Connections).Select(i => new LoadConnection(
            new PositionMessage(plan.Vehicles(i), plan.Places[i % plan.Places.Count], plan.Fixes, plan.Qos), $"bench-{i}")).ToList();
        using var stop = new CancellationTokenSource();
        using var permits = new SemaphoreSlim(0);
        try
        {
            foreach (var some in connections.Chunk(50))
            {
                await Task.WhenAll(some.Select(c => c.ConnectAsync(port, stop.Token)));
            }

            Task[] sending = [.. connections.Select(c => Task.Run(() => c.SendPermittedAsync(permits, stop.Token))), PermitAsync(permits, plan, stop.Token)];
            var ended = Task.WhenAny(sending);
            await Task.WhenAny(ended, Task.Delay(plan.Warm));
            var samples = await SampleAsync(plan.For, counted, ended);
            await stop.CancelAsync();
            await Load.EndAsync(sending);
            return samples.Zip(samples.Skip(Math.Min(Window, samples.Count - 1)))
                .Max(pair => (pair.Second.Count - pair.First.Count) / Stopwatch.GetElapsedTime(pair.First.At, pair.Second.At).TotalSeconds);
        }
        finally
        {
            connections.ForEach(c => c.Dispose());
        }
    }

    private static async Task<List<(long At, double Count)>> SampleAsync(TimeSpan time, Func<Task<double>> counted, Task ended)
    {
        List<(long At, double Count)> samples = [(Stopwatch.GetTimestamp(), await counted())];
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < time && !ended.IsCompleted)
        {
            await Task.WhenAny(ended, Task.Delay(BetweenSamples));
            samples.Add((Stopwatch.GetTimestamp(), await counted()));
        }

        return samples;
    }

    private static async Task PermitAsync(SemaphoreSlim permits, LoadPlan plan, CancellationToken stop)
    {
        using var pace = new PeriodicTimer(BetweenPermits);
        var started = Stopwatch.GetTimestamp();
        var (before, owed) = (started, 0.0);
        while (await pace.WaitForNextTickAsync(stop))
        {
            var now = Stopwatch.GetTimestamp();
            var share = Math.Clamp((Stopwatch.GetElapsedTime(started, now) - plan.Warm) / plan.For, 0, 1);
            owed += (First + (share * (Last - First))) * Stopwatch.GetElapsedTime(before, now).TotalSeconds;
            before = now;

            // Whoever still waits for an acknowledgement takes no permit: what nobody can take is not kept for later.
            var given = Math.Min((int)owed, plan.Connections - permits.CurrentCount);
            owed -= (int)owed;
            if (given > 0)
            {
                permits.Release(given);
            }
        }
    }
}
