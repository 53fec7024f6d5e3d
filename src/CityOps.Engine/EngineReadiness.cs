using Akka.Actor;
using Akka.Hosting;
using CityOps.Engine.Cases;
using CityOps.Engine.Collectors;
using CityOps.Engine.Devices;
using CityOps.Engine.Entities;
using CityOps.Engine.Grids;
using CityOps.Engine.Vehicles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CityOps.Engine;

/// <summary>
/// Makes the engine ready before anything from outside reaches it: every shard has its place, so that no message waits in a
/// buffer that can overflow, and devices have heard of all fixes that were taken before.
/// </summary>
public sealed class EngineReadiness(IReadOnlyActorRegistry actors, IServiceProvider services) : BackgroundService
{
    // A region keeps the message until the shard has its place, or drops it where the shard is on the move: then it is asked again.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private const int Attempts = 12;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the engine is ready; fails if it cannot be.</summary>
    public Task Ready => _ready.Task;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(
                StartShardsAsync<CaseActor>(stoppingToken),
                StartShardsAsync<GridActor>(stoppingToken),
                StartShardsAsync<CollectorActor>(stoppingToken),
                StartShardsAsync<VehicleActor>(stoppingToken));
            await services.GetRequiredService<FixCatchUp>().RunAsync(stoppingToken);
            _ready.SetResult();
        }
        catch (Exception e)
        {
            _ready.TrySetException(e);
            throw;
        }
    }

    /// <summary>Completes when every shard of devices has its place.</summary>
    internal Task StartDevicesAsync(CancellationToken cancel) =>
        Task.WhenAll(StartShardsAsync<CollectorActor>(cancel), StartShardsAsync<VehicleActor>(cancel));

    private async Task StartShardsAsync<TActor>(CancellationToken cancel)
    {
        var region = await actors.GetAsync<TActor>(cancel);
        await Task.WhenAll(ShardExtractor.Starts.Select(start => StartShardAsync(region, start, cancel)));
    }

    private static async Task StartShardAsync(IActorRef region, StartShard start, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await region.Ask<StartShard>(start, Patience, cancel);
                return;
            }
            catch (AskTimeoutException) when (attempt < Attempts)
            {
                // Once more.
            }
        }
    }
}
