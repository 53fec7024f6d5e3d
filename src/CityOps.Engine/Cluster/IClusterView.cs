namespace CityOps.Engine.Cluster;

/// <summary>How the cluster stands, as the node that is asked sees it. Thread-safe.</summary>
public interface IClusterView
{
    /// <summary>Looks.</summary>
    Task<ClusterStatus> LookAsync(CancellationToken cancel);
}

/// <summary>How the cluster stands.</summary>
/// <param name="Self">The address of the node that was asked.</param>
/// <param name="Nodes">All that are in it, in the order in which they came in.</param>
/// <param name="Feeds">Every slice of every feed; empty where the database does not say.</param>
public sealed record ClusterStatus(string Self, IReadOnlyList<NodeStatus> Nodes, IReadOnlyList<FeedStatus> Feeds);

/// <summary>How a node stands.</summary>
/// <param name="Address">Where the others reach it.</param>
/// <param name="Roles">What it does.</param>
/// <param name="State">up, joining, leaving, exiting or down.</param>
/// <param name="Reachable">False while it does not answer.</param>
/// <param name="Kinds">What it has of each kind of entity; empty where it did not say so in time.</param>
public sealed record NodeStatus(
    string Address, IReadOnlyList<string> Roles, string State, bool Reachable, IReadOnlyDictionary<string, KindStatus> Kinds);

/// <summary>What a node has of a kind of entity.</summary>
/// <param name="Shards">How many of its shards.</param>
/// <param name="Entities">How many entities are in memory there.</param>
public sealed record KindStatus(int Shards, long Entities);

/// <summary>How far a slice of a feed is.</summary>
/// <param name="Name">The feed.</param>
/// <param name="Slice">The slice, from 0.</param>
/// <param name="Offset">The number of the last event that it is done with.</param>
/// <param name="Behind">How many numbers of the journal lie between.</param>
public sealed record FeedStatus(string Name, int Slice, long Offset, long Behind);
