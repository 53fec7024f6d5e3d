using Akka.Actor;
using Akka.Hosting;
using CityOps.Domain.Devices;
using CityOps.Engine.Collectors;
using CityOps.Engine.Ports;
using CityOps.Engine.Vehicles;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CityOps.Engine.Devices;

/// <summary>
/// Tells devices what they had not heard of when the engine ended: fixes of the log that are newer than what the board has seen.
/// A few devices at a time, so that a whole city's terminals take no more memory than that.
/// </summary>
internal sealed class FixCatchUp(
    IReadOnlyActorRegistry actors, IFixLog log, IDeviceBoard board, IFixLocator locator, ILogger<FixCatchUp> logger)
{
    private const int DevicesAtOnce = 256;
    private const int FixesAtOnce = 1_000;

    // An entity wakes in milliseconds: only a fault takes that long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Ends when every device has taken up its fixes, and what came of them is in the journal.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        var (devices, fixes) = (0, 0);
        foreach (var some in (await log.PendingAsync(cancel)).Chunk(DevicesAtOnce))
        {
            var seen = await board.NewestAsync([.. some.Select(pending => pending.Device)], cancel);
            var unseen = some.Where(p => !seen.TryGetValue(p.Device, out var newest) || newest < p.NewestAt).ToList();
            devices += unseen.Count;
            fixes += (await Task.WhenAll(unseen.Select(pending => TellAsync(pending, cancel)))).Sum();
        }

        log.CaughtUp();
        if (devices > 0)
        {
            logger.FixesRetold(fixes, devices);
        }
    }

    /// <summary>The same for what the log has of some devices while others go on: their node has ended, or was cut off.</summary>
    public async Task RunAsync(IReadOnlyList<RecentFixes> recent, CancellationToken cancel)
    {
        foreach (var some in recent.Chunk(DevicesAtOnce))
        {
            var seen = await board.NewestAsync([.. some.Select(of => of.Device)], cancel);
            await Task.WhenAll(some
                .Where(of => !seen.TryGetValue(of.Device, out var newest) || of.Fixes.Any(fix => fix.ObservedAt > newest))
                .Select(of => TellAsync(of.Device, of.Fixes, of.LoggedAt, cancel)));
        }
    }

    private async Task<int> TellAsync(PendingFixes pending, CancellationToken cancel) =>
        await TellAsync(pending.Device, await log.ReadPendingAsync(pending.Device, cancel), pending.LoggedAt, cancel);

    private async Task<int> TellAsync(Device device, IReadOnlyList<Fix> all, Instant loggedAt, CancellationToken cancel)
    {
        var region = device.Kind == DeviceKind.Collector
            ? await actors.GetAsync<CollectorActor>(cancel)
            : await actors.GetAsync<VehicleActor>(cancel);
        var told = 0;
        foreach (var fixes in all.Chunk(FixesAtOnce))
        {
            var located = Array.ConvertAll(fixes, fix => locator.Locate(fix, loggedAt));
            if (!await IsTakenAsync(region, new FixesRetold(device, located), cancel))
            {
                // One broken entity is no reason to keep the others waiting. Its track has the fixes.
                logger.FixesNotRetold(device);
                break;
            }

            told += fixes.Length;
        }

        return told;
    }

    private static async Task<bool> IsTakenAsync(IActorRef region, FixesRetold retold, CancellationToken cancel)
    {
        try
        {
            return await region.Ask<object>(retold, Patience, cancel) is FixesTaken;
        }
        catch (AskTimeoutException)
        {
            return false;
        }
    }
}
