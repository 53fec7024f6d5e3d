using CityOps.Domain;
using CityOps.Engine.Changes;
using CityOps.Engine.Ports;
using CityOps.Http.Calling;

namespace CityOps.Http.Live;

/// <summary>Which cases and devices a reader hears of.</summary>
/// <param name="Viewer">Who reads: what lies outside of their place does not exist for them.</param>
/// <param name="Box">Only what is in this box.</param>
/// <param name="Department">Only what is of this department.</param>
internal sealed record StreamFilter(Actor Viewer, GeoBox? Box, string? Department)
{
    /// <summary>True if the case was or is what the reader follows: they hear too of one that leaves.</summary>
    public bool Shows(CaseChange change) => Shows(change.After) || (change.Before is { } before && Shows(before));

    /// <summary>True if the device is what the reader follows.</summary>
    public bool Shows(DevicePosition device) =>
        (Department is null || device.Department == Department)
        && IsInside(device.Longitude, device.Latitude)
        && Visibility.OfPlace(Viewer, device.Department, device.Grid);

    private bool Shows(CaseOutline outline) =>
        (Department is null || outline.At.Department == Department)
        && IsInside(outline.Place.Longitude, outline.Place.Latitude)
        && Visibility.OfPlace(Viewer, outline.At.Department, outline.At.Centre ?? outline.UnitGrid);

    private bool IsInside(double longitude, double latitude) => Box is not { } box
        || (longitude >= box.SouthWest.Longitude && longitude <= box.NorthEast.Longitude
            && latitude >= box.SouthWest.Latitude && latitude <= box.NorthEast.Latitude);
}
