using CityOps.Domain.City;
using CityOps.Domain.Geo;
using CityOps.Host.City.Calendars;
using CityOps.Host.City.Reading;
using NetTopologySuite.Geometries;
using NodaTime;

namespace CityOps.Host.City.Fences;

/// <summary>
/// Reads the geofences, if the city has any: a GeoJSON FeatureCollection (RFC 7946) of polygons and corridors in WGS-84.
/// </summary>
internal static class GeofenceReader
{
    private const decimal WidestCorridor = 1_000;

    public static Registry<Geofence> Read(
        CitySource source, CityHead head, UnitGridFile unitGrids, Registry<VehicleEntry> vehicles, FaultLog log)
    {
        var found = new Registry<Geofence>("geofences.geojson", log);
        if (source.ReadIfThere(found.File) is not { } content)
        {
            return found;
        }

        var city = new Envelope();
        unitGrids.Tiles.ForEach(tile => city.ExpandToInclude(tile.Shape.EnvelopeInternal));
        JsonRecords.Read(found.File, content, log, (array, line, value) =>
        {
            if (array == "features")
            {
                Take(new Record(found.File, line, value, log), found, head.Zone, city, vehicles);
            }
            else
            {
                FeatureCollection.CheckMember(found.File, array, line, value, log);
            }
        });
        return found;
    }

    private static void Take(
        Record feature, Registry<Geofence> found, string zone, Envelope city, Registry<VehicleEntry> vehicles)
    {
        var properties = feature.Inner("properties");
        var id = properties.Id("id");
        feature.Feature = id;
        if (feature.Text("type") is not ("Feature" or ""))
        {
            feature.Fault("This is no GeoJSON feature", "Write \"type\":\"Feature\"");
        }

        var (name, rule) = (properties.Name("name"), properties.Word("rule", Words.All<GeofenceRule>(), "rule of a geofence"));
        var (kinds, ids) = (Kinds(properties), Vehicles(properties, vehicles));
        var times = Times(properties, zone);
        var shape = ShapeReader.Read(feature);
        var width = Width(properties, shape);
        properties.NoMore();
        feature.NoMore();
        if (kinds.Count + ids.Count == 0 && feature.IsSound)
        {
            feature.Fault("The geofence holds for no vehicle", "Name 'kinds' or 'vehicles'");
        }

        if (shape is not null && !city.IsNull && !city.Intersects(shape.EnvelopeInternal))
        {
            feature.Fault("The geofence is outside of the city", "Give [longitude, latitude] in degrees, WGS-84");
        }

        if (found.Claim(id, feature.Line) && feature.IsSound && shape is not null && rule is { } sound)
        {
            found.ById.Add(id, new Geofence(id, name, sound, shape, width)
            {
                Kinds = kinds,
                Vehicles = ids,
                Times = times,
            });
        }
    }

    private static HashSet<VehicleKind> Kinds(Record properties)
    {
        var words = Words.All<VehicleKind>();
        var kinds = new HashSet<VehicleKind>();
        foreach (var word in properties.OptionalTexts("kinds") ?? [])
        {
            if (words.TryGetValue(word, out var kind))
            {
                kinds.Add(kind);
            }
            else
            {
                properties.Fault("kinds", $"'{word}' is no kind of vehicle", $"Write some of {string.Join(", ", words.Keys)}");
            }
        }

        return kinds;
    }

    private static HashSet<string> Vehicles(Record properties, Registry<VehicleEntry> vehicles)
    {
        var ids = new HashSet<string>(properties.OptionalTexts("vehicles") ?? [], StringComparer.Ordinal);
        foreach (var id in ids.Where(id => !vehicles.Knows(id)))
        {
            properties.Fault("vehicles", $"There is no vehicle '{id}'", "Name vehicles of vehicles.csv");
        }

        return ids;
    }

    private static WeeklyTimes? Times(Record properties, string zone)
    {
        if (!properties.Has("times"))
        {
            return null;
        }

        var week = new WeekBuilder();
        foreach (var record in properties.Records("times"))
        {
            week.Take(record);
        }

        if (week.HasWorkingTime)
        {
            return DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is { } known ? new WeeklyTimes(week.Build(), known) : null;
        }

        properties.Fault("times", "The geofence holds at no time", "Give it slots, or leave 'times' out for always");
        return null;
    }

    private static Length Width(Record properties, Geometry? shape)
    {
        if (shape is Polygon)
        {
            return default; // A width is an unknown field there.
        }

        var width = shape is null && !properties.Has("width") ? 1 : properties.Number("width");
        if (width is <= 0 or > WidestCorridor)
        {
            properties.Fault("width", $"A corridor cannot be {width} m wide", $"Give metres up to {WidestCorridor}");
        }

        return Length.FromMetres((double)(width ?? 0));
    }
}
