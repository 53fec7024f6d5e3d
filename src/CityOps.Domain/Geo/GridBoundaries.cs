using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;

namespace CityOps.Domain.Geo;

/// <summary>
/// The boundaries of all unit grids, or of other areas, in flat arrays, and the exact test whether one covers a place.
/// </summary>
internal sealed class GridBoundaries
{
    // x and y in turn, ring after ring, each closed as in NetTopologySuite.
    private readonly double[] _coordinates;

    // Where each ring ends in _coordinates; those of one grid, shell and holes, stand together.
    private readonly int[] _ringEnds;

    // The first ring of each grid, and one more entry for the end.
    private readonly int[] _firstRings;

    public GridBoundaries(IReadOnlyList<Polygon> boundaries)
    {
        _coordinates = new double[2 * boundaries.Sum(boundary => boundary.NumPoints)];
        _ringEnds = new int[boundaries.Sum(boundary => 1 + boundary.NumInteriorRings)];
        _firstRings = new int[boundaries.Count + 1];
        var (next, ring) = (0, 0);
        for (var i = 0; i < boundaries.Count; i++)
        {
            var boundary = boundaries[i];
            Add(boundary.ExteriorRing);
            for (var hole = 0; hole < boundary.NumInteriorRings; hole++)
            {
                Add(boundary.GetInteriorRingN(hole));
            }

            _firstRings[i + 1] = ring;
        }

        void Add(LineString line)
        {
            var points = line.CoordinateSequence;
            for (var i = 0; i < points.Count; i++)
            {
                _coordinates[next++] = points.GetX(i);
                _coordinates[next++] = points.GetY(i);
            }

            _ringEnds[ring++] = next;
        }
    }

    /// <summary>
    /// The rings of the grid, shell first; each x and y in turn, the first point repeated at its end.
    /// </summary>
    public RingEnumerator Rings(int grid) => new(this, grid);

    /// <summary>True if the place is inside the grid or on its boundary.</summary>
    /// <remarks>
    /// Counts crossings to the right over all rings, so that holes count out; the side of an edge is found robustly.
    /// </remarks>
    public bool Covers(int grid, double x, double y)
    {
        var inside = false;
        foreach (var ring in Rings(grid))
        {
            var (x1, y1) = (ring[0], ring[1]);
            for (var i = 2; i + 1 < ring.Length; i += 2)
            {
                var (x2, y2) = (ring[i], ring[i + 1]);
                if (y1 > y != y2 > y)
                {
                    if (x1 > x && x2 > x)
                    {
                        inside = !inside;
                    }
                    else if (x1 >= x || x2 >= x)
                    {
                        var side = CGAlgorithmsDD.OrientationIndex(x1, y1, x2, y2, x, y);
                        if (side == 0)
                        {
                            return true;
                        }

                        inside ^= side > 0 == y2 > y1;
                    }
                }
                else if (IsOnEnd(x1, y1, x2, y2, x, y))
                {
                    return true;
                }

                (x1, y1) = (x2, y2);
            }
        }

        return inside;
    }

    /// <summary>How far outside of the grid the place is; zero inside and on the boundary.</summary>
    public Length DistanceTo(int grid, GeoPoint place)
    {
        if (Covers(grid, place.Longitude, place.Latitude))
        {
            return default;
        }

        var plane = new LocalPlane(place);
        var nearest = double.PositiveInfinity;
        foreach (var ring in Rings(grid))
        {
            nearest = Math.Min(nearest, plane.MetresTo(ring));
        }

        return Length.FromMetres(nearest);
    }

    // What the crossings leave out: an edge that ends at the height of the place from below, or lies level with it.
    private static bool IsOnEnd(double x1, double y1, double x2, double y2, double x, double y) =>
        (x2 == x && y2 == y) || (y1 == y && y2 == y && Math.Min(x1, x2) <= x && x <= Math.Max(x1, x2));

    /// <summary>Walks the rings of one grid.</summary>
    public ref struct RingEnumerator(GridBoundaries boundaries, int grid)
    {
        private readonly int _end = boundaries._firstRings[grid + 1];
        private int _ring = boundaries._firstRings[grid] - 1;

        /// <summary>The coordinates of the current ring.</summary>
        public readonly ReadOnlySpan<double> Current
        {
            get
            {
                var start = _ring == 0 ? 0 : boundaries._ringEnds[_ring - 1];
                return boundaries._coordinates.AsSpan(start, boundaries._ringEnds[_ring] - start);
            }
        }

        /// <summary>Goes to the next ring.</summary>
        public bool MoveNext() => ++_ring < _end;

        /// <summary>Itself, for foreach.</summary>
        public readonly RingEnumerator GetEnumerator() => this;
    }
}
