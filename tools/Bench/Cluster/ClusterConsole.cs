using System.CommandLine;
using CityOps.Bench.Processes;

namespace CityOps.Bench.Cluster;

/// <summary>The demo city on some nodes with a PostgreSQL and a Mosquitto, to be tried by hand: <c>tools/cluster</c>. What is typed happens to it.</summary>
internal static class ClusterConsole
{
    private const string Help =
        """
          kill N      SIGKILL; it stays down          stop N      it stands still (SIGSTOP)
          term N      it leaves; it stays down        cont N      it goes on (SIGCONT)
          start N     it comes again                  cut N       cut off from all other nodes
          cut N M     nothing of N reaches M          heal        nothing is cut any more
          database    PostgreSQL crashes and starts   broker      Mosquitto restarts
          help        this                            quit        ends all of them
        """;

    public static Command ToCommand()
    {
        var nodes = Options.Number("--nodes", 3, "How many nodes.");
        var logs = new Option<string?>("--logs") { Description = "A directory for what the nodes print." };
        var command = new Command("city", "The demo city on several nodes, to be tried by hand (tools/cluster).") { nodes, logs };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(nodes), parsed.GetValue(logs), cancel));
        return command;
    }

    private static async Task RunAsync(int nodes, string? logs, CancellationToken cancel)
    {
        if ((PostgresServer.Missing ?? MosquittoServer.Missing) is { } missing)
        {
            throw new BenchException(missing);
        }

        Console.WriteLine($"Starting PostgreSQL, Mosquitto and {nodes} nodes …");
        await using var city = await ClusterCity.StartAsync(
            nodes, logs is null ? null : Directory.CreateDirectory(logs).FullName, Path.Combine(Repository.Root, "config", "city", "demo"));
        foreach (var node in city.Nodes)
        {
            Console.WriteLine($"  {node.Name}   {node.Http.BaseAddress}docs");
        }

        Console.WriteLine($"  PostgreSQL   {city.Database.ConnectionString}");
        Console.WriteLine($"  Mosquitto    mosquitto_pub -p {city.Broker.Port} -q 1 -t cityops/v1/vehicles/v0001/position -m '{{\"t\":\"…\",\"lon\":115.797945,\"lat\":28.669522}}'");
        Console.WriteLine($"  how it stands   tools/cityops cluster status --url {city.Nodes[0].Http.BaseAddress}");
        Console.WriteLine("A node that ends by itself is started again. There is no bucket: photos are refused. Type what is to happen:");
        Console.WriteLine(Help);
        while (await LineAsync(cancel) is { } line && line != "quit")
        {
            if (line.Length > 0)
            {
                await HappenAsync(city, line);
            }
        }
    }

    /// <summary>What was typed; null where it is time to end. Without a keyboard it stays until it is ended.</summary>
    private static async Task<string?> LineAsync(CancellationToken cancel)
    {
        try
        {
            // A console that waits does not hear of the end.
            var line = await Task.Run(Console.ReadLine, CancellationToken.None).WaitAsync(cancel);
            if (line is null)
            {
                await Task.Delay(Timeout.Infinite, cancel);
            }

            return line?.Trim() ?? "";
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task HappenAsync(ClusterCity city, string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var of = words.Skip(1).Select(number => city.Nodes.FirstOrDefault(n => n.Name == $"node-{number}")).OfType<ClusterNode>().ToList();
        if (words is ["help"])
        {
            Console.WriteLine(Help);
            return;
        }

        if (words is ["cut", ..] && NetworkCut.Missing is { } missing)
        {
            Console.WriteLine($"Nothing can be cut: {missing}.");
            return;
        }

        try
        {
            if (of.Count != words.Length - 1)
            {
                throw new BenchException($"there are the nodes 1 to {city.Nodes.Count}.");
            }

            await Happening(city, words[0], of);
            Console.WriteLine($"{line}: done.");
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException or BenchException)
        {
            Console.WriteLine($"{line}: {e.Message}");
        }
    }

    private static Task Happening(ClusterCity city, string what, List<ClusterNode> of) => (what, of) switch
    {
        ("kill", [var node]) => node.KillAsync(),
        ("term", [var node]) => node.StopAsync(),
        ("start", [{ IsRunning: true } node]) => throw new BenchException($"{node.Name} runs."),
        ("start", [var node]) => node.StartAsync(),
        ("stop", [var node]) => Done(() => node.Signal("STOP")),
        ("cont", [var node]) => Done(() => node.Signal("CONT")),
        ("cut", [var from, var to]) => Done(() => city.Network.Cut(from, to)),
        ("cut", [var node]) => Done(() => city.Network.CutOff(node, city.Nodes)),
        ("heal", []) => Done(city.Network.Heal),
        ("database", []) => Faults.DatabaseAsync(city),
        ("broker", []) => Faults.BrokerAsync(city),
        _ => throw new BenchException($"it is none of these:{Environment.NewLine}{Help}"),
    };

    private static Task Done(Action act)
    {
        act();
        return Task.CompletedTask;
    }
}
