using System.CommandLine;
using System.Diagnostics;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;
using CityOps.Engine.Cases;
using CityOps.Engine.Ports;

namespace CityOps.Bench.Journal;

/// <summary>Events a second through case actors into the journal, beside the bare driver with the same rows.</summary>
internal static class JournalBench
{
    public static Command ToCommand()
    {
        var actors = Options.Number("--actors", 1_000, "How many cases are alive at once, each with one command on its way.");
        var seconds = Options.Number("--seconds", 10, "How long cases are begun.");
        var rounds = Options.Number("--rounds", 2, "How often both are measured in turn.");
        var command = new Command("journal", "Events a second through case actors beside bare Microsoft.Data.Sqlite.")
        {
            actors, seconds, rounds,
        };
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetValue(actors), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds)));
        return command;
    }

    private static async Task RunAsync(int actors, TimeSpan time, int rounds)
    {
        var (engine, rows, bare400, bare40) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var latencies = new Latencies();
        for (var round = 1; round <= rounds; round++)
        {
            await using var host = await EngineInProcess.StartAsync(Repository.DemoCity());
            var (cases, all) = await MeasureAsync(host, actors, time, latencies);
            engine.Add(cases);
            rows.Add(all);
            await host.StopAsync();
            var journal = Path.Combine(host.Data, "journal.db");
            bare400.Add(BareInsert.RowsPerSecond(journal, Path.Combine(host.Data, "bare400.db"), 400));
            bare40.Add(BareInsert.RowsPerSecond(journal, Path.Combine(host.Data, "bare40.db"), 40));
            Console.WriteLine($"round {round}: engine {all:N0} rows/s, bare {bare400[^1]:N0} rows/s");
        }

        var figures = new Figures("journal");
        figures.Heading($"{actors:N0} cases at once, from command to answer, with feeds and read model running");
        figures.Add("caseEventsPerSecond", "engine, case events", Median.Of(engine), "events/s");
        figures.Add("rowsPerSecond", "engine, all rows (grids' events too)", Median.Of(rows), "rows/s");
        figures.Add("barePerSecond", "bare driver, 400 rows a commit", Median.Of(bare400), "rows/s");
        figures.Add("bare40PerSecond", "bare driver, 40 rows a commit", Median.Of(bare40), "rows/s");
        figures.Add("ratio", "engine / bare, 400 rows a commit", Median.Of(rows) / Median.Of(bare400), "", 2);
        figures.Add("lifeP50Ms", "report to closing (7 commands) p50", latencies.Milliseconds(50), "ms", 1);
        figures.Add("lifeP99Ms", "report to closing (7 commands) p99", latencies.Milliseconds(99), "ms", 1);
        figures.Print();
    }

    private static async Task<(double Cases, double Rows)> MeasureAsync(
        EngineInProcess host, int actors, TimeSpan time, Latencies latencies)
    {
        var life = new CaseLife(host.Get<Domain.City.CityConfiguration>(), host.Get<ICaseGateway>());
        await Task.WhenAll(Enumerable.Range(0, actors).Select(i => life.LiveAsync(i, $"warm-{i}", CancellationToken.None)));
        var journal = host.Get<IJournalReader>();
        var before = await journal.NewestAsync(CancellationToken.None);
        var started = Stopwatch.GetTimestamp();
        var lives = await Task.WhenAll(Enumerable.Range(0, actors).Select(i => Task.Run(() => RepeatAsync(i))));
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var after = await journal.NewestAsync(CancellationToken.None);
        return (lives.Sum() * CaseLife.Events / elapsed, (after - before) / elapsed);

        async Task<long> RepeatAsync(int actor)
        {
            var done = 0;
            for (; Stopwatch.GetElapsedTime(started) < time; done++)
            {
                var from = Stopwatch.GetTimestamp();
                await life.LiveAsync(actor, $"{actor}-{done}", CancellationToken.None);
                latencies.Record(from, Stopwatch.GetTimestamp());
            }

            return done;
        }
    }
}
