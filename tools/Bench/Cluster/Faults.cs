namespace CityOps.Bench.Cluster;

/// <summary>The faults, in the order in which they come.</summary>
internal static class Faults
{
    private const double LimitSeconds = 20;
    private const double RollingLimitSeconds = 2;

    /// <summary>All of them.</summary>
    /// <param name="city">To whom they happen.</param>
    /// <param name="stand">How long what stands still or is cut off stays so.</param>
    public static IReadOnlyList<Fault> Of(ClusterCity city, TimeSpan stand) =>
    [
        new("kill", "the node with the most entities is killed, and started when the others are without it", LimitSeconds, () => KillAsync(city)),
        new("stop", "a node stands still and goes on", LimitSeconds, () => StandStillAsync(city, stand)),
        new("cut", "a node is cut off from both others", LimitSeconds, () => CutAsync(city, stand)) { Missing = NetworkCut.Missing },
        new("oneWay", "of two nodes one does not hear the other", LimitSeconds, () => OneWayAsync(city, stand)) { Missing = NetworkCut.Missing },
        new("database", "PostgreSQL crashes and starts", LimitSeconds, () => DatabaseAsync(city)),
        new("broker", "Mosquitto restarts", LimitSeconds, () => BrokerAsync(city)),
        new("rolling", "all nodes are restarted one after the other", RollingLimitSeconds, () => RollAsync(city)),
    ];

    private static async Task KillAsync(ClusterCity city)
    {
        var node = await city.BusiestAsync();
        await node.KillAsync();
        await city.FewerInAsync();
        await node.StartAsync();
    }

    private static async Task StandStillAsync(ClusterCity city, TimeSpan stand)
    {
        var node = await city.BusiestAsync();
        node.Signal("STOP");
        await Task.WhenAll(Task.Delay(stand), city.FewerInAsync());
        node.Signal("CONT");
    }

    private static async Task CutAsync(ClusterCity city, TimeSpan stand)
    {
        city.Network.CutOff(await city.BusiestAsync(), city.Nodes);
        await Task.WhenAll(Task.Delay(stand), city.FewerInAsync());
        city.Network.Heal();
    }

    private static async Task OneWayAsync(ClusterCity city, TimeSpan stand)
    {
        city.Network.Cut(city.Nodes[0], city.Nodes[1]);
        await Task.WhenAll(Task.Delay(stand), city.FewerInAsync());
        city.Network.Heal();
    }

    /// <summary>PostgreSQL ends as by a power cut, and comes again.</summary>
    public static async Task DatabaseAsync(ClusterCity city)
    {
        await city.Database.CrashAsync();
        await city.Database.ResumeAsync();
    }

    /// <summary>Mosquitto ends in order, and comes again.</summary>
    public static async Task BrokerAsync(ClusterCity city)
    {
        await city.Broker.StopAsync();
        await city.Broker.StartAsync();
    }

    private static async Task RollAsync(ClusterCity city)
    {
        foreach (var node in city.Nodes)
        {
            await node.StopAsync();
            await node.StartAsync();
            await city.AllInAsync();
        }
    }
}

/// <summary>Something that happens to a city.</summary>
/// <param name="Name">Its name among the options and figures.</param>
/// <param name="What">What happens.</param>
/// <param name="LimitSeconds">How long a case may be without service for it.</param>
/// <param name="HappenAsync">Lets it happen, and end.</param>
internal sealed record Fault(string Name, string What, double LimitSeconds, Func<Task> HappenAsync)
{
    /// <summary>What is missing for it on this machine; null for nothing.</summary>
    public string? Missing { get; init; }
}
