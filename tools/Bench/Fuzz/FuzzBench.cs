using System.CommandLine;
using System.Diagnostics;
using CityOps.Bench.Ingest;
using CityOps.Bench.Mqtt;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;
using CityOps.Domain.Geo;

namespace CityOps.Bench.Fuzz;

/// <summary>Spoilt messages by the million: none ends the engine, makes it grow or goes uncounted.</summary>
internal static class FuzzBench
{
    private const int Connections = 20;

    // Of a hundred: packets and frames that are spoilt themselves, of MQTT and of JT/T 808 each.
    private const int BrokenShare = 5;
    private static readonly TimeSpan BetweenWords = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    public static Command ToCommand()
    {
        var messages = Options.Number("--messages", 1_000_000, "How many spoilt payloads, packets and frames.");
        var seed = Options.Number("--seed", 7, "Decides how they are spoilt.");
        var command = new Command("fuzz", "Spoilt messages: acknowledged, counted, without harm or growth.") { messages, seed };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(messages), parsed.GetValue(seed)));
        return command;
    }

    private static async Task RunAsync(int messages, int seed)
    {
        using var engine = await EngineProcess.StartAsync(terminals: true);
        var figures = new Figures("fuzz");
        var books = new Books(engine);
        var now = DateTimeOffset.UtcNow;
        var clients = Enumerable.Range(0, Connections).Select(i => new FuzzConnection(
            new FuzzPayloads(new Random(seed + i), $"{i}", now), $"fuzz-{i}")).ToList();
        var (mqtt, terminals) = (
            new BrokenStreams(new Random(seed - 1), "fuzz-mqtt"), new BrokenStreams(new Random(seed - 2), "fuzz-terminal"));
        var acknowledged = 0L;
        var memory = new List<double>();
        var started = Stopwatch.GetTimestamp();

        // Warm, so that what is loaded once does not look like growth; then by thirds.
        await SendAsync(messages / 10);
        var before = engine.MemoryMegabytes;
        for (var third = 0; third < 3; third++)
        {
            await SendAsync(messages * 3 / 10);
            await Task.Delay(Rest);
            memory.Add(engine.MemoryMegabytes);
        }

        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var balanced = await books.SettleAsync(fixes: null);
        var counters = await engine.CountersAsync();
        var sent = clients.SelectMany(c => c.Sent).GroupBy(s => s.Key).ToDictionary(g => g.Key, g => g.Sum(s => s.Value));
        figures.Heading($"Seed {seed}, {Connections} connections");
        figures.Add("payloads", "spoilt payloads at QoS 1", sent.Values.Sum(), "");
        figures.Add("acknowledged", "of them acknowledged", acknowledged, "");
        figures.Add("packets", "spoilt packets of MQTT", mqtt.Sent, "");
        figures.Add("packetsConnections", "connections for them", mqtt.Connections, "");
        figures.Add("packetsEnded", "of them ended by the engine", mqtt.Ended, "");
        figures.Add("frames", "spoilt frames of JT/T 808 by TCP", terminals.Sent, "");
        figures.Add("framesCounted", "whole frames counted", counters.Sum("cityops_jt808_frames_total"), "");
        figures.Add("framesConnections", "connections for them", terminals.Connections, "");
        figures.Add("framesEnded", "of them ended by the engine", terminals.Ended, "");
        figures.Add("framesAnswered", "of them with a good position answered at their end", terminals.Answered, "");
        figures.Add("perSecond", "all of them", (acknowledged + mqtt.Sent + terminals.Sent) / elapsed, "messages/s");
        figures.Add("refusals", "refusals counted", counters.Sum("cityops_refusals_total"), "");
        figures.Heading("Afterwards");
        var holds = true;
        Check("allAcknowledged", "every message has its PUBACK", acknowledged == sent.Values.Sum());
        Check("allCounted", "every message is counted as what it tells of", sent.All(s =>
            counters.Sum("cityops_mqtt_messages_total", $"what=\"{s.Key}\"") == s.Value));
        Check("alive", "lives, is ready", await IsWellAsync(engine, "live") && await IsWellAsync(engine, "ready"));
        Check("takesGood", "takes a good fix and shows it", await TakesGoodAsync(engine));
        Check("noErrors", "no errors in its log", engine.ErrorLines == 0);
        figures.Add("memoryWarmMegabytes", "resident memory after a tenth", before, "MB");
        figures.Add("memoryThirdMegabytes", "a third later", memory[0], "MB");
        figures.Add("memoryTwoThirdsMegabytes", "two thirds later", memory[1], "MB");
        figures.Add("memoryMegabytes", "at the end", memory[2], "MB");
        figures.Add("growthMegabytes", "growth from a third to the end", memory[2] - memory[0], "MB");
        books.AddTo(figures);
        figures.Print();
        if (!holds || !balanced)
        {
            throw new BenchException("The engine did not bear it as it should; see the figures.");
        }

        void Check(string name, string what, bool check)
        {
            figures.Add(name, what, check);
            holds &= check;
        }

        async Task SendAsync(int part)
        {
            using var over = new CancellationTokenSource();
            var words = SayAsync(over.Token);
            var broken = part * BrokenShare / 100;
            var good = part - (2 * broken);
            await Task.WhenAll(
            [
                .. clients.Select((c, i) => Task.Run(() => c.SendAsync(
                    engine.MqttPort, (good / Connections) + (i < good % Connections ? 1 : 0),
                    more => Interlocked.Add(ref acknowledged, more)))),
                Task.Run(() => BreakAsync(mqtt, broken, b => b.MqttAsync(engine.MqttPort))),
                Task.Run(() => BreakAsync(terminals, broken, b => b.TerminalAsync(engine.Jt808Port))),
            ]);
            await over.CancelAsync();
            await words;
        }

        async Task SayAsync(CancellationToken over)
        {
            while (!over.IsCancellationRequested)
            {
                await Task.Delay(BetweenWords, over).ContinueWith(_ => { }, TaskScheduler.Default);
                var done = Interlocked.Read(ref acknowledged) + mqtt.Sent + terminals.Sent;
                Console.WriteLine(
                    $"{Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s: {done:N0} of {messages:N0}, {engine.MemoryMegabytes:N0} MB");
            }
        }
    }

    private static async Task BreakAsync(BrokenStreams streams, int count, Func<BrokenStreams, Task> connect)
    {
        for (var upTo = streams.Sent + count; streams.Sent < upTo;)
        {
            await connect(streams);
        }
    }

    private static async Task<bool> IsWellAsync(EngineProcess engine, string what)
    {
        using var answer = await engine.Http.GetAsync($"health/{what}");
        return answer.IsSuccessStatusCode;
    }

    private static async Task<bool> TakesGoodAsync(EngineProcess engine)
    {
        const string vehicle = "fuzz-good";
        var message = new PositionMessage([vehicle], GeoPoint.At(latitude: 28.683, longitude: 115.857), 1, 1);
        using var connection = new LoadConnection(message, vehicle);
        await connection.ConnectAsync(engine.MqttPort, default);
        var sent = await connection.SendOneAsync(new byte[message.Length], default);
        while (await HalfLoad.SeenAsync(engine, vehicle) < message.Clock)
        {
            if (Stopwatch.GetElapsedTime(sent) > Rest)
            {
                return false;
            }
        }

        return true;
    }
}
