using CityOps.Domain;
using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Engine.Changes;
using CityOps.Engine.Ports;

namespace CityOps.Http.Live;

/// <summary>Which cases and devices a reader hears of.</summary>
/// <param name="scope">What exists for the reader.</param>
/// <param name="city">The city.</param>
/// <param name="box">Only what is in this box.</param>
/// <param name="department">Only what is of this department.</param>
internal sealed class StreamFilter(Scope scope, CityConfiguration city, GeoBox? box, string? department)
{
    // Every device of every tick is looked up for every reader; null for all.
    private readonly HashSet<Device>? _devices = scope.IsEverything ? null
        : [.. Enum.GetValues<DeviceKind>().SelectMany(kind => (scope.DevicesOf(kind, city) ?? []).Select(id => new Device(kind, id)))];

    /// <summary>True if the reader may hear of collectors.</summary>
    public bool HasCollectors => _devices?.Any(d => d.Kind == DeviceKind.Collector) ?? true;

    /// <summary>True if the case was or is what the reader follows: they hear too of one that leaves.</summary>
    public bool Shows(CaseChange change) => Shows(change.After) || (change.Before is { } before && Shows(before));

    /// <summary>True if the device is what the reader follows.</summary>
    public bool Shows(DevicePosition device) =>
        (department is null || device.Department == department)
        && IsInside(device.Longitude, device.Latitude)
        && _devices?.Contains(device.Device) != false;

    private bool Shows(CaseOutline outline) =>
        (department is null || outline.At.Department == department)
        && IsInside(outline.Place.Longitude, outline.Place.Latitude)
        && outline.IsIn(scope);

    private bool IsInside(double longitude, double latitude) => box is null
        || (longitude >= box.SouthWest.Longitude && longitude <= box.NorthEast.Longitude
            && latitude >= box.SouthWest.Latitude && latitude <= box.NorthEast.Latitude);
}
