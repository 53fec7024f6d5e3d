using System.CommandLine;
using System.Diagnostics;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;

namespace CityOps.Bench.Lifecycle;

/// <summary>Whole cases a second through HTTP, durable, with the list following; on empty data and with many cases behind.</summary>
internal static class LifecycleBench
{
    private const double LimitPerSecond = 40;
    private const double LimitRatio = 0.9;
    private const double LimitGrowthMs = 100;

    public static Command ToCommand()
    {
        var behind = Options.Number("--behind", 1_000_000, "How many cases the engine has had that is measured beside an empty one; 11 kB of disk each.");
        var clients = Options.Number("--clients", 32, "How many cases are on their way at once.");
        var seconds = Options.Number("--seconds", 20, "How long is counted.");
        var warm = Options.Number("--warm", 10, "How long the same load runs before, uncounted.");
        var rounds = Options.Number("--rounds", 3, "How often both are measured in turn.");
        var data = new Option<string?>("--data")
        {
            Description = "A directory for the data with the cases behind: written there if it is new, and kept for the next time.",
        };
        var command = new Command("lifecycle", "Cases a second from report to closing, over HTTP, durable, with the list following.")
        {
            behind, clients, seconds, warm, rounds, data,
        };
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetValue(data), parsed.GetValue(behind), parsed.GetValue(rounds), parsed.GetValue(clients),
            TimeSpan.FromSeconds(parsed.GetValue(warm)), TimeSpan.FromSeconds(parsed.GetValue(seconds))));
        return command;
    }

    private static async Task RunAsync(string? kept, int behind, int rounds, int clients, TimeSpan warm, TimeSpan time)
    {
        var city = Repository.DemoCity();
        var data = kept is null ? Directory.CreateTempSubdirectory("cityops-bench-").FullName : Path.GetFullPath(kept);
        try
        {
            var started = Stopwatch.GetTimestamp();
            await DataBehind.WriteAsync(data, city, behind);
            var written = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var (empty, full) = (new List<EngineRun>(), new List<EngineRun>());
            for (var round = 1; round <= rounds; round++)
            {
                empty.Add(await MeasureAsync(null));
                full.Add(await MeasureAsync(data));
                Console.WriteLine(
                    $"round {round}: empty {empty[^1].Run.PerSecond:N1} cases/s, with {behind:N0} behind {full[^1].Run.PerSecond:N1} cases/s");
            }

            var figures = new Figures("lifecycle");
            figures.Add("behind", "cases behind", behind, "cases");
            figures.Add("writtenSeconds", "written in", written, "s");
            Add(figures, "empty", $"Empty at the start, {clients} cases at once", empty);
            Add(figures, "behind", $"With {behind:N0} cases behind", full);
            var ratio = Rate(full) / Rate(empty);
            figures.Heading("Beside each other");
            figures.Add("ratio", $"with cases behind / empty (limit {LimitRatio})", ratio, "", 3);
            figures.Add("ratioWithinLimit", "within the limit", ratio >= LimitRatio);
            figures.Print();
        }
        finally
        {
            if (kept is null)
            {
                Directory.Delete(data, recursive: true);
            }
        }

        async Task<EngineRun> MeasureAsync(string? directory)
        {
            var started = Stopwatch.GetTimestamp();
            using var engine = await EngineProcess.StartAsync(directory);
            var ready = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var load = new LifecycleLoad(engine, city, clients);
            var waking = await load.WakeGridsAsync();
            Console.WriteLine($"{(directory is null ? "empty" : "with cases behind")}: ready after {ready:F1} s, patrol grids awake after {waking.Seconds:F1} s more");
            var run = await load.MeasureAsync(warm, time);
            return new EngineRun(run, ready, waking, engine.MemoryMegabytes);
        }
    }

    private static double Rate(IReadOnlyList<EngineRun> runs) => Median.Of(runs.Select(r => r.Run.PerSecond));

    private static void Add(Figures figures, string name, string title, IReadOnlyList<EngineRun> runs)
    {
        var (lives, answers, lags) = (new Latencies(), new Latencies(), runs.SelectMany(r => r.Run.Lags).ToList());
        foreach (var run in runs)
        {
            lives.Add(run.Run.Lives);
            answers.Add(run.Run.Answers);
        }

        var growth = Median.Of(runs.Select(r => r.Run.LagGrowthMs));
        figures.Heading(title);
        figures.Add($"{name}PerSecond", $"cases from report to closed in the list (limit {LimitPerSecond})", Rate(runs), "cases/s", 1);
        figures.Add($"{name}OfLimit", "  of the limit", Rate(runs) / LimitPerSecond, "", 2);
        figures.Add($"{name}ProcessorMs", "processor of the engine a case", Median.Of(runs.Select(r => r.Run.ProcessorMs)), "ms", 1);
        figures.Add($"{name}LifeP50Ms", "report to closing (7 requests) p50", lives.Milliseconds(50), "ms", 1);
        figures.Add($"{name}LifeP99Ms", "report to closing (7 requests) p99", lives.Milliseconds(99), "ms", 1);
        figures.Add($"{name}AnswerP50Ms", "request to answer p50", answers.Milliseconds(50), "ms", 1);
        figures.Add($"{name}AnswerP99Ms", "request to answer p99", answers.Milliseconds(99), "ms", 1);
        figures.Add($"{name}LagP50Ms", "last answer to the list p50", Lag.Milliseconds(lags, 50), "ms", 1);
        figures.Add($"{name}LagP99Ms", "last answer to the list p99", Lag.Milliseconds(lags, 99), "ms", 1);
        figures.Add($"{name}LagGrowthMs", "  its growth from the first third to the last", growth, "ms", 1);
        figures.Add($"{name}LagSteady", $"  it does not grow (by less than {LimitGrowthMs} ms)", growth < LimitGrowthMs);
        figures.Add($"{name}ReadySeconds", "from start to ready", Median.Of(runs.Select(r => r.Ready)), "s", 1);
        figures.Add($"{name}WakeSeconds", "all patrol grids woken in", Median.Of(runs.Select(r => r.Waking.Seconds)), "s", 1);
        figures.Add($"{name}WakeLongestSeconds", "  the slowest of them", Median.Of(runs.Select(r => r.Waking.Longest)), "s", 2);
        figures.Add($"{name}WakeUnavailable", "  answers that one is unavailable", runs.Sum(r => r.Waking.Unavailable), "");
        figures.Add($"{name}MemoryMegabytes", "working set at the end", Median.Of(runs.Select(r => r.Megabytes)), "MB");
    }

    private sealed record EngineRun(LifecycleRun Run, double Ready, Waking Waking, double Megabytes);
}
