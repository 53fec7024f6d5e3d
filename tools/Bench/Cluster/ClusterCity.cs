using System.Text.Json;
using CityOps.Bench.Processes;

namespace CityOps.Bench.Cluster;

/// <summary>A city on some nodes with a PostgreSQL and a Mosquitto, all real and on loopback.</summary>
internal sealed class ClusterCity : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    // Of forty, on three nodes.
    private const int FewestShards = 12;
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("cityops-bench-city-");

    private ClusterCity(PostgresServer database, int count, string? logs, string? directory)
    {
        Database = database;
        var city = directory ?? QuickCity.Write(_home.FullName);
        Nodes = [.. Enumerable.Range(1, count).Select(number => new ClusterNode(
            number,
            Ports.Free(2) is [var http, var cluster] ? (http, cluster) : default,
            [
                $"--CityOps:City={city}",
                "--CityOps:Jt808:Enabled=false",
                $"--CityOps:Storage:ConnectionString={database.ConnectionString};Maximum Pool Size=15",
                "--CityOps:Mqtt:External:Host=127.0.0.1",
                $"--CityOps:Mqtt:External:Port={Broker.Port}",
                "--CityOps:Files:Bucket:Endpoint=http://127.0.0.1:9",
                "--CityOps:Files:Bucket:Name=none",
                "--CityOps:Files:Bucket:AccessKey=none",
            ],
            logs))];
        Network = new NetworkCut(Nodes);
    }

    public IReadOnlyList<ClusterNode> Nodes { get; }

    public PostgresServer Database { get; }

    public MosquittoServer Broker { get; } = new();

    public NetworkCut Network { get; }

    /// <summary>All have started, at the same time.</summary>
    /// <param name="nodes">How many they are.</param>
    /// <param name="logs">A directory for what the nodes print; null for nowhere.</param>
    /// <param name="directory">The city; null for one whose limits are of seconds.</param>
    public static async Task<ClusterCity> StartAsync(int nodes, string? logs, string? directory = null)
    {
        var city = new ClusterCity(await PostgresServer.StartAsync(), nodes, logs, directory);
        try
        {
            await city.Broker.StartAsync();
            await Task.WhenAll(city.Nodes.Select(n => n.StartAsync()));
            await city.AllInAsync();
            return city;
        }
        catch
        {
            await city.DisposeAsync();
            throw;
        }
    }

    /// <summary>The node with the most entities in memory, of those that answer.</summary>
    public async Task<ClusterNode> BusiestAsync()
    {
        var entities = await Task.WhenAll(Nodes.Select(async node =>
            (Node: node, Count: Counters.Parse(await node.Http.GetStringAsync("metrics")).Sum("cityops_entities"))));
        return entities.MaxBy(e => e.Count).Node;
    }

    /// <summary>Waits until each of them says that all are in and reached, and that it is ready itself.</summary>
    public Task AllInAsync() => UntilAsync(async () => (await Task.WhenAll(Nodes.Select(async node =>
        await InAsync(node, isReached: true) == Nodes.Count && await IsReadyAsync(node)))).All(isIn => isIn), "Not all nodes came in");

    /// <summary>Waits until every node has cases, as nodes have that did not begin just now.</summary>
    public Task AllHaveCasesAsync() => UntilAsync(
        async () => await TryAsync(Nodes[0], "api/v1/cluster") is { } answer && answer.GetProperty("nodes").EnumerateArray().All(
            n => n.GetProperty("shards").TryGetProperty("case", out var shards) && shards.GetInt32() >= FewestShards),
        "Not all nodes were given cases");

    /// <summary>Waits until some node says that fewer are in than there are.</summary>
    public Task FewerInAsync() => UntilAsync(
        async () => (await Task.WhenAll(Nodes.Select(node => InAsync(node, isReached: false)))).Any(count => count > 0 && count < Nodes.Count), "No node was gone on without");

    public async ValueTask DisposeAsync()
    {
        Network.Dispose();
        foreach (var node in Nodes)
        {
            node.Dispose();
        }

        await Broker.DisposeAsync();
        await Database.DisposeAsync();
        _home.Delete(recursive: true);
    }

    /// <summary>How many are in, or in and reached, as a node says; 0 where it does not answer.</summary>
    private static async Task<int> InAsync(ClusterNode node, bool isReached) => await TryAsync(node, "api/v1/cluster") is { } answer
        ? answer.GetProperty("nodes").EnumerateArray().Count(
            n => n.GetProperty("state").GetString() == "up" && (!isReached || n.GetProperty("reachable").GetBoolean()))
        : 0;

    private static async Task<bool> IsReadyAsync(ClusterNode node) => await TryAsync(node, "health/ready") is not null;

    private static async Task<JsonElement?> TryAsync(ClusterNode node, string path)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(6));
        try
        {
            using var answer = await node.Http.GetAsync(path, patience.Token);
            return answer.IsSuccessStatusCode ? JsonElement.Parse(await answer.Content.ReadAsStringAsync(patience.Token)) : null;
        }
        catch (Exception e) when (AnyNode.IsNoAnswer(e))
        {
            return null;
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, string otherwise)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            if (patience.IsCancellationRequested)
            {
                throw new BenchException($"{otherwise} within {Patience.TotalMinutes:F0} minutes.");
            }

            await Task.Delay(BetweenLooks);
        }
    }
}
