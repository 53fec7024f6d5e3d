using CityOps.Bench.Processes;
using CityOps.Bench.Results;
using CityOps.Domain.Cases;
using CityOps.Engine.Cases;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Bench.Deadlines;

/// <summary>How late deadlines fire: of cases that are not in memory, and of cases that are; beside many that are not due.</summary>
internal sealed class Lateness(OpenCases cases, int open, Duration lead)
{
    private const double LimitMs = 1_000;
    private static readonly Domain.Actor Reader = new("bench", Domain.Roles.System);

    public async Task MeasureAsync(int cold, int seconds, int warm, Figures figures)
    {
        var data = Directory.CreateTempSubdirectory("cityops-bench-").FullName;
        try
        {
            var now = SystemClock.Instance.GetCurrentInstant();
            using (var journal = new BulkJournal(data))
            {
                journal.Write(Enumerable.Range(0, open).Select(i => cases.Reported(i, now)), goOn: false);
            }

            await ColdAsync(data, cold, seconds, figures);
            await WarmAsync(data, open + (cold * seconds), warm, figures);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private async Task ColdAsync(string data, int rate, int seconds, Figures figures)
    {
        var due = SystemClock.Instance.GetCurrentInstant() + lead;
        var before = Write(data, Enumerable.Range(0, rate * seconds).Select(i => cases.DueAt(
            open + i, due + (Duration.FromSeconds(1) * ((double)i / rate)), escalates: false)));
        await using var host = await EngineInProcess.StartAsync(cases.City, directory: data);
        Report("cold", $"{rate:N0} a second for {seconds} s, of cases that are not in memory", await FiredAsync(host, before, rate * seconds), figures);
        await host.StopAsync();
    }

    private async Task WarmAsync(string data, int first, int rate, Figures figures)
    {
        var count = (int)(rate * OpenCases.BetweenSteps.TotalSeconds);
        var due = SystemClock.Instance.GetCurrentInstant() + (lead * 2);
        IReadOnlyList<CaseEvent>[] all = [.. Enumerable.Range(0, count).Select(i => cases.DueAt(
            first + i, due + (Duration.FromSeconds(1) * ((double)i / rate)), escalates: true))];
        var before = Write(data, all);
        await using var host = await EngineInProcess.StartAsync(cases.City, directory: data);
        var gateway = host.Get<ICaseGateway>();
        await Parallel.ForEachAsync(
            all, new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (events, cancel) => await gateway.GetAsync(events[0].Case, Reader, cancel));
        if (SystemClock.Instance.GetCurrentInstant() > due)
        {
            throw new BenchException("The cases did not come into memory before they were due.");
        }

        Report("warm", $"{rate:N0} a second for {cases.Steps * OpenCases.BetweenSteps.TotalSeconds} s, of {count:N0} cases in memory",
            await FiredAsync(host, before, count * cases.Steps), figures);
        await host.StopAsync();
    }

    /// <returns>The last place of the journal.</returns>
    private static long Write(string data, IEnumerable<IReadOnlyList<CaseEvent>> cases)
    {
        using var journal = new BulkJournal(data);
        journal.Write(cases, goOn: true);
        return journal.Newest;
    }

    private static async Task<IReadOnlyList<DeadlinePassed>> FiredAsync(EngineInProcess host, long before, int count)
    {
        var journal = host.Get<IJournalReader>();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (await journal.NewestAsync(patience.Token) - before < count)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), patience.Token);
        }

        var passed = await Fired.SinceAsync(journal, before);
        return passed.Count == count && passed.All(p => p.Late >= Duration.Zero)
            ? passed
            : throw new BenchException($"{passed.Count} deadlines fired where {count} were due.");
    }

    private static void Report(string name, string what, IReadOnlyList<DeadlinePassed> passed, Figures figures)
    {
        figures.Heading(what);
        figures.Add($"{name}P50Ms", "lateness p50", Fired.LateMilliseconds(passed, 50), "ms", 1);
        var p99 = Fired.LateMilliseconds(passed, 99);
        figures.Add($"{name}P99Ms", $"lateness p99 (limit {LimitMs:N0})", p99, "ms", 1);
        figures.Add($"{name}MaxMs", "lateness of the latest", Fired.LateMilliseconds(passed, 100), "ms", 1);
        figures.Add($"{name}WithinLimit", "within the limit", p99 < LimitMs);
    }
}
