using System.Globalization;
using CityOps.Host.City.Reading;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Index.Strtree;
using NetTopologySuite.Operation.OverlayNG;
using NetTopologySuite.Operation.Union;

namespace CityOps.Host.City.Partition;

/// <summary>
/// Finds gaps between tiles and overlaps of them. If the unmatched edges form valid rings side by side, every place
/// inside is covered exactly once and nothing more is to be done; only otherwise are polygons compared, and only those
/// with an unmatched edge.
/// </summary>
internal sealed class PartitionCheck(
    string file, IReadOnlyList<Tile> tiles, EdgeTable edges, STRtree<int> index, FaultLog log)
{
    /// <summary>What is smaller is rounding: a strip of 5 mm along a street of 200 m.</summary>
    private const double ToleranceSquareMetres = 1;

    private const int NamedNeighbours = 4;

    private readonly HashSet<int> _suspects = [.. edges.Unmatched.Select(e => e.Tile)];

    /// <summary>Reports overlaps, and gaps unless some tiles have no shape: then they would be the gaps.</summary>
    public void Run(bool reportGaps)
    {
        var loops = BoundaryLoop.Trace(edges);
        if (IsOnePartition(loops))
        {
            return;
        }

        FindOverlaps();
        if (reportGaps)
        {
            foreach (var loop in loops)
            {
                if (loop.SignedArea < 0)
                {
                    FindGaps(loop);
                }
            }
        }
    }

    private bool IsOnePartition(List<BoundaryLoop> loops) =>
        loops.Sum(l => l.Tiles.Count) == edges.Unmatched.Count
        && loops.TrueForAll(l => l.SignedArea > 0 && l.Ring.Count > 3)
        && GeometryFactory.Default.CreateMultiPolygon([.. loops.Select(AsPolygon)]).IsValid;

    private void FindOverlaps()
    {
        foreach (var one in _suspects.Order())
        {
            var shape = tiles[one].Shape;
            foreach (var other in index.Query(shape.EnvelopeInternal).Order())
            {
                // Each pair once: a tile without unmatched edges is never `one`, so it may be the lower.
                if (other != one && (other > one || !_suspects.Contains(other)))
                {
                    ReportOverlap(tiles[one], tiles[other]);
                }
            }
        }
    }

    private void ReportOverlap(Tile one, Tile other)
    {
        var common = OverlayNGRobust.Overlay(one.Shape, other.Shape, OverlayNG.INTERSECTION);
        if (SquareMetres(common) is var area && area > ToleranceSquareMetres)
        {
            var (first, second) = one.Line <= other.Line ? (one, other) : (other, one);
            log.Add(
                file, second.Line, second.Code,
                $"The polygon overlaps that of {first.Code} (line {first.Line}) by {area:N0} m² at {Place(common)}",
                "Give both the same vertices along their border");
        }
    }

    /// <summary>
    /// A loop may run around tiles whose vertices are not quite those of their neighbours: what they cover is no gap.
    /// </summary>
    private void FindGaps(BoundaryLoop loop)
    {
        var hole = GeometryFixer.Fix(AsPolygon(loop));
        var covering = index.Query(hole.EnvelopeInternal).Select(t => (Geometry)tiles[t].Shape).ToList();
        var covered = UnaryUnionOp.Union(covering) ?? GeometryFactory.Default.CreatePolygon();
        var gaps = OverlayNGRobust.Overlay(hole, covered, OverlayNG.DIFFERENCE);
        for (var i = 0; i < gaps.NumGeometries; i++)
        {
            if (SquareMetres(gaps.GetGeometryN(i)) is var area && area > ToleranceSquareMetres)
            {
                ReportGap(gaps.GetGeometryN(i), area, loop);
            }
        }
    }

    private void ReportGap(Geometry gap, double area, BoundaryLoop loop)
    {
        var around = loop.Tiles.Distinct().Select(t => tiles[t]).OrderBy(t => t.Line).ToList();
        var near = around.Where(t => t.Shape.EnvelopeInternal.Intersects(gap.EnvelopeInternal)).ToList();
        near = near.Count > 0 ? near : around;
        var names = string.Join(", ", near.Take(NamedNeighbours).Select(t => t.Code));
        log.Add(
            file, near[0].Line, near[0].Code,
            $"There is a gap of {area:N0} m² at {Place(gap)}, beside {names}{(near.Count > NamedNeighbours ? ", …" : "")}",
            "Add the missing unit grid, or give the neighbours the same vertices");
    }

    private static Polygon AsPolygon(BoundaryLoop loop) =>
        GeometryFactory.Default.CreatePolygon(loop.Ring.Count > 3 ? [.. loop.Ring] : []);

    /// <summary>On the sphere, to better than 1 % at the size of a city.</summary>
    private static double SquareMetres(Geometry shape)
    {
        const double metresPerDegree = 111_195;
        var latitude = shape.IsEmpty ? 0 : shape.EnvelopeInternal.Centre.Y;
        return shape.Area * metresPerDegree * metresPerDegree * Math.Cos(double.DegreesToRadians(latitude));
    }

    private static string Place(Geometry shape) => string.Create(
        CultureInfo.InvariantCulture, $"{shape.InteriorPoint.X:F7}, {shape.InteriorPoint.Y:F7}");
}
