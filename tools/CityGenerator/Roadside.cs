namespace CityOps.CityGenerator;

/// <summary>The streets as lines, and places beside them.</summary>
internal sealed class Roadside
{
    /// <summary>One metre in 10⁻⁷ degrees of latitude, and of longitude at the city's latitude.</summary>
    private const double North = 89.93;
    private const double East = 102.5;

    private readonly BlockPlan _plan;
    private readonly StreetGeometry _geometry;
    private readonly Faces _faces;
    private readonly int[] _edges;
    private readonly (string Zh, string En)[] _roads;

    public Roadside(BlockPlan plan, StreetGeometry geometry, Faces faces, int seed)
    {
        (_plan, _geometry, _faces) = (plan, geometry, faces);
        _edges = [.. Enumerable.Range(0, plan.Lattice.Edges).Where(plan.IsStreet)];
        var names = new Names(new DeterministicRandom(seed, "roads"));
        _roads = [.. Enumerable.Range(0, plan.Lattice.Columns + plan.Lattice.Rows + 2).Select(_ => names.Road())];
    }

    /// <summary>Every street in unbroken pieces; pieces that cross have the vertex in common.</summary>
    public IEnumerable<(string Zh, string En, List<int> Path)> Pieces()
    {
        foreach (var line in _edges.GroupBy(_plan.Lattice.Line))
        {
            var path = new List<int>();
            foreach (var edge in line.Order())
            {
                var along = _geometry.Along(edge).ToList();
                if (path.Count > 0 && path[^1] != along[0])
                {
                    yield return (_roads[line.Key].Zh, _roads[line.Key].En, path);
                    path = [];
                }

                path.AddRange(path.Count == 0 ? along : along.Skip(1));
            }

            yield return (_roads[line.Key].Zh, _roads[line.Key].En, path);
        }
    }

    /// <summary>A place three to nine metres beside a street, in the city, with its street and its face.</summary>
    public (GridVertex Place, int Face, (string Zh, string En) Road) Any(DeterministicRandom random)
    {
        while (true)
        {
            var edge = _edges[random.Below(_edges.Length)];
            var path = _geometry.Along(edge).ToList();
            var piece = random.Below(path.Count - 1);
            var (a, b) = (_geometry.Vertices[path[piece]], _geometry.Vertices[path[piece + 1]]);
            var (dx, dy) = ((b.Longitude - a.Longitude) / East, (b.Latitude - a.Latitude) / North);
            var length = Math.Sqrt((dx * dx) + (dy * dy));
            var toLeft = random.Chance(0.5);
            var aside = random.Between(3, 9) * (toLeft ? 1 : -1) / length;
            var along = random.Between(0.05, 0.95);
            var place = new GridVertex(
                (long)Math.Round(a.Longitude + (((dx * along) - (dy * aside)) * East)),
                (long)Math.Round(a.Latitude + (((dy * along) + (dx * aside)) * North)));

            var (left, right) = _plan.Lattice.Sides(edge);
            var cell = toLeft ? left : right;
            if (cell >= 0 && _plan.Group[cell] >= 0 && FaceAt(cell, place) is { } face)
            {
                return (place, face, _roads[_plan.Lattice.Line(edge)]);
            }
        }
    }

    private int? FaceAt(int cell, GridVertex place)
    {
        var (first, second) = _faces.OfCell[cell];
        return _faces.Contains(first, place) ? first : _faces.Contains(second, place) ? second : null;
    }
}
