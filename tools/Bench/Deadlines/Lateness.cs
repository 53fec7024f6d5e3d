using CityOps.Bench.Processes;
using CityOps.Bench.Results;
using CityOps.Domain.Cases;
using CityOps.Engine.Cases;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Bench.Deadlines;

/// <summary>How late deadlines fire: of cases that are not in memory, and of cases that are; beside many that are not due.</summary>
internal static class Lateness
{
    private const double LimitMs = 1_000;
    private static readonly Domain.Actor Reader = new("bench", Domain.Roles.System);

    public static async Task MeasureAsync(OpenCases cases, int open, int cold, int warm, int seconds, Figures figures)
    {
        var data = Directory.CreateTempSubdirectory("cityops-bench-").FullName;
        try
        {
            var now = SystemClock.Instance.GetCurrentInstant();
            using (var journal = new BulkJournal(data))
            {
                journal.Write(Enumerable.Range(0, open).Select(i => cases.Reported(i, now)), goOn: false);
            }

            await ColdAsync(cases, data, open, cold, seconds, figures);
            await WarmAsync(cases, data, open + (cold * seconds), warm, figures);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task ColdAsync(OpenCases cases, string data, int first, int rate, int seconds, Figures figures)
    {
        var due = SystemClock.Instance.GetCurrentInstant() + Duration.FromSeconds(30);
        Write(data, Enumerable.Range(0, rate * seconds).Select(i => cases.DueAt(
            first + i, due + (Duration.FromSeconds(1) * ((double)i / rate)), escalates: false)));
        await using var host = await EngineInProcess.StartAsync(cases.City, directory: data);
        Report("cold", $"{rate:N0} a second for {seconds} s, of cases that are not in memory", await FiredAsync(host, rate * seconds), figures);
        await host.StopAsync();
    }

    private static async Task WarmAsync(OpenCases cases, string data, int first, int rate, Figures figures)
    {
        var count = (int)(rate * OpenCases.BetweenSteps.TotalSeconds);
        var due = SystemClock.Instance.GetCurrentInstant() + Duration.FromSeconds(60);
        IReadOnlyList<CaseEvent>[] all = [.. Enumerable.Range(0, count).Select(i => cases.DueAt(
            first + i, due + (Duration.FromSeconds(1) * ((double)i / rate)), escalates: true))];
        Write(data, all);
        await using var host = await EngineInProcess.StartAsync(cases.City, directory: data);
        var gateway = host.Get<ICaseGateway>();
        await Parallel.ForEachAsync(
            all, new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (events, cancel) => await gateway.GetAsync(events[0].Case, Reader, cancel));
        if (SystemClock.Instance.GetCurrentInstant() > due)
        {
            throw new BenchException("The cases did not come into memory before they were due.");
        }

        Report("warm", $"{rate:N0} a second for {OpenCases.Steps * OpenCases.BetweenSteps.TotalSeconds} s, of {count:N0} cases in memory",
            await FiredAsync(host, count * OpenCases.Steps), figures);
        await host.StopAsync();
    }

    private static void Write(string data, IEnumerable<IReadOnlyList<CaseEvent>> cases)
    {
        using var journal = new BulkJournal(data);
        journal.Write(cases, goOn: true);
    }

    private static async Task<IReadOnlyList<DeadlinePassed>> FiredAsync(EngineInProcess host, int count)
    {
        var journal = host.Get<IJournalReader>();
        var before = await journal.NewestAsync(CancellationToken.None);
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
