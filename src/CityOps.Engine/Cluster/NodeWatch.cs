using Akka.Actor;
using Akka.Cluster;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace CityOps.Engine.Cluster;

/// <summary>
/// Shuts out the nodes that the cluster goes on without, before any of their entities wakes elsewhere: such a node may only be cut off, or
/// stand still, and would write on when it wakes up. Then devices hear of what it had not told them.
/// </summary>
internal sealed class NodeWatch(INodes nodes, Func<FixRescue> rescue, ILogger logger) : UntypedActor, IWithTimers
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);

    // Akka sets it before the actor starts.
    public ITimerScheduler? Timers { get; set; }

    protected override void PreStart() => Akka.Cluster.Cluster.Get(Context.System).Subscribe(
        Self,
        ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents,
        typeof(ClusterEvent.ReachabilityEvent), typeof(ClusterEvent.MemberDowned), typeof(ClusterEvent.MemberRemoved));

    protected override void PostStop() => Akka.Cluster.Cluster.Get(Context.System).Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterEvent.UnreachableMember { Member: var member } when !IsSelf(member):
                rescue().Begin(member.Address);
                break;
            case ClusterEvent.ReachableMember { Member: var member } when !IsSelf(member):
                rescue().NoLongerSilent(member.Address);
                Do(new Duty(member.UniqueAddress, DutyKind.Back));
                break;
            case ClusterEvent.MemberDowned { Member: var member } when !IsSelf(member):
                Do(new Duty(member.UniqueAddress, DutyKind.ShutOut));
                break;
            case ClusterEvent.MemberRemoved { Member: var member, PreviousStatus: MemberStatus.Down } when !IsSelf(member):
                rescue().NoLongerSilent(member.Address);
                Do(new Duty(member.UniqueAddress, DutyKind.TakeOver));
                break;
            case ClusterEvent.MemberRemoved { Member: var member } when !IsSelf(member):
                rescue().NoLongerSilent(member.Address);

                // It has left in order, and told its devices everything; what waited since it did not answer goes where they are now.
                Do(new Duty(member.UniqueAddress, DutyKind.Back));
                break;
            case ClusterEvent.IClusterDomainEvent or Done:
                break;
            case Duty again:
                Do(again);
                break;
            case Failed failed:
                logger.NodeNotSeenTo(failed.Cause, failed.Duty.Node.Address.ToString());
                Timers?.StartSingleTimer(failed.Duty, failed.Duty, RetryAfter);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // The cluster has gone on without this one: what follows is for the others.
    private static bool IsSelf(Member member) => member.UniqueAddress == Akka.Cluster.Cluster.Get(Context.System).SelfUniqueAddress;

    private void Do(Duty duty) => DoAsync(duty).PipeTo(Self, success: () => new Done(), failure: cause => new Failed(duty, cause));

    private async Task DoAsync(Duty duty)
    {
        if (duty.Kind == DutyKind.Back)
        {
            await rescue().EndAsync(duty.Node.Address, CancellationToken.None);
            return;
        }

        await nodes.ShutOutAsync(NodeAddresses.Of(duty.Node), CancellationToken.None);
        if (duty.Kind == DutyKind.TakeOver)
        {
            await rescue().TakeOverAsync(duty.Node.Address, CancellationToken.None);
        }
    }

    private enum DutyKind
    {
        Back,
        ShutOut,
        TakeOver,
    }

    private sealed record Duty(UniqueAddress Node, DutyKind Kind);

    private sealed record Done;

    private sealed record Failed(Duty Duty, Exception Cause);
}
