using System.CommandLine;
using CityOps.Bench.Ingest;
using CityOps.Bench.Mqtt;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;

namespace CityOps.Bench.Peers;

/// <summary>
/// The same positions at QoS 1 into the engine and into what a .NET team would write instead, which neither locates nor
/// keeps tracks: an entity a vehicle by Microsoft Orleans and by Proto.Actor, storing nothing, each fix by itself, or in groups.
/// </summary>
internal static class PeersBench
{
    private static readonly (string Name, string Title)[] Peers = [("orleans", "Orleans"), ("proto", "Proto.Actor")];

    private static readonly (string Name, string Title)[] Stores =
        [("Nothing", "storing nothing"), ("Each", "each fix in a transaction of its own"), ("Groups", "fixes in group commits")];

    public static Command ToCommand()
    {
        var connections = Options.Number("--connections", 1_000, "How many devices send.");
        var seconds = Options.Number("--seconds", 10, "How long each measurement lasts.");
        var warm = Options.Number("--warm", 15, "How long the same load runs before each, uncounted.");
        var rounds = Options.Number("--rounds", 1, "How often all are measured in turn.");
        var command = new Command("peers", "Positions a second beside Orleans and Proto.Actor.")
        {
            connections, seconds, warm, rounds,
        };
        command.SetAction((parsed, _) => RunAsync(
            new LoadPlan(
                parsed.GetValue(connections), 1, 1, 1, TimeSpan.FromSeconds(parsed.GetValue(warm)),
                TimeSpan.FromSeconds(parsed.GetValue(seconds)), IngestBench.Places()),
            parsed.GetValue(rounds)));
        return command;
    }

    private static async Task RunAsync(LoadPlan plan, int rounds)
    {
        var ours = new List<double>();
        var theirs = Stores.SelectMany(_ => Peers, (store, peer) => (Peer: peer, Store: store, Rates: new List<double>())).ToList();
        var balanced = true;
        for (var round = 1; round <= rounds; round++)
        {
            using (var engine = await EngineProcess.StartAsync())
            {
                var books = new Books(engine);
                ours.Add(await RateAsync(engine.MqttPort, "CityOps"));
                balanced &= await books.SettleAsync(1);
            }

            foreach (var (peer, store, rates) in theirs)
            {
                var directory = Directory.CreateTempSubdirectory("cityops-bench-");
                var port = Ports.Free(1)[0];
                using (await PeerProcess.StartAsync(peer.Name, store.Name, port, directory.FullName))
                {
                    rates.Add(await RateAsync(port, $"{peer.Title}, {store.Title}"));
                }

                directory.Delete(recursive: true);
            }
        }

        var figures = new Figures("peers");
        figures.Add("connections", "connections", plan.Connections, "");
        figures.Add("perSecond", "CityOps: located, durable, applied", Median.Of(ours), "fixes/s");
        figures.Add("balanced", "its books balance", balanced);
        foreach (var (peer, store, rates) in theirs)
        {
            figures.Heading($"{peer.Title}, {store.Title}");
            figures.Add($"{peer.Name}{store.Name}PerSecond", peer.Title, Median.Of(rates), "fixes/s");
            figures.Add(
                $"{peer.Name}{store.Name}Ratio", $"CityOps / {peer.Title}", Median.Of(ours) / Median.Of(rates), "", 2);
        }

        figures.Print();

        async Task<double> RateAsync(int port, string who)
        {
            var result = await Load.RunAsync(port, plan, () => Task.FromResult(default(LoadCount)));
            Console.WriteLine($"{who}: {result.FixesPerSecond:N0}/s, PUBACK p99 {result.Latencies.Milliseconds(99):N1} ms");
            return result.FixesPerSecond;
        }
    }
}
