using CityOps.Engine.Cluster;

namespace CityOps.Http.Tests.Fakes;

/// <summary>A cluster of one.</summary>
internal sealed class MemoryCluster : IClusterView
{
    public Task<ClusterStatus> LookAsync(CancellationToken cancel) => Task.FromResult(new ClusterStatus(
        "akka.tcp://cityops@127.0.0.1:8110",
        [new NodeStatus("akka.tcp://cityops@127.0.0.1:8110", ["engine", "gateway"], "up", true, new Dictionary<string, KindStatus> { ["case"] = new(100, 3) })],
        [new FeedStatus("read-model", 0, 42, 1)]));
}
