using System.Text.Json;
using CityOps.Domain.Devices;
using CityOps.Engine.Devices;
using CityOps.Http.Grids;
using NodaTime;

namespace CityOps.Http.Live;

/// <summary>A device on the map, as it is told to all readers: rendered once, whoever hears of it.</summary>
internal sealed class DevicePosition(DeviceView view, Fix fix, Presence presence, string? department)
{
    private byte[]? _json;

    public Device Device => view.Device;

    public double Longitude { get; } = fix.Place.Longitude;

    public double Latitude { get; } = fix.Place.Latitude;

    public string? Grid => view.UnitGrid;

    /// <summary>The department that the vehicle belongs to; null for a collector.</summary>
    public string? Department => department;

    /// <summary>What the device has posted.</summary>
    public DeviceView View => view;

    public Presence Presence => presence;

    /// <summary>The same device with another presence.</summary>
    public DevicePosition With(Presence other) => new(view, fix, other, department);

    public byte[] Json(JsonSerializerOptions options) => _json ??= JsonSerializer.SerializeToUtf8Bytes(
        new PositionBody(
            DeviceRef.KindOf(Device), Device.Id, Longitude, Latitude, fix.ObservedAt, fix.Speed?.MetresPerSecond, fix.Heading?.Degrees,
            view.UnitGrid, GridNames.PatrolGrid(view.UnitGrid, view.Beat), presence != Presence.Offline, presence, view.OnShift),
        options);
}

/// <summary>Where a device is.</summary>
internal sealed record PositionBody(
    string Kind, string Id, double Lon, double Lat, Instant T, double? Speed, double? Heading, string? Grid, string? PatrolGrid,
    bool Online, Presence Presence, bool OnShift);

/// <summary>A device by its name.</summary>
internal sealed record DeviceRef(string Kind, string Id)
{
    public static string KindOf(Device device) => device.Kind == DeviceKind.Collector ? "collector" : "vehicle";

    public static DeviceRef Of(Device device) => new(KindOf(device), device.Id);
}
