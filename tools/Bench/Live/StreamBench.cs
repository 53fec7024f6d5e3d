using System.CommandLine;
using System.Diagnostics;
using CityOps.Bench.Ingest;
using CityOps.Bench.Mqtt;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;

namespace CityOps.Bench.Live;

/// <summary>What readers of the live stream cost the ingest: the same positions without and with them.</summary>
internal static class StreamBench
{
    private const double RatioLimit = 0.9;

    public static Command ToCommand()
    {
        var readers = Options.Number("--readers", 1_000, "How many read the stream, each with a sixteenth of the city in the box.");
        var devices = Options.Number("--devices", 1_000, "How many devices send.");
        var rate = Options.Number("--rate", 5_000, "How many positions a second all of them send, at the pace.");
        var seconds = Options.Number("--seconds", 10, "How long each measurement lasts.");
        var warm = Options.Number("--warm", 5, "How long the same load runs before each, uncounted.");
        var command = new Command("stream", "Positions a second without and with readers of the live stream.")
        {
            readers, devices, rate, seconds, warm,
        };
        command.SetAction((parsed, _) => RunAsync(
            new LoadPlan(
                parsed.GetValue(devices), 1, 1, 1, TimeSpan.FromSeconds(parsed.GetValue(warm)),
                TimeSpan.FromSeconds(parsed.GetValue(seconds)), IngestBench.Places()),
            parsed.GetValue(readers),
            parsed.GetValue(rate)));
        return command;
    }

    private static async Task RunAsync(LoadPlan plan, int count, int rate)
    {
        var figures = new Figures("stream");
        figures.Add("readers", "readers", count, "");
        figures.Add("devices", "devices", plan.Connections, "");
        using var engine = await EngineProcess.StartAsync(
            further: [$"--CityOps:Http:StreamReaders={count}", $"--CityOps:Http:StreamReadersPerCaller={count}"]);
        var (paced, full) = (await PacedAsync(engine, plan, rate), await FullAsync(engine, plan));
        var memory = engine.MemoryMegabytes;
        using var readers = new StreamReaders();
        await readers.OpenAsync(engine, count);
        var (bytes, started, before) = (readers.Bytes, Stopwatch.GetTimestamp(), await engine.CountersAsync());
        var pacedRead = await PacedAsync(engine, plan, rate);
        var (elapsed, after) = (Stopwatch.GetElapsedTime(started).TotalSeconds, await engine.CountersAsync());
        var read = readers.Bytes - bytes;
        var memoryRead = engine.MemoryMegabytes;
        var fullRead = await FullAsync(engine, plan);

        figures.Heading($"At {rate:N0} positions a second (limit {RatioLimit})");
        Compare("paced", paced, pacedRead);
        figures.Heading("As fast as the engine takes them, the readers' own work included");
        Compare("full", full, fullRead);
        figures.Heading("The readers, at the pace");
        figures.Add("readMegabytesPerSecond", "read by all", read / elapsed / 1e6, "MB/s", 1);
        figures.Add("devicesPerSecond", "devices told to all", (Told(after) - Told(before)) / elapsed, "/s");
        figures.Add("behind", "taken to the newest state", Behind(after) - Behind(before), "");
        figures.Add("stillThere", "readers at the end", (await engine.CountersAsync()).Sum("cityops_stream_readers"), "");
        figures.Heading("Memory of the engine");
        figures.Add("memoryMegabytes", "without readers", memory, "MB");
        figures.Add("memoryReadMegabytes", "with readers, after the pace", memoryRead, "MB");
        figures.Add("memoryFullMegabytes", "with readers, after full speed", engine.MemoryMegabytes, "MB");
        figures.Print();

        void Compare(string name, LoadResult without, LoadResult with)
        {
            figures.Add($"{name}PerSecond", "without readers", without.FixesPerSecond, "fixes/s");
            figures.Add($"{name}ReadPerSecond", "with readers", with.FixesPerSecond, "fixes/s");
            figures.Add($"{name}Ratio", "with / without", with.FixesPerSecond / without.FixesPerSecond, "", 2);
            figures.Add($"{name}PubackP99Ms", "PUBACK p99 without", without.Latencies.Milliseconds(99), "ms", 1);
            figures.Add($"{name}ReadPubackP99Ms", "PUBACK p99 with", with.Latencies.Milliseconds(99), "ms", 1);
        }
    }

    private static double Told(Counters counters) => counters.Sum("cityops_stream_events_total", "topic=\"positions\"");

    private static double Behind(Counters counters) => counters.Sum("cityops_stream_behind_total");

    private static Task<LoadResult> FullAsync(EngineProcess engine, LoadPlan plan) =>
        Load.RunAsync(engine.MqttPort, plan, async () => (await engine.CountersAsync()).Load(plan.Fixes));

    private static async Task<LoadResult> PacedAsync(EngineProcess engine, LoadPlan plan, int rate)
    {
        var between = TimeSpan.FromSeconds((double)plan.Connections / rate);
        var connections = Enumerable.Range(0, plan.Connections).Select(i => new LoadConnection(
            new PositionMessage(plan.Vehicles(i), plan.Places[i % plan.Places.Count], 1, 1), $"stream-{i}")).ToList();
        try
        {
            foreach (var some in connections.Chunk(50))
            {
                await Task.WhenAll(some.Select(c => c.ConnectAsync(engine.MqttPort, default)));
            }

            var latencies = new Latencies();
            await PacedLoad.SendAsync(connections, between, plan.Warm, new Latencies());
            var (before, started) = (connections.Sum(c => c.Acknowledged), Stopwatch.GetTimestamp());
            await PacedLoad.SendAsync(connections, between, plan.For, latencies);
            var fixes = (connections.Sum(c => c.Acknowledged) - before) / Stopwatch.GetElapsedTime(started).TotalSeconds;
            return new LoadResult(fixes, fixes, latencies);
        }
        finally
        {
            connections.ForEach(c => c.Dispose());
        }
    }
}
