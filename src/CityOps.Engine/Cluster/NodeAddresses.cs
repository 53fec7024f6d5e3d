using Akka.Actor;
using Akka.Cluster;
using CityOps.Engine.Ports;

namespace CityOps.Engine.Cluster;

/// <summary>Nodes as the cluster names them, and as the database does.</summary>
internal static class NodeAddresses
{
    /// <summary>A node, as the database is told of it.</summary>
    public static NodeAddress Of(UniqueAddress node) => new(node.Address.ToString(), node.Uid);

    /// <summary>Those that have said that they will leave, and are still there.</summary>
    public static async Task<HashSet<Address>> LeavingNodesAsync(this INodes nodes, CancellationToken cancel) =>
        (await nodes.LeavingAsync(cancel)).Select(Address.Parse).ToHashSet();
}
