using Akka;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace CityOps.Engine.Cluster;

/// <summary>The end of a node among others: it gives its shards away, a few at a time, before it leaves.</summary>
/// <param name="cluster">The node.</param>
/// <param name="nodes">Where nodes find each other.</param>
/// <param name="regions">What it has of each kind of entity; none on a node that has no entities.</param>
/// <param name="works">The regions of spread work, which has ended here by now.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Told where not all was given away.</param>
internal sealed class GivingAway(
    Akka.Cluster.Cluster cluster, INodes nodes, IReadOnlyList<IActorRef> regions, IReadOnlyList<IActorRef> works, TimeProvider clock, ILogger logger)
{
    /// <summary>Then what is left moves at once.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    /// <summary>Has it done when the node is asked to end.</summary>
    public void Plan(CoordinatedShutdown shutdown) => shutdown.AddTask(
        CoordinatedShutdown.PhaseBeforeClusterShutdown,
        "give-shards-away",
        async () =>
        {
            // One that the others have gone on without has nothing to give.
            if (shutdown.ShutdownReason is not CoordinatedShutdown.ClusterDowningReason)
            {
                await GiveAsync();
            }

            return Done.Instance;
        });

    private async Task GiveAsync()
    {
        foreach (var work in works)
        {
            work.Tell(GracefulShutdown.Instance);
        }

        using var patience = new CancellationTokenSource(Patience, clock);
        try
        {
            await nodes.LeaveAsync(patience.Token);
            while (await HasOthersAsync(patience.Token) && await HasShardsAsync(patience.Token))
            {
                await Task.Delay(BetweenLooks, clock, patience.Token);
            }
        }
        catch (OperationCanceledException)
        {
            logger.NotGivenAwayInTime(Patience.TotalSeconds);
        }
        catch (Exception e)
        {
            logger.NotGivenAway(e);
        }
    }

    /// <summary>False where all leave at the same time, so that nobody takes anything over.</summary>
    private async Task<bool> HasOthersAsync(CancellationToken cancel)
    {
        var leaving = await nodes.LeavingNodesAsync(cancel);
        return cluster.State.Members.Any(m => m.Status == MemberStatus.Up && m.HasRole(EngineOptions.EngineRole) && !leaving.Contains(m.Address));
    }

    private async Task<bool> HasShardsAsync(CancellationToken cancel)
    {
        var states = await Task.WhenAll(regions.Select(r => r.Ask<CurrentShardRegionState>(GetShardRegionState.Instance, cancel)));

        // A shard that is on the move does not answer.
        return states.Any(s => s.Shards.Count + s.Failed.Count > 0);
    }
}
