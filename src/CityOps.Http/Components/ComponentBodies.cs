using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Components;
using CityOps.Http.Answers;
using NodaTime;

namespace CityOps.Http.Components;

/// <summary>A component.</summary>
/// <param name="Id">Its code: 16 or 17 digits.</param>
/// <param name="Category">The subclass, by the catalog.</param>
/// <param name="Name">What the subclass is called; null where the catalog has none of the code.</param>
/// <param name="Lon">Degrees east, WGS-84.</param>
/// <param name="Lat">Degrees north, WGS-84.</param>
/// <param name="Department">The department that owns it.</param>
/// <param name="State">What has become of it.</param>
/// <param name="Version">How many changes were registered; 0 for one that is as the city's files have it.</param>
/// <param name="ChangedAt">When the last was.</param>
/// <param name="Distance">How far it is from the place that was asked for, metres; null where none was.</param>
internal sealed record ComponentBody(
    string Id, string Category, Name? Name, double Lon, double Lat, string Department, ComponentState State, long Version,
    Instant? ChangedAt, double? Distance)
{
    /// <summary>Its version and that of the city's files, which say the rest of it and may change while its own does not.</summary>
    public static string TagOf(ManagedComponent component, CityConfiguration city) => $"{component.Version}-{city.Version}";

    public static ComponentBody From(ManagedComponent component, CityConfiguration city, double? distance = null) => new(
        component.Entry.Code,
        component.Entry.Category,
        city.Categories.GetValueOrDefault((CategoryKind.Component, component.Entry.Category))?.Name,
        component.Entry.Place.Longitude,
        component.Entry.Place.Latitude,
        component.Entry.Department,
        component.State,
        component.Version,
        component.ChangedAt,
        distance is { } metres ? Math.Round(metres, 1) : null);

    /// <summary>The component on a map.</summary>
    public static Feature<ComponentBody> OnMap(ComponentBody component) =>
        Feature<ComponentBody>.Of(component.Id, Geometry.Point(component.Lon, component.Lat), component);
}

/// <summary>备案: a change that was registered.</summary>
/// <param name="Version">Its place among the component's changes, from 1.</param>
/// <param name="Kind">The sort of change.</param>
/// <param name="At">When it was registered.</param>
/// <param name="ObservedAt">When it happened, by whoever registered it.</param>
/// <param name="By">Who registered it.</param>
/// <param name="CommandId">The request that led to it.</param>
/// <param name="Lon">Where it stood after it: degrees east.</param>
/// <param name="Lat">Degrees north.</param>
/// <param name="Department">Who owned it after it.</param>
/// <param name="State">What it was after it.</param>
/// <param name="Source">Where it is known from.</param>
/// <param name="Note">What else was said.</param>
internal sealed record ComponentChangeBody(
    long Version, ComponentChangeKind Kind, Instant At, Instant ObservedAt, string By, string CommandId, double Lon, double Lat,
    string Department, ComponentState State, string? Source, string? Note)
{
    public static ComponentChangeBody From(ComponentChange c) => new(
        c.Version, c.Kind, c.At, c.ObservedAt, c.By, c.CommandId, c.After.Entry.Place.Longitude, c.After.Entry.Place.Latitude,
        c.After.Entry.Department, c.After.State, c.Source, c.Note);
}
