using Akka;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace CityOps.Engine.Cluster;

/// <summary>The end of a node among others: it gives its shards away, a few at a time, before it leaves.</summary>
internal static class GivingAway
{
    /// <summary>Then what is left moves at once.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    /// <summary>Does it when the actor system is asked to end; one that the others go on without ends at once.</summary>
    public static void Plan(ActorSystem system, INodes nodes, IReadOnlyList<IActorRef> regions, TimeProvider clock, ILogger logger)
    {
        var (cluster, shutdown) = (Akka.Cluster.Cluster.Get(system), CoordinatedShutdown.Get(system));
        if (cluster.SelfRoles.Contains(EngineOptions.EngineRole))
        {
            shutdown.AddTask(
                CoordinatedShutdown.PhaseBeforeClusterShutdown, "give-shards-away", () => shutdown.ShutdownReason is CoordinatedShutdown.ClusterDowningReason
                    ? Task.FromResult(Done.Instance)
                    : GiveAsync(cluster, nodes, regions, clock, logger));
        }
    }

    private static async Task<Done> GiveAsync(Akka.Cluster.Cluster cluster, INodes nodes, IReadOnlyList<IActorRef> regions, TimeProvider clock, ILogger logger)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        try
        {
            await nodes.LeaveAsync(patience.Token);
            while (await HasOthersAsync() && (await Task.WhenAll(regions.Select(HasShardsAsync))).Any(has => has))
            {
                await Task.Delay(BetweenLooks, clock, patience.Token);
            }
        }
        catch (Exception e)
        {
            logger.ShardsNotGivenAway(e);
        }

        return Done.Instance;

        // Where all leave at the same time nobody takes anything over.
        async Task<bool> HasOthersAsync()
        {
            var leaving = (await nodes.LeavingAsync(patience.Token)).Select(Address.Parse).ToHashSet();
            return cluster.State.Members.Any(m => m.Status == MemberStatus.Up && m.HasRole(EngineOptions.EngineRole) && !leaving.Contains(m.Address));
        }

        async Task<bool> HasShardsAsync(IActorRef region) =>
            (await region.Ask<CurrentShardRegionState>(GetShardRegionState.Instance, patience.Token)).Shards.Count > 0;
    }
}
