using CityOps.Engine.Cluster;
using CityOps.Http.Calling;
using CityOps.Http.OpenApi;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Cluster;

/// <summary>How the cluster stands is read.</summary>
internal static class ClusterEndpoints
{
    public static void MapCluster(this IEndpointRouteBuilder api) => api.MapGet("/cluster", ReadAsync)
        .Describe(
            "cluster", "The cluster",
            "The nodes, what they have, and how far the feeds are, as the node that is asked sees it. For those who act for the whole city.")
        .Refuses(403, 503);

    private static async Task<Results<Ok<ClusterBody>, ProblemHttpResult>> ReadAsync(
        Caller caller, IClusterView cluster, CancellationToken cancel) => caller.Scope.IsEverything
        ? TypedResults.Ok(new ClusterBody(await cluster.LookAsync(cancel)))
        : Problem.OfWholeCity;
}

/// <summary>How the cluster stands.</summary>
internal sealed class ClusterBody(ClusterStatus status)
{
    /// <summary>The address of the node that was asked.</summary>
    public string Self { get; } = status.Self;

    /// <summary>All nodes, in the order in which they came in.</summary>
    public IReadOnlyList<NodeBody> Nodes { get; } = [.. status.Nodes.Select(node => new NodeBody(node))];

    /// <summary>Every slice of every feed; empty while the database does not answer.</summary>
    public IReadOnlyList<FeedBody> Feeds { get; } = [.. status.Feeds.Select(feed => new FeedBody(feed))];
}

/// <summary>A node.</summary>
internal sealed class NodeBody(NodeStatus node)
{
    /// <summary>Where the others reach it.</summary>
    public string Address { get; } = node.Address;

    /// <summary>What it does: <c>gateway</c>, <c>engine</c>.</summary>
    public IReadOnlyList<string> Roles { get; } = node.Roles;

    /// <summary><c>up</c>, <c>joining</c>, <c>leaving</c>, <c>exiting</c> or <c>down</c>.</summary>
    public string State { get; } = node.State;

    /// <summary>False while it does not answer the others.</summary>
    public bool Reachable { get; } = node.Reachable;

    /// <summary>How many of the shards of each kind of entity it has; empty where it did not say so within two seconds.</summary>
    public IReadOnlyDictionary<string, int> Shards { get; } = node.Kinds.ToDictionary(k => k.Key, k => k.Value.Shards);

    /// <summary>How many entities of each kind are in memory there.</summary>
    public IReadOnlyDictionary<string, long> Entities { get; } = node.Kinds.ToDictionary(k => k.Key, k => k.Value.Entities);
}

/// <summary>A slice of a feed.</summary>
internal sealed class FeedBody(FeedStatus feed)
{
    /// <summary>The feed.</summary>
    public string Name { get; } = feed.Name;

    /// <summary>The slice, from 0.</summary>
    public int Slice { get; } = feed.Slice;

    /// <summary>The number of the last event that it is done with.</summary>
    public long Offset { get; } = feed.Offset;

    /// <summary>How many of the journal's numbers lie between there and its end.</summary>
    public long Behind { get; } = feed.Behind;
}
