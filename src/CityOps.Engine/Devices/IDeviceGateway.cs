using CityOps.Domain.Collectors;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Domain.Vehicles;
using NodaTime;

namespace CityOps.Engine.Devices;

/// <summary>The way to the collector and vehicle actors. Thread-safe.</summary>
public interface IDeviceGateway
{
    /// <summary>Tells the devices of fixes that are on disk. Does not wait: what a kill loses is told again at the next start.</summary>
    void Tell(ReadOnlySpan<LocatedFix> fixes);

    /// <summary>Tells a device that it came or went.</summary>
    void TellStatus(Device device, bool online);

    /// <summary>Sends a command to a collector, again while no answer comes, and gives up after some seconds.</summary>
    Task<Answer<DeviceView>> SendAsync(CollectorCommand command, CancellationToken cancel);

    /// <summary>The same for a vehicle.</summary>
    Task<Answer<DeviceView>> SendAsync(VehicleCommand command, CancellationToken cancel);

    /// <summary>The same for what concerns a device's commands.</summary>
    Task<Answer<DeviceView>> SendAsync(DownlinkAct act, CancellationToken cancel);

    /// <summary>The device, or a refusal if nothing is known of it.</summary>
    Task<Answer<DeviceView>> GetAsync(Device device, CancellationToken cancel);
}

/// <summary>A fix with the grid it lies in.</summary>
/// <param name="Fix">The fix.</param>
/// <param name="ReceivedAt">When it came in.</param>
/// <param name="UnitGrid">The unit grid; null outside of the city.</param>
/// <param name="Beat">The grid whose actor answers for it.</param>
public readonly record struct LocatedFix(Fix Fix, Instant ReceivedAt, string? UnitGrid, string? Beat);
