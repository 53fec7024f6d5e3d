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

    /// <summary>The text, piece by piece. Of the positions only the times are kept, which come at the end.</summary>
    public static async IAsyncEnumerable<string> WriteAsync(Device device, IAsyncEnumerable<IReadOnlyList<Fix>> track)
    {
        var text = $$"""{"type":"Feature","id":{{Json(device.ToString())}},"geometry":""";
        var times = new List<Instant>();
        Fix? first = null;
        await foreach (var fixes in track)
        {
            if (fixes.Count == 0)
            {
                continue;
            }

            var before = times.Count;
            times.AddRange(fixes.Select(fix => fix.ObservedAt));
            if (times.Count == 1)
            {
                // One position alone is no line: it waits for the next.
                first = fixes[0];
                continue;
            }

            var line = before == 1 && first is { } waiting ? fixes.Prepend(waiting) : fixes;
            yield return text + (before > 1 ? "," : """{"type":"LineString","coordinates":[""") + Positions(line);
            text = "";
        }

        yield return text + End(first, times) + ",\"properties\":" + Json(new TrackProperties(device.Id, times)) + "}";
    }

    private static string End(Fix? first, List<Instant> times) => times.Count > 1 ? "]}"
        : first is { } only ? Json(new TrackGeometry("Point", Position(only)))
        : "null";

    // Without the brackets of the list: more may follow.
    private static string Positions(IEnumerable<Fix> fixes) => Json(fixes.Select(Position))[1..^1];

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, Options);

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
