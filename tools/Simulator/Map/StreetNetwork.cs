using System.Text.Json;
using CityOps.Domain.Geo;
using NetTopologySuite.Features;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Converters;

namespace CityOps.Simulator.Map;

/// <summary>The streets to drive along: corners and the corners that each is joined to. Immutable.</summary>
internal sealed class StreetNetwork
{
    private static readonly JsonSerializerOptions GeoJson = new() { Converters = { new GeoJsonConverterFactory() } };
    private readonly IReadOnlyDictionary<GeoPoint, GeoPoint[]> _joined;
    private readonly GeoPoint[] _corners;

    private StreetNetwork(IReadOnlyDictionary<GeoPoint, GeoPoint[]> joined)
    {
        _joined = joined;
        _corners = [.. joined.Keys];
    }

    /// <summary>Reads the lines of a GeoJSON file; lines that share a vertex (to a decimetre) meet there.</summary>
    /// <exception cref="InputException">The file is missing, no GeoJSON, or has no line.</exception>
    public static StreetNetwork Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var features = JsonSerializer.Deserialize<FeatureCollection>(file, GeoJson) ?? [];
            return From(features.Select(feature => feature.Geometry), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InputException($"{path}: the streets cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The network of the given lines.</summary>
    public static StreetNetwork From(IEnumerable<Geometry?> geometries, string source)
    {
        var joined = new Dictionary<GeoPoint, HashSet<GeoPoint>>();
        foreach (var line in geometries.SelectMany(LinesOf))
        {
            var corners = line.Coordinates.Select(CornerOf).ToArray();
            foreach (var (a, b) in corners.Zip(corners.Skip(1)).Where(pair => pair.First != pair.Second))
            {
                Join(joined, a, b);
                Join(joined, b, a);
            }
        }

        return joined.Count > 0
            ? new(joined.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray()))
            : throw new InputException($"{source}: has no LineString to drive along.");
    }

    /// <summary>Some corner.</summary>
    public GeoPoint Corner(Chance chance) => chance.Of(_corners);

    /// <summary>Where to go on from a corner: anywhere but back, unless it is a dead end.</summary>
    public GeoPoint Next(GeoPoint corner, GeoPoint cameFrom, Chance chance)
    {
        var ways = _joined[corner];
        var onward = ways.Where(way => way != cameFrom).ToArray();
        return chance.Of(onward.Length > 0 ? onward : ways);
    }

    private static IEnumerable<LineString> LinesOf(Geometry? geometry) => geometry switch
    {
        LineString line => [line],
        MultiLineString lines => lines.Geometries.OfType<LineString>(),
        _ => [],
    };

    private static GeoPoint CornerOf(Coordinate at) =>
        GeoPoint.At(latitude: Math.Round(at.Y, 6), longitude: Math.Round(at.X, 6));

    private static void Join(Dictionary<GeoPoint, HashSet<GeoPoint>> joined, GeoPoint from, GeoPoint to)
    {
        if (!joined.TryGetValue(from, out var ways))
        {
            joined[from] = ways = [];
        }

        ways.Add(to);
    }
}
