using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Geo;
using CityOps.Simulator.Clients;
using CityOps.Simulator.Map;
using NodaTime;

namespace CityOps.Simulator.Life;

/// <summary>Makes up what people report: real subclasses of the catalog, real components where they stand.</summary>
internal sealed class ReportWriter
{
    private readonly SimulatedCity _city;
    private readonly Category[] _incidents;
    private readonly Category[] _public;

    public ReportWriter(SimulatedCity city)
    {
        _city = city;
        var categories = city.Configuration.Categories.Values
            .OrderBy(category => category.Kind)
            .ThenBy(category => category.Code, StringComparer.Ordinal)
            .ToArray();
        _incidents = [.. categories.Where(category => category.Kind == CategoryKind.Incident)];
        _public = [.. _incidents.Where(category => category.Public)];
        if (_public.Length == 0)
        {
            throw new InputException(
                $"--city {city.Directory}: the catalog has no incident that a citizen may report.");
        }
    }

    /// <summary>
    /// What a collector sees: two in five are about a component of the beat, the rest an incident beside them.
    /// </summary>
    public ReportMessage Seen(string id, Instant at, GeoPoint here, string beat, Chance chance)
    {
        var components = _city.ComponentsByBeat[beat].ToArray();
        if (components.Length > 0 && chance.Happens(0.4))
        {
            var component = chance.Of(components);
            return Report(id, at, component.Place, CategoryKind.Component, component.Category, chance) with
            {
                Component = component.Code,
            };
        }

        return Report(id, at, here, CategoryKind.Incident, chance.Of(_incidents).Code, chance);
    }

    /// <summary>What a citizen calls about: an incident somewhere in the city.</summary>
    public ReportMessage Called(string id, Instant at, Chance chance)
    {
        var place = UnitGridMap.PlaceIn(chance.Of(_city.Grids.InOrder), chance);
        return Report(id, at, place, CategoryKind.Incident, chance.Of(_public).Code, chance) with
        {
            Channel = "hotline",
            Source = id,
        };
    }

    private ReportMessage Report(
        string id, Instant at, GeoPoint place, CategoryKind kind, string code, Chance chance)
    {
        var category = _city.Configuration.Categories.GetValueOrDefault((kind, code));
        return new(id, Wire.Time(at), place.Longitude, place.Latitude, Kind(kind), code)
        {
            Condition = category is { Conditions.Count: > 0 } ? chance.Of(category.Conditions).Id : null,
            Description = category?.Name.Zh,
        };
    }

    /// <summary>The kind's name on the wire.</summary>
    public static string Kind(CategoryKind kind) => kind == CategoryKind.Component ? "component" : "incident";
}
