using System.CommandLine;
using System.Diagnostics;
using CityOps.Bench.Deadlines;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;
using NodaTime;

namespace CityOps.Bench.Http;

/// <summary>Reads of one case a second from its actor, of many in memory, beside a bare endpoint with the same bytes.</summary>
internal static class HttpBench
{
    private const double LimitRatio = 0.5;
    private const double LimitP99Ms = 20;

    public static Command ToCommand()
    {
        var cases = Options.Number("--cases", 100_000, "How many cases are in memory and asked for in turn.");
        var connections = Options.Number("--connections", 64, "How many clients ask at once.");
        var seconds = Options.Number("--seconds", 8, "How long each measurement lasts.");
        var warm = Options.Number("--warm", 10, "How long the same load runs before each, uncounted.");
        var rounds = Options.Number("--rounds", 3, "How often both are measured in turn.");
        var command = new Command("http", "Reads of one case a second from its actor beside a bare endpoint.")
        {
            cases, connections, seconds, warm, rounds,
        };
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetValue(cases), parsed.GetValue(rounds),
            new ReadLoad(
                parsed.GetValue(connections), TimeSpan.FromSeconds(parsed.GetValue(warm)), TimeSpan.FromSeconds(parsed.GetValue(seconds)))));
        return command;
    }

    private static async Task RunAsync(int count, int rounds, ReadLoad load)
    {
        var home = Directory.CreateTempSubdirectory("cityops-bench-").FullName;
        try
        {
            var ids = Write(Path.Combine(home, "data"), count);
            List<byte[]> requests = [.. ids.Select(id => HttpConnection.Get($"/api/v1/cases/{id}"))];
            using var engine = await EngineProcess.StartAsync(
                Path.Combine(home, "data"), terminals: false, "--CityOps:Engine:PassivateAfter=1.00:00:00");
            var started = Stopwatch.GetTimestamp();
            await load.OnceAsync(engine.HttpPort, requests);
            var woken = Stopwatch.GetElapsedTime(started).TotalSeconds;
            Console.WriteLine($"{count:N0} cases woken in {woken:N1} s");
            var body = Path.Combine(home, "body");
            await File.WriteAllBytesAsync(body, await engine.Http.GetByteArrayAsync($"api/v1/cases/{ids[0]}"));
            var port = Ports.Free(1)[0];
            using var bare = await BareApi.StartAsync(port, body);

            var (ours, theirs, half, bareHalf) = (new List<double>(), new List<double>(), new Latencies(), new Latencies());
            for (var round = 1; round <= rounds; round++)
            {
                theirs.Add(await load.MostAsync(port, requests));
                ours.Add(await load.MostAsync(engine.HttpPort, requests));
                half.Add(await load.PacedAsync(engine.HttpPort, requests, ours[^1] / 2));
                bareHalf.Add(await load.PacedAsync(port, requests, ours[^1] / 2));
                Console.WriteLine(
                    $"round {round}: engine {ours[^1]:N0}/s, bare {theirs[^1]:N0}/s, at half load p99 so far {half.Milliseconds(99):N1} ms");
            }

            var (most, bareMost) = (Median.Of(ours), Median.Of(theirs));
            var figures = new Figures("http");
            figures.Add("cases", "cases in memory", count, "cases");
            figures.Add("wokenSeconds", "woken in", woken, "s", 1);
            figures.Add("memoryMegabytes", "working set of the engine", engine.MemoryMegabytes, "MB");
            figures.Heading($"GET /cases/{{id}}, {load.Connections} connections");
            figures.Add("perSecond", "engine, from the actor", most, "answers/s");
            figures.Add("barePerSecond", "bare endpoint, the same bytes", bareMost, "answers/s");
            figures.Add("ratio", $"engine / bare (limit {LimitRatio})", most / bareMost, "", 2);
            figures.Heading("At half of that");
            figures.Add("halfP50Ms", "request to answer p50", half.Milliseconds(50), "ms", 2);
            figures.Add("halfP99Ms", $"request to answer p99 (limit {LimitP99Ms})", half.Milliseconds(99), "ms", 1);
            figures.Add("bareP99Ms", "  the bare endpoint at the same rate", bareHalf.Milliseconds(99), "ms", 1);
            figures.Add("withinLimits", "within the limits", most / bareMost >= LimitRatio && half.Milliseconds(99) < LimitP99Ms);
            figures.Print();
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private static List<string> Write(string data, int count)
    {
        var (cases, now) = (new OpenCases(Repository.DemoCity(), 1), SystemClock.Instance.GetCurrentInstant());
        var ids = new List<string>(count);
        using var journal = new BulkJournal(data);
        journal.Write(
            Enumerable.Range(1, count).Select(i =>
            {
                var events = cases.Reported(i, now);
                ids.Add(events[0].Case.Value);
                return events;
            }),
            goOn: false);
        return ids;
    }
}
