using CityOps.Domain.Devices;
using CityOps.Engine.Devices;
using NodaTime;

namespace CityOps.Engine.Ports;

/// <summary>
/// Where entities post how they are, for lists and maps. Posts of one device are coalesced, so that a post never waits and
/// the newest one wins. Thread-safe.
/// </summary>
public interface IDeviceBoard
{
    /// <summary>Posts the state of a device; visible in lists within a second.</summary>
    void Post(DeviceView device);

    /// <summary>
    /// Completes when another node can read what the device has posted; at once where there is none.
    /// </summary>
    Task WrittenAsync(Device device);

    /// <summary>The state that a device posted last, in this run or an earlier one; null where it never did.</summary>
    Task<DeviceView?> GetAsync(Device device, CancellationToken cancel);

    /// <summary>When the newest fix of each of the devices was taken that has written one here; the others are left out.</summary>
    Task<IReadOnlyDictionary<Device, Instant>> NewestAsync(IReadOnlyCollection<Device> devices, CancellationToken cancel);

    /// <summary>Posts that a unit grid was visited; the newest visit of each is kept.</summary>
    void PostVisit(GridVisit visit);

    /// <summary>The newest visit of each of the given unit grids that was ever visited.</summary>
    Task<IReadOnlyList<GridVisit>> VisitsAsync(IReadOnlyCollection<string> unitGrids, CancellationToken cancel);

    /// <summary>The devices that were last seen in a grid.</summary>
    Task<IReadOnlyList<DeviceView>> PresentAsync(string beat, CancellationToken cancel);
}
