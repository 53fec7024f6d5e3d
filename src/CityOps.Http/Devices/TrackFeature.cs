using System.Text.Json;
using CityOps.Domain.Devices;
using CityOps.Http.Json;
using NodaTime;

namespace CityOps.Http.Devices;

/// <summary>A track as a GeoJSON feature (RFC 7946).</summary>
/// <param name="Type">Always <c>Feature</c>.</param>
/// <param name="Id"><c>collectors/360102-001</c>.</param>
/// <param name="Geometry">A LineString; a Point where there is one fix; null where there is none.</param>
/// <param name="Properties">The times of the positions, in their order.</param>
internal sealed record TrackFeature(string Type, string Id, TrackGeometry? Geometry, TrackProperties Properties)
{
    private static readonly JsonSerializerOptions Options = CreateOptions();

    public static string Write(Device device, IReadOnlyList<Fix> fixes) => JsonSerializer.Serialize(
        new TrackFeature(
            "Feature",
            device.ToString(),
            GeometryOf(fixes),
            new TrackProperties(device.Id, [.. fixes.Select(fix => fix.ObservedAt)])),
        Options);

    private static TrackGeometry? GeometryOf(IReadOnlyList<Fix> fixes) => fixes switch
    {
        [] => null,
        [var only] => new TrackGeometry("Point", Position(only)),
        _ => new TrackGeometry("LineString", fixes.Select(Position).ToArray()),
    };

    // [longitude, latitude, altitude] (RFC 7946 3.1.1).
    private static double[] Position(Fix fix) => fix.Altitude is { } altitude
        ? [fix.Place.Longitude, fix.Place.Latitude, altitude.Metres]
        : [fix.Place.Longitude, fix.Place.Latitude];

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions();
        CityJson.Configure(options);
        return options;
    }
}

/// <summary>The geometry of a track.</summary>
/// <param name="Type"><c>LineString</c> or <c>Point</c>.</param>
/// <param name="Coordinates">Positions, or the one: [longitude, latitude] or [longitude, latitude, altitude].</param>
internal sealed record TrackGeometry(string Type, object Coordinates);

/// <summary>What belongs to the positions of a track.</summary>
internal sealed record TrackProperties(string Device, IReadOnlyList<Instant> Times);
