using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;
using CityOps.Domain.City;

namespace CityOps.Bench.Lifecycle;

/// <summary>So many people at once, each of whom takes one case after the other from report to closing.</summary>
internal sealed class LifecycleLoad(EngineProcess engine, CityConfiguration city, int clients)
{
    private const int GridsAtOnce = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Wakes every patrol grid, as a city that has been running has them awake: each is read from its whole journal.</summary>
    public async Task<Waking> WakeGridsAsync()
    {
        var (started, unavailable, seconds) = (Stopwatch.GetTimestamp(), 0, new ConcurrentQueue<double>());
        await Parallel.ForEachAsync(
            city.PatrolGrids.Keys, new ParallelOptions { MaxDegreeOfParallelism = GridsAtOnce }, async (grid, _) => await WakeAsync(grid));
        return new Waking(Stopwatch.GetElapsedTime(started).TotalSeconds, seconds.Max(), unavailable);

        async Task WakeAsync(string grid)
        {
            var asked = Stopwatch.GetTimestamp();
            while (true)
            {
                using var answer = await engine.Http.GetAsync($"api/v1/grids/{grid}");
                if (answer.IsSuccessStatusCode)
                {
                    seconds.Enqueue(Stopwatch.GetElapsedTime(asked).TotalSeconds);
                    return;
                }

                Interlocked.Increment(ref unavailable);
                if (answer.StatusCode != HttpStatusCode.ServiceUnavailable || Stopwatch.GetElapsedTime(asked) > Patience)
                {
                    throw new BenchException($"Grid {grid} answers {(int)answer.StatusCode} after {Stopwatch.GetElapsedTime(asked).TotalSeconds:F0} s.");
                }
            }
        }
    }

    /// <summary>Lives cases for a time, after a warm-up in which nothing is counted, until the list shows the last one closed.</summary>
    public async Task<LifecycleRun> MeasureAsync(TimeSpan warm, TimeSpan time)
    {
        await RunAsync(warm);
        return await RunAsync(time);
    }

    private async Task<LifecycleRun> RunAsync(TimeSpan time)
    {
        var (people, follow) = (new CasePeople(engine.Http, city), new ListFollow(engine.Http));
        var (closed, lives) = (new ConcurrentQueue<ClosedCase>(), new Latencies());
        var (started, processor) = (Stopwatch.GetTimestamp(), engine.ProcessorTime);
        var following = follow.FollowAsync();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => RepeatAsync()));
        follow.Complete(closed.MaxBy(c => c.Answered) ?? throw new BenchException("No case was closed: take more seconds."));
        await following;
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        processor = engine.ProcessorTime - processor;
        return await follow.MissingAsync(closed) is { Count: > 0 } missing
            ? throw new BenchException($"The list shows the last case closed, but not {missing.Count} before it, such as {missing.First()}.")
            : new LifecycleRun(
                closed.Count / elapsed, processor.TotalMilliseconds / closed.Count, lives, people.Answers, follow.Lags);

        async Task RepeatAsync()
        {
            while (Stopwatch.GetElapsedTime(started) < time)
            {
                var from = Stopwatch.GetTimestamp();
                var @case = await people.LiveAsync();
                lives.Record(from, @case.Answered);
                closed.Enqueue(@case);
                follow.Note(@case);
            }
        }
    }
}

/// <summary>How patrol grids came into memory.</summary>
/// <param name="Seconds">All of them.</param>
/// <param name="Longest">The slowest of them, in seconds.</param>
/// <param name="Unavailable">How often one was answered to be unavailable meanwhile.</param>
internal sealed record Waking(double Seconds, double Longest, int Unavailable);

/// <summary>What a run measured.</summary>
/// <param name="PerSecond">Cases a second, from the first report until the list shows the last one closed.</param>
/// <param name="ProcessorMs">Milliseconds of the engine's processor a case.</param>
/// <param name="Lives">From report to closing.</param>
/// <param name="Answers">From a request to its answer.</param>
/// <param name="Lags">From the last answer of a case to the list.</param>
internal sealed record LifecycleRun(
    double PerSecond, double ProcessorMs, Latencies Lives, Latencies Answers, IReadOnlyList<Lag> Lags)
{
    /// <summary>By how many milliseconds the lag of the last third is above that of the first, by their medians.</summary>
    public double LagGrowthMs
    {
        get
        {
            var third = (Lags.Count + 2) / 3;
            return Lag.Milliseconds(Lags.TakeLast(third), 50) - Lag.Milliseconds(Lags.Take(third), 50);
        }
    }
}
