using CityOps.Domain.City;
using CityOps.Domain.Geo;
using NetTopologySuite.Geometries;

namespace CityOps.Domain.Tests.Geo;

/// <summary>
/// Seeded partitions of an area into irregular unit grids, and the plain rule to compare the index with.
/// </summary>
internal static class Partition
{
    private const double Width = 0.001;

    /// <summary>
    /// A jittered lattice; every inner node is shared by the blocks around it, and edges get a bend that both sides
    /// share.
    /// </summary>
    public static UnitGrid[] Irregular(int columns, int rows, int seed, double west = 115.8, double south = 28.6)
    {
        var random = new Random(seed);
        var nodes = new Coordinate[columns + 1, rows + 1];
        var eastBends = new Coordinate[columns + 1, rows + 1];
        var northBends = new Coordinate[columns + 1, rows + 1];
        for (var i = 0; i <= columns; i++)
        {
            for (var j = 0; j <= rows; j++)
            {
                nodes[i, j] = Jittered(i, j);
                eastBends[i, j] = Jittered(i + 0.5, j);
                northBends[i, j] = Jittered(i, j + 0.5);
            }
        }

        var grids = new UnitGrid[columns * rows];
        var codes = Enumerable.Range(0, grids.Length).ToArray();
        random.Shuffle(codes);
        for (var i = 0; i < columns; i++)
        {
            for (var j = 0; j < rows; j++)
            {
                var ring = new LinearRing([
                    nodes[i, j], eastBends[i, j], nodes[i + 1, j], northBends[i + 1, j],
                    nodes[i + 1, j + 1], eastBends[i, j + 1], nodes[i, j + 1], northBends[i, j], nodes[i, j],
                ]);
                var at = (i * rows) + j;
                grids[at] = new UnitGrid($"{360102000000000 + codes[at]}", new Polygon(ring), null);
            }
        }

        return grids;

        Coordinate Jittered(double column, double row) => new(
            west + ((column + Jitter()) * Width),
            south + ((row + Jitter()) * Width));

        double Jitter() => 0.4 * (random.NextDouble() - 0.5);
    }

    /// <summary>
    /// The stated rule, on NetTopologySuite alone: the lowest code among the unit grids that cover the place.
    /// </summary>
    public static string? Expected(IEnumerable<UnitGrid> grids, GeoPoint place)
    {
        var point = new Point(place.Longitude, place.Latitude);
        return grids.Where(grid => grid.Boundary.EnvelopeInternal.Covers(point.Coordinate) && grid.Boundary.Covers(point))
            .Select(grid => grid.Code).Min(StringComparer.Ordinal);
    }
}
