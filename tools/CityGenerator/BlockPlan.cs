namespace CityOps.CityGenerator;

/// <summary>
/// Which lattice cells are city, which of them are merged into pairs and L-shapes and which are split in two, so that
/// exactly the wanted number of unit grids comes out.
/// </summary>
internal sealed class BlockPlan
{
    private BlockPlan(Lattice lattice)
    {
        Lattice = lattice;
        Group = new int[lattice.Cells];
        Cut = new Cut[lattice.Cells];
        Array.Fill(Group, -1);
    }

    public Lattice Lattice { get; }

    /// <summary>By cell: the first cell of its merged group, itself where it is alone, −1 outside of the city.</summary>
    public int[] Group { get; }

    /// <summary>By cell: how it is split.</summary>
    public Cut[] Cut { get; }

    public static BlockPlan Make(int unitGrids, int seed)
    {
        var random = new DeterministicRandom(seed, "blocks");
        var (angles, pairs) = ((int)(unitGrids * 0.03), (int)(unitGrids * 0.04));
        var cells = unitGrids - (int)(unitGrids * 0.12) + (2 * angles) + pairs;

        var side = (int)Math.Ceiling(1.5 * Math.Sqrt(cells)) + 4;
        var plan = new BlockPlan(new Lattice(side, side));
        var city = plan.Grow(cells, random);
        random.Shuffle(city);

        var left = cells;
        left -= 2 * plan.Merge(city, angles, random, corner: true);
        left -= plan.Merge(city, pairs, random, corner: false);
        plan.Split(city, unitGrids - left, random);
        return plan;
    }

    /// <summary>True if the edge separates two blocks, or the city from what is outside.</summary>
    public bool IsStreet(int edge)
    {
        var (left, right) = Lattice.Sides(edge);
        var (a, b) = (left < 0 ? -1 : Group[left], right < 0 ? -1 : Group[right]);
        return a != b;
    }

    /// <summary>Takes cells from the middle outwards, always one that touches the city: so it is one piece.</summary>
    private int[] Grow(int count, DeterministicRandom random)
    {
        var phases = (random.Between(0, 6.28), random.Between(0, 6.28), random.Between(0, 6.28));
        var middle = Lattice.Cell(Lattice.Columns / 2, Lattice.Rows / 2);
        var queue = new PriorityQueue<int, (double, int)>();
        var seen = new bool[Lattice.Cells];
        var city = new int[count];
        queue.Enqueue(middle, (0, middle));
        seen[middle] = true;
        for (var taken = 0; taken < count; taken++)
        {
            var cell = queue.Dequeue();
            city[taken] = cell;
            Group[cell] = cell;
            foreach (var (east, north) in new[] { (1, 0), (0, 1), (-1, 0), (0, -1) })
            {
                var next = Lattice.Beside(cell, east, north);
                if (next >= 0 && !seen[next])
                {
                    seen[next] = true;
                    queue.Enqueue(next, (Remoteness(next, phases), next));
                }
            }
        }

        return city;
    }

    /// <summary>The distance from the middle against a wavy outline.</summary>
    private double Remoteness(int cell, (double A, double B, double C) phases)
    {
        var x = (cell % Lattice.Columns) - (Lattice.Columns / 2) + 0.01;
        var y = (cell / Lattice.Columns) - (Lattice.Rows / 2);
        var angle = Math.Atan2(y, x);
        var outline = 1 + (0.10 * Math.Sin((2 * angle) + phases.A)) + (0.07 * Math.Sin((3 * angle) + phases.B))
            + (0.03 * Math.Sin((7 * angle) + phases.C));
        return Math.Sqrt((x * x) + (y * y)) / outline;
    }

    private int Merge(int[] city, int wanted, DeterministicRandom random, bool corner)
    {
        var merged = 0;
        foreach (var cell in city)
        {
            if (merged == wanted)
            {
                break;
            }

            var (east, north) = random.Below(4) switch { 0 => (1, 1), 1 => (-1, 1), 2 => (-1, -1), _ => (1, -1) };
            var first = Lattice.Beside(cell, east, 0);
            var second = corner ? Lattice.Beside(cell, 0, north) : cell;
            if (IsFree(cell) && first >= 0 && IsFree(first) && second >= 0 && IsFree(second))
            {
                Group[first] = cell;
                Group[second] = cell;
                Cut[cell] = Cut[first] = Cut[second] = CityGenerator.Cut.Merged;
                merged++;
            }
        }

        return merged;
    }

    private void Split(int[] city, int wanted, DeterministicRandom random)
    {
        foreach (var cell in city)
        {
            if (wanted > 0 && IsFree(cell))
            {
                Cut[cell] = random.Chance(0.5) ? CityGenerator.Cut.SouthToNorth : CityGenerator.Cut.WestToEast;
                wanted--;
            }
        }
    }

    private bool IsFree(int cell) => Group[cell] == cell && Cut[cell] == CityGenerator.Cut.Whole;
}

/// <summary>What became of a cell.</summary>
internal enum Cut
{
    Whole,
    Merged,
    SouthToNorth,
    WestToEast,
}
