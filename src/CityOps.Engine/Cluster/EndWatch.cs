using Akka.Actor;
using Akka.Cluster;
using Akka.Remote;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace CityOps.Engine.Cluster;

/// <summary>
/// Takes a node out of the cluster whose process has ended, which the database knows at once. Of a node that is only silent it does not
/// know: there the split-brain resolver waits, and decides. It looks when a connection to a node breaks, and while one does not answer.
/// </summary>
internal sealed class EndWatch(INodes nodes, ILogger logger) : UntypedActor, IWithTimers
{
    // Twice: nodes take their names again one after the other when the database was away.
    private const int Sure = 2;

    // The server may see that a connection has broken later than the other nodes do.
    private const int LooksAfterBreak = 4;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);

    private readonly Dictionary<UniqueAddress, Watch> _watched = [];

    // Akka sets it before the actor starts.
    public ITimerScheduler? Timers { get; set; }

    protected override void PreStart()
    {
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.UnreachableMember));
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        _cluster.Unsubscribe(Self);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterEvent.UnreachableMember { Member: var member }:
                Begin(member);
                break;
            case DisassociatedEvent { RemoteAddress: var address }:
                _cluster.State.Members.Where(m => m.Address == address).ToList().ForEach(Begin);
                break;
            case Look { Node: var node }:
                Ask(node);
                break;
            case Looked { Node: var node, HasEnded: var hasEnded }:
                GoOn(node, hasEnded);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Begin(Member member)
    {
        if (member.UniqueAddress != _cluster.SelfUniqueAddress && _watched.TryAdd(member.UniqueAddress, default))
        {
            Ask(member.UniqueAddress);
        }
    }

    /// <summary>While the database does not answer, nobody knows that it has ended.</summary>
    private void Ask(UniqueAddress node) => nodes.HasEndedAsync(NodeAddresses.Of(node), CancellationToken.None)
        .PipeTo(Self, success: hasEnded => new Looked(node, hasEnded), failure: _ => new Looked(node, HasEnded: false));

    private void GoOn(UniqueAddress node, bool hasEnded)
    {
        var (found, looks) = (hasEnded ? _watched[node].Found + 1 : 0, _watched[node].Looks + 1);
        var isMember = _cluster.State.Members.Any(m => m.UniqueAddress == node && m.Status is not (MemberStatus.Exiting or MemberStatus.Down));
        var isSilent = _cluster.State.Unreachable.Any(m => m.UniqueAddress == node);
        if (isMember && found < Sure && (found > 0 || isSilent || looks < LooksAfterBreak))
        {
            _watched[node] = new Watch(found, looks);
            Timers?.StartSingleTimer(node, new Look(node), BetweenLooks);
            return;
        }

        _watched.Remove(node);
        if (isMember && found == Sure)
        {
            logger.NodeEnded(node.Address.ToString());
            _cluster.Down(node.Address);
        }
    }

    /// <param name="Found">How many looks one after the other have found that it has ended.</param>
    /// <param name="Looks">How many there were.</param>
    private readonly record struct Watch(int Found, int Looks);

    private sealed record Look(UniqueAddress Node);

    private sealed record Looked(UniqueAddress Node, bool HasEnded);
}
