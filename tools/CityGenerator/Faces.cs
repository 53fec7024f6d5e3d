namespace CityOps.CityGenerator;

/// <summary>The unit grids as rings of shared vertices, counter-clockwise, and who touches whom.</summary>
internal sealed class Faces
{
    private readonly BlockPlan _plan;
    private readonly StreetGeometry _streets;

    public Faces(BlockPlan plan, StreetGeometry streets)
    {
        (_plan, _streets) = (plan, streets);
        OfCell = new (int, int)[plan.Lattice.Cells];
        var members = Enumerable.Range(0, plan.Lattice.Cells).Where(c => plan.Cut[c] == Cut.Merged)
            .ToLookup(c => plan.Group[c]);
        for (var cell = 0; cell < plan.Lattice.Cells; cell++)
        {
            if (plan.Group[cell] == cell)
            {
                AddFaces(cell, members);
            }
        }

        Neighbours = FindNeighbours();
    }

    public List<int[]> Rings { get; } = [];

    /// <summary>By cell of the city: its face, or both halves.</summary>
    public (int First, int Second)[] OfCell { get; }

    public int[][] Neighbours { get; }

    /// <summary>The middle of a face, in 10⁻⁷ degrees.</summary>
    public (double X, double Y) Middle(int face) =>
        (Rings[face].Average(v => (double)_streets.Vertices[v].Longitude),
            Rings[face].Average(v => (double)_streets.Vertices[v].Latitude));

    /// <summary>True if the place lies in the face, by crossings in whole numbers.</summary>
    public bool Contains(int face, GridVertex place)
    {
        var ring = Rings[face];
        var inside = false;
        for (int i = 0, j = ring.Length - 1; i < ring.Length; j = i++)
        {
            var (a, b) = (_streets.Vertices[ring[i]], _streets.Vertices[ring[j]]);
            if (a.Latitude > place.Latitude != b.Latitude > place.Latitude)
            {
                var (rise, run) = (b.Latitude - a.Latitude, b.Longitude - a.Longitude);
                var offset = ((place.Longitude - a.Longitude) * rise) - (run * (place.Latitude - a.Latitude));
                inside ^= rise > 0 ? offset < 0 : offset > 0;
            }
        }

        return inside;
    }

    private void AddFaces(int cell, ILookup<int, int> members)
    {
        var first = Rings.Count;
        switch (_plan.Cut[cell])
        {
            case Cut.Whole:
                Rings.Add([.. Ring(cell)]);
                OfCell[cell] = (first, first);
                break;
            case Cut.Merged:
                Rings.Add(Outline(members[cell]));
                foreach (var member in members[cell])
                {
                    OfCell[member] = (first, first);
                }

                break;
            default:
                AddHalves(cell);
                OfCell[cell] = (first, first + 1);
                break;
        }
    }

    private void AddHalves(int cell)
    {
        var (south, east, north, west) = _plan.Lattice.EdgesOf(cell);
        var (a, b) = _plan.Cut[cell] == Cut.SouthToNorth
            ? (_streets.CutOf(south), _streets.CutOf(north))
            : (_streets.CutOf(east), _streets.CutOf(west));
        var ring = Ring(cell).ToList();
        var (i, j) = (ring.IndexOf(a), ring.IndexOf(b));
        Rings.Add([.. ring[i..(j + 1)]]);
        Rings.Add([.. ring[j..], .. ring[..(i + 1)]]);
    }

    private IEnumerable<int> Ring(int cell)
    {
        var (south, east, north, west) = _plan.Lattice.EdgesOf(cell);
        return _streets.Along(south).SkipLast(1)
            .Concat(_streets.Along(east).SkipLast(1))
            .Concat(_streets.Along(north).Reverse().SkipLast(1))
            .Concat(_streets.Along(west).Reverse().SkipLast(1));
    }

    /// <summary>The ring around several cells: what two of them share, in opposite directions, falls away.</summary>
    private int[] Outline(IEnumerable<int> cells)
    {
        var next = new Dictionary<(int From, int To), bool>();
        foreach (var ring in cells.Select(c => Ring(c).ToArray()))
        {
            for (var i = 0; i < ring.Length; i++)
            {
                var (from, to) = (ring[i], ring[(i + 1) % ring.Length]);
                if (!next.Remove((to, from)))
                {
                    next.Add((from, to), true);
                }
            }
        }

        var follow = next.Keys.ToDictionary(e => e.From, e => e.To);
        var start = follow.Keys.Min();
        var outline = new List<int> { start };
        for (var at = follow[start]; at != start; at = follow[at])
        {
            outline.Add(at);
        }

        return [.. outline];
    }

    private int[][] FindNeighbours()
    {
        var total = Rings.Sum(r => r.Length);
        var (edges, owners) = (new long[total], new int[total]);
        var n = 0;
        for (var face = 0; face < Rings.Count; face++)
        {
            var ring = Rings[face];
            for (var i = 0; i < ring.Length; i++, n++)
            {
                var (a, b) = (ring[i], ring[(i + 1) % ring.Length]);
                (edges[n], owners[n]) = (((long)Math.Min(a, b) << 32) | (uint)Math.Max(a, b), face);
            }
        }

        Array.Sort(edges, owners);
        var found = new HashSet<int>[Rings.Count];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = [];
        }

        for (var i = 1; i < total; i++)
        {
            if (edges[i] == edges[i - 1])
            {
                found[owners[i]].Add(owners[i - 1]);
                found[owners[i - 1]].Add(owners[i]);
            }
        }

        return [.. found.Select(f => f.Order().ToArray())];
    }
}
