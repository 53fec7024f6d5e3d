using System.Diagnostics;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;
using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Engine;
using CityOps.Engine.Cases;
using CityOps.Engine.Ports;

namespace CityOps.Bench.Journal;

/// <summary>Reads cases that are not in memory, each of which costs a recovery.</summary>
internal sealed class Wakes(EngineInProcess engine)
{
    private const int AtOnce = 200;
    private const int PerSecond = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly Actor Everyone = new("bench", Roles.ShiftLead | Roles.Dispatcher | Roles.System);
    private readonly ICaseGateway _cases = engine.Get<ICaseGateway>();

    /// <summary>Waits until the feeds are done with what was written before.</summary>
    public async Task QuietAsync()
    {
        var newest = await engine.Get<IJournalReader>().NewestAsync(default);
        var started = Stopwatch.GetTimestamp();
        foreach (var feed in new[] { "read-model", "grids" })
        {
            while (await engine.Get<IFeedStore>().OffsetAsync(feed, 0, default) < newest)
            {
                if (Stopwatch.GetElapsedTime(started) > Patience)
                {
                    throw new BenchException($"The feed {feed} does not come to its end.");
                }

                await Task.Delay(50);
            }
        }
    }

    /// <summary>As fast as they come, so many on their way at once.</summary>
    /// <returns>Wakes a second, and microseconds of processor for each.</returns>
    public async Task<(double PerSecond, double Processor)> FastAsync(IReadOnlyCollection<CaseId> cases)
    {
        var (started, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await Parallel.ForEachAsync(
            cases, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (id, _) => await WakeAsync(id));
        return (
            cases.Count / Stopwatch.GetElapsedTime(started).TotalSeconds,
            (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / cases.Count);
    }

    /// <summary>200 a second, whether the ones before are done or not; timed from when each was due.</summary>
    public async Task<Latencies> PacedAsync(IReadOnlyCollection<CaseId> cases)
    {
        var latencies = new Latencies();
        var started = Stopwatch.GetTimestamp();
        var waking = new List<Task>();
        foreach (var id in cases)
        {
            var due = started + (waking.Count * Stopwatch.Frequency / PerSecond);
            while (Stopwatch.GetTimestamp() < due)
            {
                await Task.Delay(1);
            }

            waking.Add(TimedAsync(id, due));
        }

        await Task.WhenAll(waking);
        return latencies;

        async Task TimedAsync(CaseId id, long due)
        {
            await WakeAsync(id);
            latencies.Record(due, Stopwatch.GetTimestamp());
        }
    }

    private async Task WakeAsync(CaseId id)
    {
        if (await _cases.GetAsync(id, Everyone, CancellationToken.None) is not Answer<CaseView>.Done)
        {
            throw new BenchException($"Case {id} was not found again.");
        }
    }
}
