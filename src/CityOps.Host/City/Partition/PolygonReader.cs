using System.Text.Json;
using CityOps.Host.City.Reading;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Valid;

namespace CityOps.Host.City.Partition;

/// <summary>Reads one feature's geometry, and sees that it is a valid polygon.</summary>
internal static class PolygonReader
{
    /// <summary>Makes geometries whose x is the longitude and y the latitude.</summary>
    public static readonly GeometryFactory Wgs84 = new(new PrecisionModel(), 4326);

    /// <summary>The polygon, its outer ring counter-clockwise and its holes clockwise; null after a fault.</summary>
    public static Polygon? Read(Record feature)
    {
        var geometry = feature.Inner("geometry");
        if (geometry.Text("type") is var type and not "Polygon")
        {
            if (type.Length > 0)
            {
                feature.Fault($"The geometry is a {type}", "Give a Polygon; several places are several unit grids");
            }

            return null;
        }

        if (!geometry.Any("coordinates", JsonValueKind.Array, "a list of rings", out var coordinates))
        {
            return null;
        }

        geometry.NoMore();
        return Assemble(coordinates, feature);
    }

    /// <summary>The polygon of the coordinates of a geometry, likewise.</summary>
    public static Polygon? Assemble(JsonElement coordinates, Record feature)
    {
        var rings = coordinates.EnumerateArray().Select((ring, i) => Ring(ring, i > 0, feature)).ToList();
        if (rings.Count == 0)
        {
            feature.Fault("The polygon has no ring", "Give its outer ring");
        }

        if (rings.Count == 0 || rings.OfType<LinearRing>().Count() < rings.Count || rings[0] is not { } shell)
        {
            return null;
        }

        var polygon = Wgs84.CreatePolygon(shell, [.. rings.Skip(1).OfType<LinearRing>()]);
        var validity = new IsValidOp(polygon);
        if (validity.IsValid)
        {
            return polygon;
        }

        var (problem, at) = (validity.ValidationError.Message, validity.ValidationError.Coordinate);
        feature.Fault($"The polygon is not valid: {problem} at {at.X:F7}, {at.Y:F7}", "Redraw it there");
        return null;
    }

    /// <summary>The positions of a ring or line; null after a fault.</summary>
    public static Coordinate[]? Positions(JsonElement path, string name, Record feature)
    {
        if (path.ValueKind != JsonValueKind.Array)
        {
            feature.Fault($"A {name} is no list of positions", "Give [[lon, lat], …]");
            return null;
        }

        var positions = new Coordinate[path.GetArrayLength()];
        var count = 0;
        foreach (var position in path.EnumerateArray())
        {
            if (!TryPosition(position, out positions[count++]))
            {
                feature.Fault(
                    $"Position {count} is {Shorten(position.GetRawText())}", "Give [longitude, latitude] in degrees");
                return null;
            }
        }

        return positions;
    }

    private static LinearRing? Ring(JsonElement ring, bool isHole, Record feature)
    {
        if (Positions(ring, "ring", feature) is not { } positions)
        {
            return null;
        }

        if (positions.Length < 4)
        {
            feature.Fault($"A ring has {positions.Length} positions", "Give at least four, the last equal to the first");
            return null;
        }

        if (!positions[0].Equals2D(positions[^1]))
        {
            feature.Fault("A ring is not closed", "Repeat the first position at the end");
            return null;
        }

        if (Orientation.IsCCW(positions) == isHole)
        {
            Array.Reverse(positions);
        }

        return Wgs84.CreateLinearRing(positions);
    }

    private static bool TryPosition(JsonElement position, out Coordinate at)
    {
        at = new Coordinate();
        if (position.ValueKind != JsonValueKind.Array || position.GetArrayLength() is < 2 or > 3
            || position[0].ValueKind != JsonValueKind.Number || position[1].ValueKind != JsonValueKind.Number)
        {
            return false;
        }

        (at.X, at.Y) = (position[0].GetDouble(), position[1].GetDouble());
        return at is { X: >= -180 and <= 180, Y: >= -90 and <= 90 };
    }

    private static string Shorten(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
