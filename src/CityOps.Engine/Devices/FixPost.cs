using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using CityOps.Domain.Devices;
using CityOps.Engine.Collectors;
using CityOps.Engine.Entities;
using CityOps.Engine.Ports;
using CityOps.Engine.Vehicles;

namespace CityOps.Engine.Devices;

/// <summary>
/// One on each node: sends fixes in parcels to the nodes that have their devices, takes those of other nodes in, and finds out which node has
/// which. A parcel is taken as soon as there is room before the devices here: so a slow node slows the others' senders, and no memory fills.
/// </summary>
internal sealed class FixPost(
    FixRoutes routes, DeviceGateway devices, IFixLocator locator, FixBooks books, IReadOnlyActorRegistry actors) : UntypedActor, IWithTimers
{
    /// <summary>Its name below <c>/user</c>: other nodes find it by that.</summary>
    public const string Name = "fixes";

    private const int MostOnTheirWay = 25_000;

    // A second: each look is with the next tick of Akka's clock.
    private const int MostLooks = 20;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Address, ActorSelection> _posts = [];
    private readonly Queue<(IActorRef From, int Count)> _taken = [];
    private (long Left, int Looks) _stuck;

    // Akka sets it before the actor starts.
    public ITimerScheduler? Timers { get; set; }

    protected override void PreStart()
    {
        routes.Open(Self);
        Timers?.StartPeriodicTimer(Round.Instance, Round.Instance, BetweenRounds);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case OutgoingParcel outgoing:
                PostOf(outgoing.Node).Tell(outgoing.Parcel, Self);
                break;
            case ParcelTaken taken:
                books.HandedOver(taken.Count);
                break;
            case FixParcel parcel:
                devices.TellHere(Located(parcel));
                _taken.Enqueue((Sender, parcel.Fixes.Length));
                Thank();
                break;
            case Look:
                Thank();
                break;
            case Round:
                AskWhoHasWhat();
                break;
            case ShardsAt shards:
                routes.Show(shards.Kind, shards.Nodes);
                break;
            case Status.Failure:
                // The next round asks again.
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private LocatedFix[] Located(FixParcel parcel)
    {
        var located = new LocatedFix[parcel.Fixes.Length];
        for (var i = 0; i < located.Length; i++)
        {
            located[i] = locator.Locate(parcel.Fixes[i], parcel.ReceivedAt[i]);
        }

        return located;
    }

    private void Thank()
    {
        while (_taken.Count > 0)
        {
            var left = books.OnTheirWay;
            if (left > MostOnTheirWay)
            {
                _stuck = left < _stuck.Left ? (left, 0) : (_stuck.Looks == 0 ? left : _stuck.Left, _stuck.Looks + 1);
                if (_stuck.Looks > MostLooks)
                {
                    books.GiveUp();
                    _stuck = default;
                }

                Timers?.StartSingleTimer(Look.Instance, Look.Instance, BetweenLooks);
                return;
            }

            var (from, count) = _taken.Dequeue();
            from.Tell(new ParcelTaken(count), Self);
        }

        _stuck = default;
    }

    private void AskWhoHasWhat()
    {
        var cluster = Akka.Cluster.Cluster.Get(Context.System);
        if (cluster.State.Members.Count <= 1)
        {
            routes.Show(DeviceKind.Collector, null);
            routes.Show(DeviceKind.Vehicle, null);
            return;
        }

        Ask<CollectorActor>(DeviceKind.Collector, cluster.SelfAddress);
        Ask<VehicleActor>(DeviceKind.Vehicle, cluster.SelfAddress);
    }

    private void Ask<TActor>(DeviceKind kind, Address self)
    {
        if (actors.TryGet<TActor>(out var region))
        {
            region.Ask<ClusterShardingStats>(new GetClusterShardingStats(BetweenRounds), BetweenRounds)
                .PipeTo(Self, success: stats => new ShardsAt(kind, NodesIn(stats, self)));
        }
    }

    private static Address?[] NodesIn(ClusterShardingStats stats, Address self)
    {
        var nodes = new Address?[ShardExtractor.ShardCount];
        foreach (var (node, shards) in stats.Regions)
        {
            foreach (var shard in shards.Stats.Keys)
            {
                if (ShardExtractor.TryNumber(shard, out var number) && node != self)
                {
                    nodes[number] = node;
                }
            }
        }

        return nodes;
    }

    private ActorSelection PostOf(Address node)
    {
        if (!_posts.TryGetValue(node, out var post))
        {
            _posts[node] = post = Context.ActorSelection(new RootActorPath(node) / "user" / Name);
        }

        return post;
    }

    private sealed record ShardsAt(DeviceKind Kind, Address?[] Nodes);

    private sealed record Look
    {
        public static readonly Look Instance = new();
    }

    private sealed record Round
    {
        public static readonly Round Instance = new();
    }
}
