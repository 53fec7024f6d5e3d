using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using CityOps.Engine.Ports;

namespace CityOps.Engine.Cluster;

using Regions = IImmutableDictionary<IActorRef, IImmutableList<string>>;

/// <summary>
/// Gives shards to the nodes that have fewest of them, and moves a few at a time: what moves is served again within moments, and not when
/// all have moved. A node that has just begun is busy with itself and gets none yet; one that will leave gives away what it has before it
/// does. One for each coordinator, which asks for moves twice a second, whether it was answered or not, and for places whenever it needs one.
/// </summary>
internal sealed class ShardPlaces(INodes nodes, TimeProvider clock) : IActorSystemDependentAllocationStrategy
{
    /// <summary>How long a node has been there before it is given shards, where others can have them.</summary>
    public static readonly TimeSpan SettledAfter = TimeSpan.FromSeconds(10);

    /// <summary>How many move at a time.</summary>
    public const int AtOnce = 2;

    private readonly IActorSystemDependentAllocationStrategy _least =
        (IActorSystemDependentAllocationStrategy)ShardAllocationStrategy.LeastShardAllocationStrategy(AtOnce, relativeLimit: 1);

    private Akka.Cluster.Cluster? _cluster;
    private int _looking;

    // As of the last look, so that a place is given without the database.
    private volatile IReadOnlySet<Address> _leaving = ImmutableHashSet<Address>.Empty;

    // When each came; null for those that the coordinator has found.
    private volatile IReadOnlyDictionary<IActorRef, long?>? _came;

    public void Start(ActorSystem system)
    {
        _cluster = Akka.Cluster.Cluster.Get(system);
        _least.Start(system);
    }

    // At once: then the coordinator counts this one before it asks for the next.
    public Task<IActorRef> AllocateShard(IActorRef requester, string shardId, Regions currentShardAllocations) =>
        _least.AllocateShard(requester, shardId, Fit(currentShardAllocations));

    public async Task<IImmutableSet<string>> Rebalance(Regions currentShardAllocations, IImmutableSet<string> rebalanceInProgress)
    {
        if (Interlocked.Exchange(ref _looking, 1) == 1)
        {
            // The database is slow: one look at a time.
            return ImmutableHashSet<string>.Empty;
        }

        try
        {
            Note(currentShardAllocations.Keys);
            _leaving = await nodes.LeavingNodesAsync(CancellationToken.None);
        }
        finally
        {
            Volatile.Write(ref _looking, 0);
        }

        var fit = Fit(currentShardAllocations);
        var given = GivenAway(currentShardAllocations, fit, rebalanceInProgress);
        return given.Count > 0 ? given : await _least.Rebalance(fit, rebalanceInProgress);
    }

    private void Note(IEnumerable<IActorRef> regions)
    {
        var (now, before) = (clock.GetTimestamp(), _came);
        _came = regions.ToDictionary(r => r, r => before is null ? null : before.GetValueOrDefault(r, now));
    }

    /// <summary>The next shards of those that will leave. While a node does not answer nothing can move, and what tried to would only wait.</summary>
    private ImmutableHashSet<string> GivenAway(Regions regions, Regions fit, IImmutableSet<string> moving) =>
        _cluster is null or { State.Unreachable.Count: > 0 } ? []
            : [.. regions.Where(r => IsLeaving(r.Key) && !fit.ContainsKey(r.Key)).SelectMany(r => r.Value).Except(moving).Take(AtOnce - moving.Count)];

    /// <summary>Those that may be given shards; all where none fits.</summary>
    private Regions Fit(Regions regions)
    {
        var staying = regions.Where(r => !IsLeaving(r.Key)).ToImmutableDictionary();
        var settled = staying.Where(r => IsSettled(r.Key)).ToImmutableDictionary();
        return !settled.IsEmpty ? settled : !staying.IsEmpty ? staying : regions;
    }

    private bool IsSettled(IActorRef region) => _came is not { } came
        || (came.TryGetValue(region, out var at) && (at is not { } since || clock.GetElapsedTime(since) >= SettledAfter));

    private bool IsLeaving(IActorRef region) =>
        _leaving.Contains(region.Path.Address.HasLocalScope && _cluster is { SelfAddress: var self } ? self : region.Path.Address);
}
