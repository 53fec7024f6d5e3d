using System.CommandLine;
using System.Diagnostics;
using CityOps.Bench.Mqtt;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;
using CityOps.Domain.Geo;

namespace CityOps.Bench.Ingest;

/// <summary>Positions a second through the engine, each durable and applied, beside a broker that only counts.</summary>
internal static class IngestBench
{
    private const string Phases = "qos1,half,qos1x16,qos0,gateway,idle";

    public static Command ToCommand()
    {
        var connections = Options.Number("--connections", 1_000, "How many devices send.");
        var seconds = Options.Number("--seconds", 10, "How long each measurement lasts.");
        var warm = Options.Number("--warm", 8, "How long the same load runs before each, uncounted.");
        var inFlight = Options.Number("--inflight", 1, "At QoS 1, how many messages of a device await their PUBACK.");
        var rounds = Options.Number("--rounds", 2, "How often both are measured in turn.");
        var idle = Options.Number("--idle", 19_000, "How many connections say nothing, in the phase idle.");
        var phases = new Option<string>("--phases")
        {
            Description = "What is measured, separated by commas; half goes by what qos1 has measured before.",
            DefaultValueFactory = _ => Phases,
            Validators =
            {
                result =>
                {
                    if (result.Tokens is [{ Value: var text }] && text.Split(',').Except(Phases.Split(',')).FirstOrDefault() is { } unknown)
                    {
                        result.AddError($"--phases: there is no phase '{unknown}': {Phases} are.");
                    }
                },
            },
        };
        var command = new Command("ingest", "Positions a second over MQTT beside a bare MQTTnet broker.")
        {
            connections, seconds, warm, inFlight, rounds, idle, phases,
        };
        command.SetAction((parsed, _) => RunAsync(
            new LoadPlan(
                parsed.GetValue(connections), parsed.GetValue(inFlight), 1, 1,
                TimeSpan.FromSeconds(parsed.GetValue(warm)), TimeSpan.FromSeconds(parsed.GetValue(seconds)), Places()),
            parsed.GetValue(rounds),
            parsed.GetValue(idle),
            (parsed.GetValue(phases) ?? "").Split(',')));
        return command;
    }

    private static async Task RunAsync(LoadPlan plan, int rounds, int idle, string[] phases)
    {
        var figures = new Figures("ingest");
        figures.Add("connections", "connections", plan.Connections, "");
        figures.Add("inFlight", "in flight a connection (QoS 1)", plan.InFlight, "");
        var port = Ports.Free(1)[0];
        using var broker = await BareBroker.StartAsync(port);
        using var engine = await EngineProcess.StartAsync();
        var books = new Books(engine);
        double most = plan.Connections;
        foreach (var phase in phases)
        {
            await (phase switch
            {
                "qos1" => MeasureAsync("qos1", "QoS 1", plan),
                "qos1x16" => MeasureAsync("qos1x16", "QoS 1, 16 fixes a message", plan with { Fixes = 16 }),
                "qos0" => MeasureAsync("qos0", "QoS 0, as fast as TCP takes it", plan with { Qos = 0 }),
                "gateway" => MeasureAsync(
                    "gateway", "QoS 1, one connection for all vehicles, 100 in flight",
                    plan with { Connections = 1, InFlight = 100, VehiclesAConnection = plan.Connections }),
                "half" => HalfAsync(),
                "idle" => IdleConnections.MeasureAsync(engine, plan, idle, figures),
                _ => throw new UnreachableException(),
            });
        }

        books.AddTo(figures);
        figures.Add("memoryMegabytes", "resident memory of the engine", engine.MemoryMegabytes, "MB");
        figures.Print();

        async Task HalfAsync()
        {
            await HalfLoad.MeasureAsync(engine, plan, most, figures);
            await books.SettleAsync(1);
        }

        async Task MeasureAsync(string name, string title, LoadPlan phase)
        {
            var (ours, bare) = (new List<LoadResult>(), new List<LoadResult>());
            for (var round = 1; round <= rounds; round++)
            {
                ours.Add(await Load.RunAsync(engine.MqttPort, phase, async () => (await engine.CountersAsync()).Load(phase.Fixes)));
                await books.SettleAsync(phase.Fixes);
                bare.Add(await Load.RunAsync(port, phase, () => CountAsync(broker, phase.Fixes)));
                Console.WriteLine($"{title}, round {round}: engine {ours[^1].FixesPerSecond:N0}/s, bare {bare[^1].FixesPerSecond:N0}/s");
            }

            Rates.Add(figures, name, title, phase.Qos, ours, bare);
            most = name == "qos1" ? Median.Of(ours.Select(r => r.FixesPerSecond)) : most;
        }
    }

    private static async Task<LoadCount> CountAsync(ChildProcess broker, int fixes)
    {
        await broker.Input.WriteLineAsync("count");
        await broker.Input.FlushAsync();
        var count = double.Parse(await broker.Output.ReadLineAsync() ?? throw new BenchException("The bare broker has ended."));
        return new LoadCount(count * fixes, count * fixes);
    }

    /// <summary>A place in every unit grid of the demo city.</summary>
    public static IReadOnlyList<GeoPoint> Places() => [.. Repository.DemoCity().UnitGrids.Values.Select(g =>
    {
        var inside = g.Boundary.InteriorPoint;
        return GeoPoint.At(inside.Y, inside.X);
    })];
}
