namespace CityOps.CityGenerator;

/// <summary>
/// Where the nodes lie and how the edges bend. Every vertex is rounded once and then shared by number, so that neighbours
/// have exactly the same coordinates.
/// </summary>
internal sealed class StreetGeometry
{
    private const double CentreLatitude = 28.68;
    private const double CentreLongitude = 115.86;
    private const double MetresPerDegree = 111_195;

    /// <summary>150.6 km² in 3,780 unit grids.</summary>
    private const double SquareMetresPerUnitGrid = 150_600_000.0 / 3_780;

    private readonly List<(double X, double Y)> _metres = [];
    private readonly Dictionary<int, int[]> _inner = [];
    private readonly Dictionary<int, int> _cuts = [];
    private readonly Lattice _lattice;

    public StreetGeometry(BlockPlan plan, int unitGrids, int seed)
    {
        _lattice = plan.Lattice;
        var random = new DeterministicRandom(seed, "streets");
        PlaceNodes(random);
        var cutEdges = CutEdges(plan);
        for (var edge = 0; edge < _lattice.Edges; edge++)
        {
            if (plan.IsStreet(edge))
            {
                Bend(edge, cutEdges.Contains(edge), random);
            }
        }

        Scale(plan, unitGrids);
        Vertices = [.. _metres.Select(ToDegrees)];
    }

    /// <summary>By vertex: its place in 10⁻⁷ degrees.</summary>
    public GridVertex[] Vertices { get; }

    /// <summary>The vertices along an edge, both ends included; a straight line where it is no street.</summary>
    public IEnumerable<int> Along(int edge)
    {
        var (from, to) = _lattice.Ends(edge);
        return _inner.TryGetValue(edge, out var inner) ? [from, .. inner, to] : [from, to];
    }

    /// <summary>The vertex at which a split cell's dividing line meets an edge.</summary>
    public int CutOf(int edge) => _cuts[edge];

    private static HashSet<int> CutEdges(BlockPlan plan)
    {
        var edges = new HashSet<int>();
        for (var cell = 0; cell < plan.Lattice.Cells; cell++)
        {
            if (plan.Cut[cell] is Cut.SouthToNorth or Cut.WestToEast)
            {
                var (south, east, north, west) = plan.Lattice.EdgesOf(cell);
                var crosses = plan.Cut[cell] == Cut.SouthToNorth;
                edges.Add(crosses ? south : west);
                edges.Add(crosses ? north : east);
            }
        }

        return edges;
    }

    /// <summary>Lines at uneven distances, small blocks in the middle, swung by long waves, every node moved a little.</summary>
    private void PlaceNodes(DeterministicRandom random)
    {
        var xs = LinePositions(_lattice.Columns, random);
        var ys = LinePositions(_lattice.Rows, random);
        var (p, q) = (random.Between(0, 6.28), random.Between(0, 6.28));
        for (var row = 0; row <= _lattice.Rows; row++)
        {
            for (var column = 0; column <= _lattice.Columns; column++)
            {
                var x = xs[column] + (Room(xs, column) * random.Between(-0.14, 0.14));
                var y = ys[row] + (Room(ys, row) * random.Between(-0.14, 0.14));
                _metres.Add((x + (140 * Math.Sin((y / 900) + p)), y + (140 * Math.Sin((x / 1_100) + q))));
            }
        }
    }

    private static double[] LinePositions(int gaps, DeterministicRandom random)
    {
        var positions = new double[gaps + 1];
        for (var i = 1; i <= gaps; i++)
        {
            var fromMiddle = Math.Abs((2.0 * i / gaps) - 1);
            positions[i] = positions[i - 1] + (200 * (0.75 + (0.5 * fromMiddle)) * random.Between(0.75, 1.3));
        }

        return [.. positions.Select(at => at - (positions[^1] / 2))];
    }

    private static double Room(double[] lines, int i) =>
        Math.Min(lines[Math.Max(i, 1)] - lines[Math.Max(i, 1) - 1], lines[Math.Min(i + 1, lines.Length - 1)]
            - lines[Math.Min(i + 1, lines.Length - 1) - 1]);

    private void Bend(int edge, bool isCut, DeterministicRandom random)
    {
        var bends = random.NextDouble();
        var inner = new List<int>(3);
        if (bends > 0.45)
        {
            inner.Add(Add(edge, random.Between(0.2, 0.4), random.Between(-0.045, 0.045)));
        }

        if (isCut)
        {
            _cuts[edge] = Add(edge, random.Between(0.45, 0.55), random.Between(-0.01, 0.01));
            inner.Add(_cuts[edge]);
        }

        if (bends > 0.75)
        {
            inner.Add(Add(edge, random.Between(0.6, 0.8), random.Between(-0.045, 0.045)));
        }

        if (inner.Count > 0)
        {
            _inner[edge] = [.. inner];
        }
    }

    private int Add(int edge, double along, double aside)
    {
        var (from, to) = _lattice.Ends(edge);
        var (a, b) = (_metres[from], _metres[to]);
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        _metres.Add((a.X + (dx * along) - (dy * aside), a.Y + (dy * along) + (dx * aside)));
        return _metres.Count - 1;
    }

    /// <summary>Stretches everything so that the city has the wanted area.</summary>
    private void Scale(BlockPlan plan, int unitGrids)
    {
        var twiceArea = 0.0;
        for (var edge = 0; edge < _lattice.Edges; edge++)
        {
            var (left, right) = _lattice.Sides(edge);
            var inside = (left >= 0 && plan.Group[left] >= 0 ? 1 : 0) - (right >= 0 && plan.Group[right] >= 0 ? 1 : 0);
            if (inside != 0)
            {
                var path = Along(edge).Select(v => _metres[v]).ToList();
                twiceArea += inside * path.Zip(path.Skip(1), (a, b) => (a.X * b.Y) - (b.X * a.Y)).Sum();
            }
        }

        var factor = Math.Sqrt(unitGrids * SquareMetresPerUnitGrid / (twiceArea / 2));
        for (var i = 0; i < _metres.Count; i++)
        {
            _metres[i] = (_metres[i].X * factor, _metres[i].Y * factor);
        }
    }

    private static GridVertex ToDegrees((double X, double Y) metres)
    {
        var latitude = CentreLatitude + (metres.Y / MetresPerDegree);
        var longitude = CentreLongitude
            + (metres.X / (MetresPerDegree * Math.Cos(double.DegreesToRadians(CentreLatitude))));
        return new GridVertex((long)Math.Round(longitude * 1e7), (long)Math.Round(latitude * 1e7));
    }
}

/// <summary>A place in whole 10⁻⁷ degrees, about 1 cm: what is written is exactly what was compared.</summary>
internal readonly record struct GridVertex(long Longitude, long Latitude)
{
    public override string ToString() =>
        $"{Longitude / 10_000_000}.{Longitude % 10_000_000:D7},{Latitude / 10_000_000}.{Latitude % 10_000_000:D7}";
}
