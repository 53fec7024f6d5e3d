using System.Data.Common;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using CityOps.Engine.Cases;
using CityOps.Engine.Collectors;
using CityOps.Engine.Feeds;
using CityOps.Engine.Grids;
using CityOps.Engine.Ports;
using CityOps.Engine.Vehicles;

namespace CityOps.Engine.Cluster;

internal sealed class ClusterView(ActorSystem system, IReadOnlyActorRegistry actors, FeedList feeds, IFeedStore store, IJournalReader journal)
    : IClusterView
{
    // A node that does not answer is said to be so; the others are told of all the same.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<ClusterStatus> LookAsync(CancellationToken cancel)
    {
        var cluster = Akka.Cluster.Cluster.Get(system);
        var state = cluster.State;
        var kinds = await Task.WhenAll(
            AskAsync<CaseActor>("case", cancel), AskAsync<GridActor>("grid", cancel),
            AskAsync<CollectorActor>("collector", cancel), AskAsync<VehicleActor>("vehicle", cancel));
        return new ClusterStatus(
            cluster.SelfAddress.ToString(),
            [.. state.Members.OrderBy(m => m, Member.AgeOrdering).Select(member => Of(member, !state.Unreachable.Contains(member), kinds))],
            await FeedsAsync(cancel));
    }

    private static NodeStatus Of(Member member, bool reachable, IReadOnlyList<(string Kind, ClusterShardingStats? Stats)> kinds) => new(
        member.Address.ToString(),
        [.. member.Roles.Order(StringComparer.Ordinal)],
        member.Status.ToString().ToLowerInvariant(),
        reachable,
        kinds.Where(k => k.Stats?.Regions.ContainsKey(member.Address) == true).ToDictionary(
            k => k.Kind,
            k => k.Stats?.Regions[member.Address].Stats is { } shards ? new KindStatus(shards.Count, shards.Values.Sum(n => (long)n)) : new KindStatus(0, 0)));

    private async Task<(string Kind, ClusterShardingStats? Stats)> AskAsync<TActor>(string kind, CancellationToken cancel)
    {
        try
        {
            var region = await actors.GetAsync<TActor>(cancel);
            return (kind, await region.Ask<ClusterShardingStats>(new GetClusterShardingStats(Patience), 2 * Patience, cancel));
        }
        catch (AskTimeoutException)
        {
            return (kind, null);
        }
    }

    private async Task<IReadOnlyList<FeedStatus>> FeedsAsync(CancellationToken cancel)
    {
        try
        {
            return await AskFeedsAsync(cancel).WaitAsync(2 * Patience, cancel);
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            // The nodes are what is looked for while the database is away.
            return [];
        }
    }

    private async Task<IReadOnlyList<FeedStatus>> AskFeedsAsync(CancellationToken cancel)
    {
        var newest = await journal.NewestAsync(cancel);
        var all = new List<FeedStatus>();
        foreach (var feed in feeds.All)
        {
            for (var slice = 0; slice < feed.Slices; slice++)
            {
                var offset = await store.OffsetAsync(feed.Name, slice, cancel);
                all.Add(new FeedStatus(feed.Name, slice, offset, Math.Max(0, newest - offset)));
            }
        }

        return all;
    }
}
