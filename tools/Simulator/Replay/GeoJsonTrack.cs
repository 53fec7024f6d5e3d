using System.Text.Json;
using CityOps.Simulator.Clients;

namespace CityOps.Simulator.Replay;

/// <summary>Reads how many fixes a track in GeoJSON has.</summary>
internal static class GeoJsonTrack
{
    /// <summary>
    /// The positions of all lines, or, where there is no line, the number of points; of a document, feature or
    /// geometry. A track may come as both, and then it must not be counted twice.
    /// </summary>
    public static int CountFixes(JsonElement json)
    {
        var (lines, points) = Count(json);
        return Math.Max(lines, points);
    }

    private static (int Lines, int Points) Count(JsonElement json) => json.Text("type") switch
    {
        "FeatureCollection" => Sum(json.Items("features")),
        "GeometryCollection" => Sum(json.Items("geometries")),
        "Feature" when json.TryGetProperty("geometry", out var geometry) => Count(geometry),
        "LineString" => (json.Items("coordinates").Count(), 0),
        "MultiLineString" => (json.Items("coordinates").Sum(line => line.GetArrayLength()), 0),
        "MultiPoint" => (0, json.Items("coordinates").Count()),
        "Point" => (0, 1),
        _ => (0, 0),
    };

    private static (int Lines, int Points) Sum(IEnumerable<JsonElement> parts) => parts
        .Select(Count)
        .Aggregate((Lines: 0, Points: 0), (sum, part) => (sum.Lines + part.Lines, sum.Points + part.Points));
}
