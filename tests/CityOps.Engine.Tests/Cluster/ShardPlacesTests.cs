using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using CityOps.Engine.Cluster;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Time.Testing;

namespace CityOps.Engine.Tests.Cluster;

public sealed class ShardPlacesTests : IClassFixture<OneNode>
{
    private const string Other = "akka.tcp://cityops@127.0.0.1:9";

    private readonly ActorSystem _system;
    private readonly FakeTimeProvider _clock = new();
    private readonly FakeNodes _nodes = new();
    private readonly Dictionary<string, IActorRef> _regions = [];
    private readonly ShardPlaces _places;

    public ShardPlacesTests(OneNode node)
    {
        (_system, _places) = (node.System, new ShardPlaces(_nodes, _clock));
        _places.Start(_system);
    }

    [Fact]
    public async Task A_node_that_has_just_come_is_given_nothing_until_it_has_been_there_for_a_while()
    {
        var (old, young) = (Region("old"), Region("young"));
        Assert.Empty(await MovedAsync(0, Having(old, 2)));
        Assert.Equal(old, await PlaceAsync(Having(old, 2), Having(young, 0)));
        Assert.Empty(await MovedAsync(0, Having(old, 6), Having(young, 0)));

        _clock.Advance(ShardPlaces.SettledAfter);

        Assert.Equal(young, await PlaceAsync(Having(old, 2), Having(young, 0)));
        Assert.Equal(ShardPlaces.AtOnce, (await MovedAsync(0, Having(old, 6), Having(young, 0))).Count);
    }

    [Fact]
    public async Task Those_that_were_there_before_the_coordinator_are_given_shards_at_once()
    {
        var (first, second) = (Region("first"), Region("second"));
        Assert.Equal(second, await PlaceAsync(Having(first, 2), Having(second, 1)));
    }

    [Fact]
    public async Task Where_all_have_just_come_they_are_given_shards_all_the_same()
    {
        Assert.Empty(await MovedAsync(0, Having(Region("gone"), 1)));
        Assert.Equal(Region("young"), await PlaceAsync(Having(Region("young"), 1)));
    }

    [Fact]
    public async Task One_that_will_leave_gives_away_a_few_at_a_time_until_it_has_none()
    {
        _nodes.Leaving.Add(Other);
        var (stays, leaves) = (Region("stays"), Away());
        Assert.Equal(["away-0", "away-1"], (await MovedAsync(0, Having(stays, 3), Having(leaves, 4, "away"))).Order());
        Assert.Equal(["away-1"], await MovedAsync(1, Having(stays, 3), Having(leaves, 4, "away")));
        Assert.Empty(await MovedAsync(2, Having(stays, 3), Having(leaves, 4, "away")));
        Assert.Empty(await MovedAsync(0, Having(stays, 7), Having(leaves, 0, "away")));
    }

    [Fact]
    public async Task One_that_will_leave_is_given_nothing()
    {
        _nodes.Leaving.Add(Other);
        Assert.Empty(await MovedAsync(0, Having(Region("stays"), 3), Having(Away(), 0)));
        Assert.Equal(Region("stays"), await PlaceAsync(Having(Region("stays"), 3), Having(Away(), 0)));
    }

    [Fact]
    public async Task A_place_is_given_at_once_and_one_look_is_made_at_a_time_however_slow_the_database_is()
    {
        _nodes.Answer = new TaskCompletionSource();
        var slow = MovedAsync(0, Having(Region("stays"), 3), Having(Away(), 4, "away"));
        _nodes.Leaving.Add(Other);

        Assert.Empty(await MovedAsync(0, Having(Region("stays"), 3), Having(Away(), 4, "away")));
        Assert.True(PlaceAsync(Having(Region("stays"), 3)).IsCompletedSuccessfully);

        _nodes.Answer.SetResult();
        Assert.Equal(["away-0", "away-1"], (await slow).Order());
    }

    [Fact]
    public async Task A_look_that_fails_is_made_again()
    {
        _nodes.Answer = new TaskCompletionSource();
        _nodes.Answer.SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => MovedAsync(0, Having(Region("stays"), 3), Having(Away(), 4, "away")));

        _nodes.Answer = null;
        _nodes.Leaving.Add(Other);
        Assert.Equal(2, (await MovedAsync(0, Having(Region("stays"), 3), Having(Away(), 4, "away"))).Count);
    }

    [Fact]
    public async Task One_that_will_leave_and_is_alone_keeps_what_it_has()
    {
        _nodes.Leaving.Add(Other);
        Assert.Empty(await MovedAsync(0, Having(Away(), 4)));
    }

    [Fact]
    public void What_the_engine_sets_for_shards_holds_for_feeds_too()
    {
        // With the defaults that the library adds when it is first used.
        _ = ClusterSharding.Get(_system);
        foreach (var path in new[] { "akka.cluster.sharding", "akka.cluster.sharded-daemon-process.sharding" })
        {
            var sharding = _system.Settings.Config.GetConfig(path);
            Assert.Equal(0, sharding.GetInt("coordinator-state.write-majority-plus"));
            Assert.Equal(TimeSpan.FromMilliseconds(500), sharding.GetTimeSpan("rebalance-interval"));
            Assert.Equal(5, sharding.GetInt("coordinator-state.read-majority-plus"));
        }
    }

    private static KeyValuePair<IActorRef, IImmutableList<string>> Having(IActorRef region, int shards, string name = "shard") =>
        KeyValuePair.Create(region, (IImmutableList<string>)Enumerable.Range(0, shards).Select(i => $"{name}-{i}").ToImmutableList());

    private Task<IActorRef> PlaceAsync(params KeyValuePair<IActorRef, IImmutableList<string>>[] regions) =>
        _places.AllocateShard(ActorRefs.Nobody, "new", regions.ToImmutableDictionary());

    /// <summary>What is to move while the first shards of one that leaves are on the move already.</summary>
    private Task<IImmutableSet<string>> MovedAsync(int onTheMove, params KeyValuePair<IActorRef, IImmutableList<string>>[] regions) =>
        _places.Rebalance(regions.ToImmutableDictionary(), Enumerable.Range(0, onTheMove).Select(i => $"away-{i}").ToImmutableHashSet());

    private IActorRef Region(string name) =>
        _regions.TryGetValue(name, out var region) ? region : _regions[name] = _system.ActorOf(Props.Empty);

    private IActorRef Away() => ((ExtendedActorSystem)_system).Provider.ResolveActorRef($"{Other}/system/sharding/case");

    private sealed class FakeNodes : INodes
    {
        public List<string> Leaving { get; } = [];

        public string? Name => "one";

        public bool IsFirst => true;

        public bool IsSure => true;

        /// <summary>What the answer waits for; null for nothing.</summary>
        public TaskCompletionSource? Answer { get; set; }

        public async Task<IReadOnlyList<string>> LeavingAsync(CancellationToken cancel)
        {
            await (Answer?.Task ?? Task.CompletedTask);
            return Leaving;
        }

        public Task<IReadOnlyList<string>> EnterAsync(NodeAddress self, CancellationToken cancel) => throw new NotSupportedException();

        public Task EnteredAsync(CancellationToken cancel) => throw new NotSupportedException();

        public Task LeaveAsync(CancellationToken cancel) => throw new NotSupportedException();

        public Task<bool> HasEndedAsync(NodeAddress node, CancellationToken cancel) => throw new NotSupportedException();

        public Task ShutOutAsync(NodeAddress node, CancellationToken cancel) => throw new NotSupportedException();
    }
}

/// <summary>A cluster of one, with the engine's settings.</summary>
public sealed class OneNode : IAsyncLifetime
{
    public ActorSystem System { get; } = ActorSystem.Create("cityops", EngineHocon.For(new EngineOptions { Address = "127.0.0.1", Port = 0 }));

    public async Task InitializeAsync()
    {
        var cluster = Akka.Cluster.Cluster.Get(System);
        await cluster.JoinAsync(cluster.SelfAddress);
    }

    public Task DisposeAsync() => System.Terminate();
}
