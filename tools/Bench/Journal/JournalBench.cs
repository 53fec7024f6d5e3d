using System.CommandLine;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;

namespace CityOps.Bench.Journal;

/// <summary>Events a second through case actors into the journal, beside the bare driver with the same rows.</summary>
internal static class JournalBench
{
    private const int MostWoken = 4_000;

    public static Command ToCommand()
    {
        var actors = Options.Number("--actors", 1_000, "How many cases are alive at once, each with one command on its way.");
        var seconds = Options.Number("--seconds", 10, "How long is counted.");
        var warm = Options.Number("--warm", 10, "How long the same load runs before, uncounted: the runtime compiles what is hot.");
        var rounds = Options.Number("--rounds", 2, "How often both are measured in turn.");
        var postgres = new Option<bool?>("--postgres")
        {
            Description = "On PostgreSQL too; unless said, where its server is installed.",
        };
        var command = new Command("journal", "Events a second through case actors beside the bare drivers; recoveries.")
        {
            actors, seconds, warm, rounds, postgres,
        };
        command.SetAction(async (parsed, _) =>
        {
            var figures = new Figures("journal");
            foreach (var start in Peers(parsed.GetValue(postgres)))
            {
                // Started at its turn: nothing is left running where another's turn ends in a fault.
                await using var peer = await start();
                var load = new Plan(
                    parsed.GetValue(actors), TimeSpan.FromSeconds(parsed.GetValue(warm)), TimeSpan.FromSeconds(parsed.GetValue(seconds)));
                await MeasureAsync(peer, load, parsed.GetValue(rounds), figures);
            }

            figures.Print();
        });
        return command;
    }

    private static IReadOnlyList<Func<Task<JournalPeer>>> Peers(bool? postgres)
    {
        Func<Task<JournalPeer>> sqlite = () => Task.FromResult<JournalPeer>(new SqlitePeer());
        if (postgres is false || (postgres is null && PostgresServer.Missing is not null))
        {
            Console.WriteLine(PostgresServer.Missing);
            return [sqlite];
        }

        return PostgresServer.Missing is { } missing
            ? throw new BenchException(missing)
            : [sqlite, async () => new PostgresPeer(await PostgresServer.StartAsync())];
    }

    private static async Task MeasureAsync(JournalPeer peer, Plan plan, int rounds, Figures figures)
    {
        var (engine, bare, bareSmall) = (new List<JournalRates>(), new List<double>(), new List<double>());
        var (lives, wakes, paced) = (new Latencies(), new List<(double PerSecond, double Processor)>(), new Latencies());
        for (var round = 1; round <= rounds; round++)
        {
            await using var host = await EngineInProcess.StartAsync(Repository.DemoCity(), await peer.EmptyAsync());
            var load = new JournalLoad(host, plan.Actors);
            engine.Add(await load.MeasureAsync(plan.Warm, plan.Time));
            lives.Add(load.Lives);

            await new Wakes(host).QuietAsync();
            await host.RestartAsync();
            var waking = new Wakes(host);
            await waking.QuietAsync();
            var count = CountToWake(load.Cases.Count);
            await waking.FastAsync([.. load.Cases.Take(count)]);
            wakes.Add(await waking.FastAsync([.. load.Cases.Skip(count).Take(count)]));
            paced.Add(await waking.PacedAsync([.. load.Cases.Skip(2 * count).Take(count)]));
            await host.StopAsync();

            bare.Add(await peer.BareRowsPerSecondAsync(host.Data, 400));
            bareSmall.Add(await peer.BareRowsPerSecondAsync(host.Data, 40));
            Console.WriteLine(
                $"{peer.Name}, round {round}: engine {engine[^1].Rows:N0} rows/s at {engine[^1].Processor:N0} µs and "
                + $"{engine[^1].Allocated:N0} B each, bare {bare[^1]:N0} rows/s, {wakes[^1].PerSecond:N0} wakes/s");
        }

        var rows = Median.Of(engine.Select(e => e.Rows));
        figures.Heading($"{peer.Title}: {plan.Actors:N0} cases at once, from command to answer, beside the feeds");
        Add("CaseEventsPerSecond", "engine, case events", Median.Of(engine.Select(e => e.Cases)), "events/s");
        Add("RowsPerSecond", "engine, all rows (grids' events too)", rows, "rows/s");
        Add("BarePerSecond", "bare driver, 400 rows a commit", Median.Of(bare), "rows/s");
        Add("Bare40PerSecond", "bare driver, 40 rows a commit", Median.Of(bareSmall), "rows/s");
        Add("Ratio", "engine / bare, 400 rows a commit", rows / Median.Of(bare), "", 3);
        Add("ProcessorPerRow", "processor a row, the whole process", Median.Of(engine.Select(e => e.Processor)), "µs", 1);
        Add("AllocatedPerRow", "allocated a row, the whole process", Median.Of(engine.Select(e => e.Allocated)), "B");
        Add("ReadModelBehind", "rows that the read model is behind at the end", Median.Of(engine.Select(e => e.ReadModelBehind)), "rows");
        Add("GridsBehind", "rows that the grids' feed is behind at the end", Median.Of(engine.Select(e => e.GridsBehind)), "rows");
        Add("LifeP50Ms", "report to closing (7 commands) p50", lives.Milliseconds(50), "ms", 1);
        Add("LifeP99Ms", "report to closing (7 commands) p99", lives.Milliseconds(99), "ms", 1);
        Add("WakesPerSecond", "cold cases woken, as fast as they come", Median.Of(wakes.Select(w => w.PerSecond)), "wakes/s");
        Add("ProcessorPerWake", "processor a wake, the whole process", Median.Of(wakes.Select(w => w.Processor)), "µs", 1);
        Add("WakeP50Ms", "a cold case woken, at 200/s, p50", paced.Milliseconds(50), "ms", 1);
        Add("WakeP99Ms", "a cold case woken, at 200/s, p99", paced.Milliseconds(99), "ms", 1);

        void Add(string name, string what, double value, string unit, int decimals = 0) =>
            figures.Add(peer.Name + name, what, value, unit, decimals);
    }

    /// <summary>A case is cold once: those that were lived are shared out among the warm-up and what is measured.</summary>
    private static int CountToWake(int lived) => lived >= 3
        ? Math.Min(MostWoken, lived / 3)
        : throw new BenchException($"Only {lived} cases were lived, too few to wake some: take more seconds.");

    private sealed record Plan(int Actors, TimeSpan Warm, TimeSpan Time);
}
