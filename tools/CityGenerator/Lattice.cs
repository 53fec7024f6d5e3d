namespace CityOps.CityGenerator;

/// <summary>
/// The street network before it is bent: <see cref="Columns"/> × <see cref="Rows"/> cells between lines of nodes.
/// Knows numbers only: which cell, node and edge lies next to which.
/// </summary>
internal sealed record Lattice(int Columns, int Rows)
{
    public int Cells => Columns * Rows;

    public int Nodes => (Columns + 1) * (Rows + 1);

    private int HorizontalEdges => Columns * (Rows + 1);

    public int Edges => HorizontalEdges + ((Columns + 1) * Rows);

    public int Cell(int column, int row) => (row * Columns) + column;

    public int Node(int column, int row) => (row * (Columns + 1)) + column;

    /// <summary>The edge from node (column, row) to the east.</summary>
    public int Horizontal(int column, int row) => (row * Columns) + column;

    /// <summary>The edge from node (column, row) to the north.</summary>
    public int Vertical(int column, int row) => HorizontalEdges + (row * (Columns + 1)) + column;

    public bool IsHorizontal(int edge) => edge < HorizontalEdges;

    /// <summary>The street on which an edge lies: rows first, then columns.</summary>
    public int Line(int edge) =>
        IsHorizontal(edge) ? edge / Columns : Rows + 1 + ((edge - HorizontalEdges) % (Columns + 1));

    /// <summary>The nodes at the ends of an edge, west to east or south to north.</summary>
    public (int From, int To) Ends(int edge)
    {
        if (IsHorizontal(edge))
        {
            var from = Node(edge % Columns, edge / Columns);
            return (from, from + 1);
        }

        var node = edge - HorizontalEdges;
        return (node, node + Columns + 1);
    }

    /// <summary>The cells left and right of an edge as it runs, −1 outside of the lattice.</summary>
    public (int Left, int Right) Sides(int edge)
    {
        if (IsHorizontal(edge))
        {
            var (column, row) = (edge % Columns, edge / Columns);
            return (row < Rows ? Cell(column, row) : -1, row > 0 ? Cell(column, row - 1) : -1);
        }

        var (c, r) = ((edge - HorizontalEdges) % (Columns + 1), (edge - HorizontalEdges) / (Columns + 1));
        return (c > 0 ? Cell(c - 1, r) : -1, c < Columns ? Cell(c, r) : -1);
    }

    /// <summary>A cell's edges counter-clockwise from the south: south, east, north, west.</summary>
    public (int South, int East, int North, int West) EdgesOf(int cell)
    {
        var (column, row) = (cell % Columns, cell / Columns);
        return (Horizontal(column, row), Vertical(column + 1, row), Horizontal(column, row + 1), Vertical(column, row));
    }

    /// <summary>The cell at an offset, −1 outside of the lattice.</summary>
    public int Beside(int cell, int east, int north)
    {
        var (column, row) = ((cell % Columns) + east, (cell / Columns) + north);
        return column >= 0 && column < Columns && row >= 0 && row < Rows ? Cell(column, row) : -1;
    }
}
