using Akka.Actor;
using Akka.Cluster;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace CityOps.Engine.Cluster;

/// <summary>
/// Shuts out the nodes that the cluster goes on without, before any of their entities wakes elsewhere: such a node may only be cut off, or
/// stand still, and would write on when it wakes up.
/// </summary>
internal sealed class NodeWatch(INodes nodes, ILogger logger) : UntypedActor, IWithTimers
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);

    // Akka sets it before the actor starts.
    public ITimerScheduler? Timers { get; set; }

    protected override void PreStart() => Akka.Cluster.Cluster.Get(Context.System).Subscribe(
        Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.MemberDowned), typeof(ClusterEvent.MemberRemoved));

    protected override void PostStop() => Akka.Cluster.Cluster.Get(Context.System).Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterEvent.MemberDowned downed:
                ShutOut(new NodeAddress(downed.Member.Address.ToString(), downed.Member.UniqueAddress.Uid));
                break;
            case ClusterEvent.MemberRemoved { PreviousStatus: MemberStatus.Down } removed:
                ShutOut(new NodeAddress(removed.Member.Address.ToString(), removed.Member.UniqueAddress.Uid));
                break;
            case ClusterEvent.MemberRemoved or Done:
                break;
            case NodeAddress again:
                ShutOut(again);
                break;
            case Failed failed:
                logger.NotShutOut(failed.Cause, failed.Node.Address);
                Timers?.StartSingleTimer(failed.Node, failed.Node, RetryAfter);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void ShutOut(NodeAddress node)
    {
        // The cluster has gone on without this one: that is for the others to say.
        if (node.Run != Akka.Cluster.Cluster.Get(Context.System).SelfUniqueAddress.Uid)
        {
            nodes.ShutOutAsync(node, CancellationToken.None).PipeTo(Self, success: () => new Done(node), failure: cause => new Failed(node, cause));
        }
    }

    private sealed record Done(NodeAddress Node);

    private sealed record Failed(NodeAddress Node, Exception Cause);
}
