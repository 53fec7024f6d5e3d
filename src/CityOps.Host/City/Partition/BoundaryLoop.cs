using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;

namespace CityOps.Host.City.Partition;

/// <summary>A closed chain of unmatched edges: around the city counter-clockwise, around a gap clockwise.</summary>
internal sealed record BoundaryLoop(IReadOnlyList<Coordinate> Ring, IReadOnlyList<int> Tiles)
{
    /// <summary>Square degrees; below zero around a gap.</summary>
    public double SignedArea => -Area.OfRingSigned([.. Ring]);

    /// <summary>
    /// Chains the edges. Where several go on from a vertex the sharpest turn to the right is taken, so that two voids
    /// that touch in a point stay two. Edges that lead nowhere are left out: they come from crossing borders.
    /// </summary>
    public static List<BoundaryLoop> Trace(EdgeTable table)
    {
        var leaving = new Dictionary<int, List<TileEdge>>();
        foreach (var edge in table.Unmatched)
        {
            (leaving.TryGetValue(edge.From, out var known) ? known : leaving[edge.From] = []).Add(edge);
        }

        var loops = new List<BoundaryLoop>();
        foreach (var start in table.Unmatched)
        {
            if (leaving[start.From].Contains(start) && Follow(start, leaving, table) is { } loop)
            {
                loops.Add(loop);
            }
        }

        return loops;
    }

    private static BoundaryLoop? Follow(TileEdge start, Dictionary<int, List<TileEdge>> leaving, EdgeTable table)
    {
        var (ring, tiles) = (new List<Coordinate> { table.Vertex(start.From) }, new List<int>());
        var edge = start;
        while (true)
        {
            leaving[edge.From].Remove(edge);
            ring.Add(table.Vertex(edge.To));
            tiles.Add(edge.Tile);
            if (edge.To == start.From)
            {
                return new BoundaryLoop(ring, tiles);
            }

            if (!leaving.TryGetValue(edge.To, out var onward) || onward.Count == 0)
            {
                return null;
            }

            var came = edge;
            edge = onward.Count == 1 ? onward[0] : onward.MinBy(next => LeftTurn(came, next, table));
        }
    }

    /// <summary>−π (sharp right) to π (sharp left).</summary>
    private static double LeftTurn(TileEdge came, TileEdge next, EdgeTable table)
    {
        var (a, b, c) = (table.Vertex(came.From), table.Vertex(came.To), table.Vertex(next.To));
        return AngleUtility.Normalize(AngleUtility.Angle(b, c) - AngleUtility.Angle(a, b));
    }
}
