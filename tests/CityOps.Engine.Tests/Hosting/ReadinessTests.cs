using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using CityOps.Engine.Cases;
using CityOps.Engine.Collectors;
using CityOps.Engine.Grids;
using CityOps.Engine.Vehicles;

namespace CityOps.Engine.Tests.Hosting;

public sealed class ReadinessTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cityops-engine-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Every_shard_has_its_place_when_the_engine_is_ready_and_no_entity_woke_for_it()
    {
        await using var run = await EngineRun.StartAsync(_directory);

        Assert.Equal(0, run.EntitiesInMemory);
        await HasEveryShardEmptyAsync<CaseActor>(run);
        await HasEveryShardEmptyAsync<GridActor>(run);
        await HasEveryShardEmptyAsync<CollectorActor>(run);
        await HasEveryShardEmptyAsync<VehicleActor>(run);
    }

    private static async Task HasEveryShardEmptyAsync<TActor>(EngineRun run)
    {
        var region = await run.Actors.GetAsync<TActor>();
        var state = await Eventually.Is(
            () => region.Ask<CurrentShardRegionState>(GetShardRegionState.Instance),
            s => s.Shards.All(shard => shard.EntityIds.Count == 0));
        Assert.Equal(40, state.Shards.Count);
    }
}
