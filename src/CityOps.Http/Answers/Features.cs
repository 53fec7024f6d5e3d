namespace CityOps.Http.Answers;

/// <summary>A GeoJSON feature (RFC 7946).</summary>
/// <param name="Type">Always <c>Feature</c>.</param>
/// <param name="Id">The id of what it shows.</param>
/// <param name="Geometry">Where that is, WGS-84; null where it is not known.</param>
/// <param name="Properties">What it is, as the JSON of the same call has it.</param>
internal sealed record Feature<T>(string Type, string Id, Geometry? Geometry, T Properties)
{
    public static Feature<T> Of(string id, Geometry? geometry, T properties) => new("Feature", id, geometry, properties);
}

/// <summary>GeoJSON features, with what a list has beside its entries.</summary>
/// <param name="Type">Always <c>FeatureCollection</c>.</param>
/// <param name="Features">The entries.</param>
/// <param name="Next">Give it as <c>after</c> to read on; null at the end.</param>
/// <param name="AsOf">Everything recorded before this moment is in the list.</param>
internal sealed record FeatureCollection<T>(
    string Type, IReadOnlyList<Feature<T>> Features, string? Next, NodaTime.Instant AsOf)
{
    public static FeatureCollection<T> Of(Listing<T> list, Func<T, Feature<T>> feature) =>
        new("FeatureCollection", [.. list.Items.Select(feature)], list.Next, list.AsOf);
}

/// <summary>A GeoJSON geometry.</summary>
/// <param name="Type"><c>Point</c>, <c>Polygon</c> or <c>MultiPolygon</c>.</param>
/// <param name="Coordinates">Positions as [longitude, latitude], nested as the type has it.</param>
internal sealed record Geometry(string Type, object Coordinates)
{
    /// <summary>A point; null where a coordinate is not known.</summary>
    public static Geometry? Point(double? lon, double? lat) =>
        lon is { } x && lat is { } y ? new Geometry("Point", (double[])[x, y]) : null;

    /// <summary>An area: one polygon or several.</summary>
    public static Geometry Area(NetTopologySuite.Geometries.Geometry area) => area switch
    {
        NetTopologySuite.Geometries.Polygon one => new Geometry("Polygon", Rings(one)),
        _ => new Geometry("MultiPolygon", area.Parts().Select(Rings).ToArray()),
    };

    // Outer rings counterclockwise, holes clockwise (RFC 7946 3.1.6).
    private static double[][][] Rings(NetTopologySuite.Geometries.Polygon polygon) =>
    [
        Ring(polygon.Shell, isCounterclockwise: true),
        .. polygon.Holes.Select(hole => Ring(hole, isCounterclockwise: false)),
    ];

    private static double[][] Ring(NetTopologySuite.Geometries.LinearRing ring, bool isCounterclockwise)
    {
        double[][] positions = [.. ring.Coordinates.Select(c => new[] { c.X, c.Y })];
        return ring.IsCCW == isCounterclockwise ? positions : [.. positions.Reverse()];
    }
}

/// <summary>Geometries, taken apart.</summary>
internal static class Parting
{
    /// <summary>The polygons that it consists of.</summary>
    public static IEnumerable<NetTopologySuite.Geometries.Polygon> Parts(this NetTopologySuite.Geometries.Geometry area) =>
        Enumerable.Range(0, area.NumGeometries).Select(area.GetGeometryN).OfType<NetTopologySuite.Geometries.Polygon>();
}
