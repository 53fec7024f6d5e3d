using System.CommandLine;
using CityOps.Bench.Ingest;
using CityOps.Bench.Mqtt;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;
using CityOps.Domain.Geo;

namespace CityOps.Bench.External;

/// <summary>Positions a second through the city's own Mosquitto into the engine, beside a subscriber that only counts.</summary>
internal static class ExternalBench
{
    private const string Queue = "max_queued_messages 20000";

    public static Command ToCommand()
    {
        var connections = Options.Number("--connections", 1_000, "How many devices send.");
        var seconds = Options.Number("--seconds", 30, "In how long the load grows from a little to more than anyone bears.");
        var warm = Options.Number("--warm", 20, "How long a little of it runs before, uncounted.");
        var rounds = Options.Number("--rounds", 3, "How often both are measured in turn.");
        var consumers = Options.Number("--consumers", 1, "How many connections take positions.");
        var receiveMaximum = Options.Number("--receive-maximum", 4_000, "How many messages each may have unacknowledged.");
        var command = new Command("external", "Positions a second through Mosquitto beside a bare subscriber.")
        {
            connections, seconds, warm, rounds, consumers, receiveMaximum,
        };
        command.SetAction((parsed, _) => RunAsync(
            new LoadPlan(
                parsed.GetValue(connections), 1, 1, 1, TimeSpan.FromSeconds(parsed.GetValue(warm)),
                TimeSpan.FromSeconds(parsed.GetValue(seconds)), Places()),
            parsed.GetValue(rounds), parsed.GetValue(consumers), parsed.GetValue(receiveMaximum)));
        return command;
    }

    private static async Task RunAsync(LoadPlan plan, int rounds, int consumers, int receiveMaximum)
    {
        if (MosquittoServer.Missing is { } missing)
        {
            throw new BenchException(missing);
        }

        // One for each: with both at the same broker, each message would go to both. It acknowledges whatever comes, so that more comes than
        // anyone takes from it: what is beyond a short queue it throws away, as with a long one it would do little but keep it.
        await using var brokerOfEngine = new MosquittoServer(Queue);
        await using var brokerOfBare = new MosquittoServer(Queue);
        await brokerOfEngine.StartAsync();
        await brokerOfBare.StartAsync();
        using var engine = await EngineProcess.StartAsync(null, terminals: false,
        [
            "--CityOps:Mqtt:External:Host=127.0.0.1", $"--CityOps:Mqtt:External:Port={brokerOfEngine.Port}",
            $"--CityOps:Mqtt:External:Consumers={consumers}", $"--CityOps:Mqtt:External:ReceiveMaximum={receiveMaximum}",
        ]);
        using var bare = await BareSubscriber.StartAsync(brokerOfBare.Port, consumers, receiveMaximum);
        var books = new Books(engine);
        var ours = new Side(async () => (await engine.CountersAsync()).Load(1), () => engine.ProcessorTime);
        var theirs = new Side(() => CountAsync(bare), () => bare.ProcessorTime);
        for (var round = 1; round <= rounds; round++)
        {
            await ours.MeasureAsync(brokerOfEngine.Port, plan);
            await books.SettleAsync(1);
            await theirs.MeasureAsync(brokerOfBare.Port, plan);
            await theirs.SettleAsync();
            Console.WriteLine($"round {round}: engine {ours.Last:N0}/s, bare {theirs.Last:N0}/s");
        }

        var figures = new Figures("external");
        figures.Add("connections", "connections", plan.Connections, "");
        figures.Add("consumers", "consumers", consumers, "");
        figures.Add("receiveMaximum", "unacknowledged on each", receiveMaximum, "");
        figures.Heading("QoS 1, through Mosquitto");
        figures.Add("perSecond", "engine, durable", ours.PerSecond, "fixes/s");
        figures.Add("barePerSecond", "bare subscriber, counted", theirs.PerSecond, "fixes/s");
        figures.Add("ratio", "engine / bare", ours.PerSecond / theirs.PerSecond, "", 2);
        figures.Add("microseconds", "processor time a fix, engine", ours.Microseconds, "µs", 1);
        figures.Add("bareMicroseconds", "processor time a fix, bare", theirs.Microseconds, "µs", 1);
        books.AddTo(figures);
        figures.Print();
    }

    private static async Task<LoadCount> CountAsync(ChildProcess subscriber)
    {
        await subscriber.Input.WriteLineAsync("count");
        await subscriber.Input.FlushAsync();
        var count = double.Parse(await subscriber.Output.ReadLineAsync() ?? throw new BenchException("The bare subscriber has ended."));
        return new LoadCount(count, count);
    }

    private static List<GeoPoint> Places() => [.. Repository.DemoCity().UnitGrids.Values.Select(g =>
    {
        var inside = g.Boundary.InteriorPoint;
        return GeoPoint.At(inside.Y, inside.X);
    })];
}
