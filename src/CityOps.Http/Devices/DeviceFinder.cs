using CityOps.Domain;
using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Http.Calling;

namespace CityOps.Http.Devices;

/// <summary>Finds the devices that exist for a caller. Thread-safe.</summary>
internal sealed class DeviceFinder(IDeviceGateway devices, CityConfiguration city)
{
    /// <summary>The device of a path; what is no id, or lies outside of the caller's scope, is no device.</summary>
    public async Task<Answer<DeviceView>> FindAsync(Device device, Caller caller, CancellationToken cancel) =>
        Identifier.IsValid(device.Id) && caller.Met(Exists(device, caller))
            ? await devices.GetAsync(device, cancel)
            : new Answer<DeviceView>.Refused(
                EngineRejections.NotFound(device.Kind == DeviceKind.Collector ? "collector" : "vehicle"));

    /// <summary>True if the id can be a device's that exists for the caller.</summary>
    public bool Exists(Device device, Caller caller) => Identifier.IsValid(device.Id) && caller.Scope.Sees(device, city);

    /// <summary>The devices that exist for the caller, by id; null for all.</summary>
    public IReadOnlyCollection<string>? Visible(DeviceKind kind, Caller caller) => caller.Scope.DevicesOf(kind, city);
}
