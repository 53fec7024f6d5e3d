using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using CityOps.Engine.Ports;

namespace CityOps.Engine.Cluster;

using Regions = IImmutableDictionary<IActorRef, IImmutableList<string>>;

/// <summary>
/// Gives shards to the nodes that have fewest of them, and moves a few at a time: what moves is served again within moments, and not when
/// all have moved. A node that has just begun is busy with itself and gets none yet; one that will leave gives away what it has before it
/// does. One for each coordinator.
/// </summary>
internal sealed class ShardPlaces(INodes nodes, TimeProvider clock) : IActorSystemDependentAllocationStrategy
{
    /// <summary>How long a node has been there before it is given shards, where others can have them.</summary>
    public static readonly TimeSpan SettledAfter = TimeSpan.FromSeconds(10);

    /// <summary>How many move at a time.</summary>
    public const int AtOnce = 2;

    private readonly IActorSystemDependentAllocationStrategy _least =
        (IActorSystemDependentAllocationStrategy)ShardAllocationStrategy.LeastShardAllocationStrategy(AtOnce, relativeLimit: 1);

    // Known before the first call.
    private Address _self = Address.AllSystems;

    // A coordinator asks for the places of several shards at a time.
    private readonly Lock _gate = new();

    // When each came; null for those that were there before the coordinator.
    private Dictionary<IActorRef, long?>? _came;

    public void Start(ActorSystem system)
    {
        _self = Akka.Cluster.Cluster.Get(system).SelfAddress;
        _least.Start(system);
    }

    public async Task<IActorRef> AllocateShard(IActorRef requester, string shardId, Regions currentShardAllocations) =>
        await _least.AllocateShard(requester, shardId, Fit(currentShardAllocations, await LeavingAsync()));

    public async Task<IImmutableSet<string>> Rebalance(Regions currentShardAllocations, IImmutableSet<string> rebalanceInProgress)
    {
        var leaving = await LeavingAsync();
        var fit = Fit(currentShardAllocations, leaving);
        var given = currentShardAllocations.Where(r => leaving.Contains(AddressOf(r.Key)) && !fit.ContainsKey(r.Key))
            .SelectMany(r => r.Value).Except(rebalanceInProgress).Take(AtOnce - rebalanceInProgress.Count);
        return given.ToImmutableHashSet() is { Count: > 0 } some ? some : await _least.Rebalance(fit, rebalanceInProgress);
    }

    /// <summary>Those that may be given shards; all where none fits.</summary>
    private Regions Fit(Regions regions, IReadOnlySet<Address> leaving)
    {
        var now = clock.GetTimestamp();
        using var turn = _gate.EnterScope();
        _came = regions.Keys.ToDictionary(r => r, r => _came is null ? null : _came.GetValueOrDefault(r, now));
        var staying = regions.Where(r => !leaving.Contains(AddressOf(r.Key))).ToImmutableDictionary();
        var settled = staying.Where(r => _came[r.Key] is not { } came || clock.GetElapsedTime(came, now) >= SettledAfter).ToImmutableDictionary();
        return !settled.IsEmpty ? settled : !staying.IsEmpty ? staying : regions;
    }

    private Address AddressOf(IActorRef region) => region.Path.Address.HasLocalScope ? _self : region.Path.Address;

    private async Task<IReadOnlySet<Address>> LeavingAsync() =>
        (await nodes.LeavingAsync(CancellationToken.None)).Select(Address.Parse).ToHashSet();
}
