using Akka.Actor;
using Akka.Hosting;
using CityOps.Domain.Devices;
using CityOps.Engine.Cases;
using CityOps.Engine.Collectors;
using CityOps.Engine.Devices;
using CityOps.Engine.Entities;
using CityOps.Engine.Grids;
using CityOps.Engine.Ports;
using CityOps.Engine.Vehicles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CityOps.Engine;

/// <summary>
/// Makes the engine ready before anything from outside reaches it: every shard has its place, so that no message waits in a
/// buffer that can overflow, and devices whose last fixes may not have reached them have heard of them.
/// </summary>
public sealed class EngineReadiness(
    IReadOnlyActorRegistry actors,
    IFixLog fixes,
    ITracks tracks,
    IFixLocator locator,
    FixBooks books,
    IServiceProvider services,
    TimeProvider clock)
    : BackgroundService
{
    // A region keeps the message until the shard has its place: only a fault takes that long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
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
            var devices = services.GetRequiredService<IDeviceGateway>();
            foreach (var device in await fixes.PendingDevicesAsync(stoppingToken))
            {
                await CatchUpAsync(devices, device, stoppingToken);
            }

            _ready.SetResult();
        }
        catch (Exception e)
        {
            _ready.TrySetException(e);
            throw;
        }
    }

    private async Task CatchUpAsync(IDeviceGateway devices, Device device, CancellationToken cancel)
    {
        if (await tracks.LastAsync(device, cancel) is { } fix)
        {
            // It came in before this run; here it is received once more.
            books.Received(device, good: 1, bad: []);
            devices.Tell([locator.Locate(fix, clock.GetCurrentInstant())]);
        }
    }

    private async Task StartShardsAsync<TActor>(CancellationToken cancel)
    {
        var region = await actors.GetAsync<TActor>(cancel);
        await Task.WhenAll(ShardExtractor.Starts.Select(start => region.Ask<StartShard>(start, Patience, cancel)));
    }
}
