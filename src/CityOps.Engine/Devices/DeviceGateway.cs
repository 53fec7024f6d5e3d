using System.Runtime.InteropServices;
using Akka.Actor;
using CityOps.Domain;
using CityOps.Domain.Collectors;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Domain.Vehicles;
using CityOps.Engine.Entities;

namespace CityOps.Engine.Devices;

internal sealed class DeviceGateway(
    EntityRegion collectors, EntityRegion vehicles, FixBooks books, FixRoutes routes, TimeProvider clock, EngineOptions options) : IDeviceGateway
{
    // Half of the time after which a shard lets go of an actor that it sends nothing to.
    private readonly long _longestPastRegion = (long)(options.PassivateAfter.TotalSeconds * clock.TimestampFrequency / 2);

    private static readonly Domain.Actor Reader = new("reader", Roles.None);

    public void Tell(ReadOnlySpan<LocatedFix> fixes) => Tell(fixes, new Parcels(routes));

    /// <summary>Tells the devices of fixes that are on another node's disk, and were sent here since this one should have them.</summary>
    public void TellHere(ReadOnlySpan<LocatedFix> fixes) => Tell(fixes, null);

    private void Tell(ReadOnlySpan<LocatedFix> fixes, Parcels? parcels)
    {
        lock (routes.Gate)
        {
            TellInTurn(fixes, parcels);
        }
    }

    private void TellInTurn(ReadOnlySpan<LocatedFix> fixes, Parcels? parcels)
    {
        books.Told(fixes.Length);
        var now = clock.GetTimestamp();
        while (!fixes.IsEmpty)
        {
            // What came in one message is of one device; a device with several messages is told as often.
            var device = fixes[0].Fix.Device;
            var count = 1;
            while (count < fixes.Length && fixes[count].Fix.Device == device)
            {
                count++;
            }

            if (parcels?.TryAdd(device, fixes[..count]) != true)
            {
                Tell(device, fixes[..count].ToArray(), now);
            }

            fixes = fixes[count..];
        }

        books.HandedOver(parcels?.Send() ?? 0);
    }

    private void Tell(Device device, LocatedFix[] fixes, long now)
    {
        var book = books.Of(device);
        if (book.Way.Direct(now, _longestPastRegion) is { } actor)
        {
            actor.Tell(new FixesRecorded(device, fixes, null), ActorRefs.NoSender);
        }
        else
        {
            book.Way.ByRegion(now);
            Region(device).Tell(new FixesRecorded(device, fixes, book));
        }
    }

    public void TellStatus(Device device, bool online) =>
        Region(device).Tell(new StatusChanged(device, online, clock.GetCurrentInstant()));

    public Task<Answer<DeviceView>> SendAsync(CollectorCommand command, CancellationToken cancel) =>
        SendAsync(collectors, command, cancel);

    public Task<Answer<DeviceView>> SendAsync(VehicleCommand command, CancellationToken cancel) =>
        SendAsync(vehicles, command, cancel);

    public Task<Answer<DeviceView>> SendAsync(DownlinkAct act, CancellationToken cancel) =>
        SendAsync(Region(act.Device), act, cancel);

    public Task<Answer<DeviceView>> GetAsync(Device device, CancellationToken cancel) =>
        Region(device).AskAsync<DeviceView>(new Read(device.Id, Reader), cancel);

    private static async Task<Answer<DeviceView>> SendAsync(EntityRegion region, DeviceCommand command, CancellationToken cancel)
    {
        using var asking = EngineTracing.Ask(command);
        return await region.AskAsync<DeviceView>(
            asking is null ? command : command with { Origin = command.Origin with { Trace = asking.Id } }, cancel);
    }

    /// <summary>What of a batch goes to other nodes.</summary>
    private sealed class Parcels(FixRoutes routes)
    {
        private Dictionary<Akka.Actor.Address, List<LocatedFix>>? _parcels;

        public bool TryAdd(Device device, ReadOnlySpan<LocatedFix> fixes)
        {
            if (routes.NodeOf(device) is not { } node)
            {
                return false;
            }

            ref var parcel = ref CollectionsMarshal.GetValueRefOrAddDefault(_parcels ??= [], node, out _);
            (parcel ??= []).AddRange(fixes);
            return true;
        }

        /// <returns>How many of the fixes are held back instead.</returns>
        public int Send() => (_parcels ?? []).Where(p => !routes.TrySend(p.Key, p.Value)).Sum(p => p.Value.Count);
    }

    private EntityRegion Region(Device device) => device.Kind == DeviceKind.Collector ? collectors : vehicles;
}
