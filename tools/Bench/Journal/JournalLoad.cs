using System.Collections.Concurrent;
using System.Diagnostics;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;
using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.Engine.Cases;
using CityOps.Engine.Ports;

namespace CityOps.Bench.Journal;

/// <summary>So many cases alive at once, each with one command on its way.</summary>
internal sealed class JournalLoad(EngineInProcess engine, int actors)
{
    private readonly CaseLife _life = new(engine.Get<CityConfiguration>(), engine.Get<ICaseGateway>());
    private readonly IJournalReader _journal = engine.Get<IJournalReader>();
    private readonly ConcurrentQueue<CaseId> _cases = new();

    /// <summary>The cases that were lived.</summary>
    public IReadOnlyCollection<CaseId> Cases => _cases;

    /// <summary>From report to closing.</summary>
    public Latencies Lives { get; private set; } = new();

    /// <summary>Lives cases for a time, after a warm-up in which nothing is counted.</summary>
    public async Task<JournalRates> MeasureAsync(TimeSpan warm, TimeSpan time)
    {
        await LiveAsync("warm", warm);
        Lives = new Latencies();
        var (rows, processor, allocated) =
            (await _journal.NewestAsync(default), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
        var started = Stopwatch.GetTimestamp();
        var lives = await LiveAsync("counted", time);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        processor = Environment.CpuUsage.TotalTime - processor;
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        var newest = await _journal.NewestAsync(default);
        rows = newest - rows;
        return new JournalRates(
            lives * CaseLife.Events / elapsed, rows / elapsed, processor.TotalMicroseconds / rows, (double)allocated / rows,
            newest - await OffsetAsync("read-model"), newest - await OffsetAsync("grids"));

        Task<long> OffsetAsync(string feed) => engine.Get<IFeedStore>().OffsetAsync(feed, 0, default);
    }

    private async Task<long> LiveAsync(string name, TimeSpan time)
    {
        var started = Stopwatch.GetTimestamp();
        var lives = await Task.WhenAll(Enumerable.Range(0, actors).Select(i => Task.Run(() => RepeatAsync(i))));
        return lives.Sum();

        async Task<long> RepeatAsync(int actor)
        {
            var done = 0;
            for (; Stopwatch.GetElapsedTime(started) < time; done++)
            {
                var from = Stopwatch.GetTimestamp();
                _cases.Enqueue(await _life.LiveAsync(actor, $"{name}-{actor}-{done}", CancellationToken.None));
                Lives.Record(from, Stopwatch.GetTimestamp());
            }

            return done;
        }
    }
}

/// <summary>What a load measured.</summary>
/// <param name="Cases">Cases' events a second.</param>
/// <param name="Rows">All rows a second, those of grids too.</param>
/// <param name="Processor">Microseconds of processor a row, everything in the process included.</param>
/// <param name="Allocated">Bytes allocated a row, everything in the process included.</param>
/// <param name="ReadModelBehind">How many rows the read model is behind at the end.</param>
/// <param name="GridsBehind">How many rows the grids' feed is behind at the end.</param>
internal sealed record JournalRates(
    double Cases, double Rows, double Processor, double Allocated, double ReadModelBehind, double GridsBehind);
