using CityOps.Domain;
using CityOps.Domain.Collectors;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Engine.Entities;

namespace CityOps.Engine.Devices;

internal sealed class DeviceGateway(EntityRegion collectors, EntityRegion vehicles, FixBooks books, TimeProvider clock) : IDeviceGateway
{
    private static readonly Domain.Actor Reader = new("reader", Roles.None);

    public void Tell(ReadOnlySpan<LocatedFix> fixes)
    {
        books.Told(fixes.Length);
        while (!fixes.IsEmpty)
        {
            // What came in one message is of one device; a device with several messages is told as often.
            var device = fixes[0].Fix.Device;
            var count = 1;
            while (count < fixes.Length && fixes[count].Fix.Device == device)
            {
                count++;
            }

            Region(device).Tell(new FixesRecorded(device, fixes[..count].ToArray()));
            fixes = fixes[count..];
        }
    }

    public void TellStatus(Device device, bool online) =>
        Region(device).Tell(new StatusChanged(device, online, clock.GetCurrentInstant()));

    public Task<Answer<DeviceView>> SendAsync(CollectorCommand command, CancellationToken cancel) =>
        collectors.AskAsync<DeviceView>(command, cancel);

    public Task<Answer<DeviceView>> SendAsync(DownlinkAct act, CancellationToken cancel) =>
        Region(act.Device).AskAsync<DeviceView>(act, cancel);

    public Task<Answer<DeviceView>> GetAsync(Device device, CancellationToken cancel) =>
        Region(device).AskAsync<DeviceView>(new Read(device.Id, Reader), cancel);

    private EntityRegion Region(Device device) => device.Kind == DeviceKind.Collector ? collectors : vehicles;
}
