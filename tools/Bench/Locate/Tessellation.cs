using CityOps.Domain.City;
using NetTopologySuite.Geometries;

namespace CityOps.Bench.Locate;

/// <summary>A lattice of grids with crooked edges of three segments, which neighbours share to the last bit.</summary>
internal sealed class Tessellation(int columns, int rows)
{
    private const double Side = 0.001; // about 100 m
    private const int Parts = 3;

    public IReadOnlyList<UnitGrid> Grids() =>
        [.. from row in Enumerable.Range(0, rows) from column in Enumerable.Range(0, columns) select Grid(column, row)];

    private UnitGrid Grid(int column, int row)
    {
        var (left, right) = (column * Parts, (column + 1) * Parts);
        var (bottom, top) = (row * Parts, (row + 1) * Parts);
        var ring = new List<Coordinate>((4 * Parts) + 1);
        for (var i = 0; i < Parts; i++)
        {
            ring.Add(Vertex(left + i, bottom));
        }

        for (var i = 0; i < Parts; i++)
        {
            ring.Add(Vertex(right, bottom + i));
        }

        for (var i = 0; i < Parts; i++)
        {
            ring.Add(Vertex(right - i, top));
        }

        for (var i = 0; i < Parts; i++)
        {
            ring.Add(Vertex(left, top - i));
        }

        ring.Add(ring[0]);
        var number = (row * columns) + column;
        return new UnitGrid($"360102{number / 1000:D6}{number % 1000:D3}", new Polygon(new LinearRing([.. ring])), null);
    }

    private static Coordinate Vertex(int x, int y) => new(
        115.5 + (Side * ((x / (double)Parts) + Jitter(x, y, 1))),
        28.2 + (Side * ((y / (double)Parts) + Jitter(x, y, 2))));

    /// <summary>−0.1 to 0.1, the same for the same vertex.</summary>
    private static double Jitter(int x, int y, int axis)
    {
        var hash = unchecked((uint)((x * 73_856_093) ^ (y * 19_349_663) ^ (axis * 83_492_791)) * 2_654_435_761u);
        return ((hash >> 8) / (double)(1 << 24) * 0.2) - 0.1;
    }
}
