using System.Runtime.InteropServices;
using CityOps.Domain;
using CityOps.Domain.Collectors;
using CityOps.Domain.Devices;
using CityOps.Engine.Entities;

namespace CityOps.Engine.Devices;

internal sealed class DeviceGateway(EntityRegion collectors, EntityRegion vehicles, TimeProvider clock) : IDeviceGateway
{
    private static readonly Domain.Actor Reader = new("reader", Roles.None);

    public void Tell(IReadOnlyList<LocatedFix> fixes)
    {
        var byDevice = new Dictionary<Device, List<LocatedFix>>(fixes.Count);
        foreach (var fix in fixes)
        {
            ref var own = ref CollectionsMarshal.GetValueRefOrAddDefault(byDevice, fix.Fix.Device, out _);
            (own ??= new List<LocatedFix>(1)).Add(fix);
        }

        foreach (var (device, own) in byDevice)
        {
            Region(device).Tell(new FixesRecorded(device, own));
        }
    }

    public void TellStatus(Device device, bool online) =>
        Region(device).Tell(new StatusChanged(device, online, clock.GetCurrentInstant()));

    public Task<Answer<DeviceView>> SendAsync(CollectorCommand command, CancellationToken cancel) =>
        collectors.AskAsync<DeviceView>(command, cancel);

    public Task<Answer<DeviceView>> GetAsync(Device device, CancellationToken cancel) =>
        Region(device).AskAsync<DeviceView>(new Read(device.Id, Reader), cancel);

    private EntityRegion Region(Device device) => device.Kind == DeviceKind.Collector ? collectors : vehicles;
}
