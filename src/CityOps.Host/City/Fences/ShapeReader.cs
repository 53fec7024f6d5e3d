using System.Text.Json;
using CityOps.Host.City.Partition;
using CityOps.Host.City.Reading;
using NetTopologySuite.Geometries;

namespace CityOps.Host.City.Fences;

/// <summary>Reads the geometry of a geofence: a valid Polygon, or the LineString in the middle of a corridor.</summary>
internal static class ShapeReader
{
    /// <summary>The geometry; null after a fault.</summary>
    public static Geometry? Read(Record feature)
    {
        var geometry = feature.Inner("geometry");
        var type = geometry.Text("type");
        if (type is not ("Polygon" or "LineString"))
        {
            if (type.Length > 0)
            {
                feature.Fault($"The geometry is a {type}", "Give a Polygon, or a LineString with a width");
            }

            return null;
        }

        if (!geometry.Any("coordinates", JsonValueKind.Array, "a list of positions or rings", out var coordinates))
        {
            return null;
        }

        geometry.NoMore();
        return type == "Polygon" ? PolygonReader.Assemble(coordinates, feature) : Line(coordinates, feature);
    }

    private static LineString? Line(JsonElement coordinates, Record feature)
    {
        if (PolygonReader.Positions(coordinates, "line", feature) is not { } positions)
        {
            return null;
        }

        if (positions.Length >= 2 && positions.Any(p => !p.Equals2D(positions[0])))
        {
            return PolygonReader.Wgs84.CreateLineString(positions);
        }

        feature.Fault("The line has no length", "Give at least two positions that differ");
        return null;
    }
}
