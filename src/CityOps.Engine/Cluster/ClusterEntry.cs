using Akka.Actor;
using CityOps.Engine.Ports;

namespace CityOps.Engine.Cluster;

/// <summary>The way of this process into its cluster.</summary>
internal static class ClusterEntry
{
    // Those who are in take a newcomer up within a second or two; if they ended meanwhile, others are asked for.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Completes when the node is in. An engine that is alone is a cluster of one and waits for nobody.</summary>
    /// <param name="system">The node.</param>
    /// <param name="nodes">Where nodes find each other.</param>
    /// <param name="firstWakes">What is done before the node takes over from others.</param>
    /// <param name="cancel">Ends the search for a way in.</param>
    public static async Task EnterAsync(ActorSystem system, INodes nodes, FirstWakes firstWakes, CancellationToken cancel)
    {
        var cluster = Akka.Cluster.Cluster.Get(system);
        if (nodes.Name is null)
        {
            await cluster.JoinAsync(cluster.SelfAddress, cancel);
            return;
        }

        var self = NodeAddresses.Of(cluster.SelfUniqueAddress);
        var others = await nodes.EnterAsync(self, cancel);
        if (others.Count > 0 && cluster.SelfRoles.Contains(EngineOptions.EngineRole))
        {
            await firstWakes.RunAsync(system, cancel);
            others = await nodes.EnterAsync(self, cancel);
        }

        while (!await TryEnterAsync(cluster, others, cancel))
        {
            others = await nodes.EnterAsync(self, cancel);
        }

        await nodes.EnteredAsync(cancel);
    }

    private static async Task<bool> TryEnterAsync(Akka.Cluster.Cluster cluster, IReadOnlyList<string> others, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            if (others.Count == 0)
            {
                await cluster.JoinAsync(cluster.SelfAddress, patience.Token);
            }
            else
            {
                await cluster.JoinSeedNodesAsync(others.Select(Address.Parse), patience.Token);
            }

            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or Akka.Cluster.ClusterJoinFailedException && !cancel.IsCancellationRequested)
        {
            return false;
        }
    }
}
