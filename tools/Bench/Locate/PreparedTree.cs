using CityOps.Domain.City;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Index.Strtree;

namespace CityOps.Bench.Locate;

/// <summary>What one would build with NetTopologySuite alone: an STR tree over prepared polygons.</summary>
internal sealed class PreparedTree
{
    private readonly STRtree<(string Code, IPreparedGeometry Area)> _tree = new();

    public PreparedTree(IEnumerable<UnitGrid> grids)
    {
        foreach (var grid in grids)
        {
            _tree.Insert(grid.Boundary.EnvelopeInternal, (grid.Code, PreparedGeometryFactory.Prepare(grid.Boundary)));
        }

        _tree.Build();
    }

    /// <summary>The lowest code whose polygon covers the place.</summary>
    public string? Locate(double x, double y)
    {
        var point = new Point(x, y);
        string? found = null;
        foreach (var (code, area) in _tree.Query(point.EnvelopeInternal))
        {
            if ((found is null || string.CompareOrdinal(code, found) < 0) && area.Covers(point))
            {
                found = code;
            }
        }

        return found;
    }
}
