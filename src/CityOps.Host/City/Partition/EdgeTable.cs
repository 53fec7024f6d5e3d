using System.Runtime.InteropServices;
using NetTopologySuite.Geometries;

namespace CityOps.Host.City.Partition;

/// <summary>
/// The edges of all tiles, each with the tile on its left. In a partition every inner edge occurs exactly twice, once
/// in each direction; what does not is the border of the city or a fault. Found by sorting, in n log n.
/// </summary>
internal sealed class EdgeTable
{
    /// <summary>Vertices nearer than this are one: 10⁻⁷ degrees, about 1 cm.</summary>
    private const double Snap = 1e7;

    private readonly Dictionary<(long X, long Y), int> _numbers = [];
    private readonly List<Coordinate> _vertices = [];

    public EdgeTable(IReadOnlyList<Tile> tiles)
    {
        var (keys, edges) = (new List<long>(), new List<TileEdge>());
        for (var tile = 0; tile < tiles.Count; tile++)
        {
            var shape = tiles[tile].Shape;
            Add(shape.ExteriorRing, tile, keys, edges);
            foreach (var hole in shape.InteriorRings)
            {
                Add(hole, tile, keys, edges);
            }
        }

        CollectionsMarshal.AsSpan(keys).Sort(CollectionsMarshal.AsSpan(edges));
        Pair(keys, edges);
    }

    /// <summary>Which tiles have an edge in common.</summary>
    public List<(int One, int Other)> Neighbours { get; } = [];

    /// <summary>The edges that are not matched by exactly one other in the opposite direction.</summary>
    public List<TileEdge> Unmatched { get; } = [];

    public Coordinate Vertex(int number) => _vertices[number];

    private void Add(LineString ring, int tile, List<long> keys, List<TileEdge> edges)
    {
        var points = ring.CoordinateSequence;
        var from = Number(points.GetCoordinate(0));
        for (var i = 1; i < points.Count; i++)
        {
            var to = Number(points.GetCoordinate(i));
            if (from != to)
            {
                keys.Add(((long)Math.Min(from, to) << 32) | (uint)Math.Max(from, to));
                edges.Add(new TileEdge(from, to, tile));
            }

            from = to;
        }
    }

    private int Number(Coordinate at)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _numbers, ((long)Math.Round(at.X * Snap), (long)Math.Round(at.Y * Snap)), out var known);
        if (!known)
        {
            number = _vertices.Count;
            _vertices.Add(at);
        }

        return number;
    }

    private void Pair(List<long> keys, List<TileEdge> edges)
    {
        for (int start = 0, end; start < keys.Count; start = end)
        {
            for (end = start + 1; end < keys.Count && keys[end] == keys[start]; end++)
            {
            }

            if (end - start == 2 && edges[start].From == edges[start + 1].To)
            {
                Neighbours.Add((edges[start].Tile, edges[start + 1].Tile));
            }
            else
            {
                Unmatched.AddRange(edges[start..end]);
            }
        }
    }
}

/// <summary>One directed edge between numbered vertices; the tile lies on its left.</summary>
internal readonly record struct TileEdge(int From, int To, int Tile);
