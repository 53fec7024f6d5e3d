using CityOps.Domain.City;
using NetTopologySuite.Geometries;

namespace CityOps.Domain.Geo;

/// <summary>Draws the unit grids, in the order of their codes, into the cells of the index.</summary>
internal sealed class GridCellsBuilder
{
    // 8 × 8 cells a grid while they fit the processor's cache, 4 × 4 for the largest cities.
    private const int CellsPerGrid = 64;
    private const int FewestCellsPerGrid = 16;
    private const int CellsInCache = 4_000_000;

    private readonly UnitGrid[] _grids;
    private readonly GridBoundaries _boundaries;
    private readonly CellRaster _raster;
    private readonly int[] _cells;

    // The last grid (counted from 1) whose boundary touched the cell.
    private readonly int[] _touchedBy;

    // While building, a list is a node: its last grid, and the node of the list before that grid was added. The first
    // one stands for the empty list.
    private readonly List<Node> _nodes = [new Node(Before: 0, Grid: -1)];

    public GridCellsBuilder(UnitGrid[] grids, GridBoundaries boundaries)
    {
        _grids = grids;
        _boundaries = boundaries;
        var box = new Envelope();
        foreach (var grid in grids)
        {
            box.ExpandToInclude(grid.Boundary.EnvelopeInternal);
        }

        var wanted = Math.Min((long)grids.Length * CellsPerGrid, CellsInCache);
        var fewest = Math.Max(1, (long)grids.Length * FewestCellsPerGrid);
        _raster = new CellRaster(box.IsNull ? new Envelope(0, 0, 0, 0) : box, (int)Math.Max(wanted, fewest));
        _cells = new int[_raster.Columns * _raster.Rows];
        _touchedBy = new int[_cells.Length];
        Array.Fill(_cells, GridCells.Nothing);
    }

    public GridCells Build()
    {
        for (var grid = 0; grid < _grids.Length; grid++)
        {
            foreach (var ring in _boundaries.Rings(grid))
            {
                for (var i = 2; i + 1 < ring.Length; i += 2)
                {
                    DrawEdge(grid, ring[i - 2], ring[i - 1], ring[i], ring[i + 1]);
                }
            }

            Fill(grid);
        }

        return new GridCells(_raster, _cells, Flatten());
    }

    private void DrawEdge(int grid, double x1, double y1, double x2, double y2)
    {
        var (column1, row1) = (_raster.ColumnOf(x1), _raster.RowOf(y1));
        var (column2, row2) = (_raster.ColumnOf(x2), _raster.RowOf(y2));
        if (row1 > row2)
        {
            (column1, row1, column2, row2) = (column2, row2, column1, row1);
        }

        var (first, last) = _raster.RowsBetween(row1, row2);
        for (var row = first; row <= last; row++)
        {
            // The part of the edge in this row, with the margin above and below it.
            var from = ColumnAt(Math.Max(row1, row - CellRaster.Margin));
            var to = ColumnAt(Math.Min(row2, row + 1 + CellRaster.Margin));
            var (left, right) = _raster.ColumnsBetween(Math.Min(from, to), Math.Max(from, to));
            if (row1 == row2)
            {
                (left, right) = _raster.ColumnsBetween(Math.Min(column1, column2), Math.Max(column1, column2));
            }

            for (var cell = (row * _raster.Columns) + left; cell <= (row * _raster.Columns) + right; cell++)
            {
                Touch(grid, cell);
            }
        }

        double ColumnAt(double row) =>
            row2 > row1 ? column1 + ((column2 - column1) * Math.Clamp((row - row1) / (row2 - row1), 0, 1)) : column1;
    }

    private void Touch(int grid, int cell)
    {
        // A cell that a lower code fills is that one's alone.
        if (_touchedBy[cell] == grid + 1 || _cells[cell] >= 0)
        {
            return;
        }

        _touchedBy[cell] = grid + 1;
        _cells[cell] = Append(_cells[cell], grid);
    }

    // Cells inside the grid that its boundary does not touch; along a row they change sides only at touched ones.
    private void Fill(int grid)
    {
        var box = _grids[grid].Boundary.EnvelopeInternal;
        var (bottom, top) = _raster.RowsBetween(_raster.RowOf(box.MinY), _raster.RowOf(box.MaxY));
        var (left, right) = _raster.ColumnsBetween(_raster.ColumnOf(box.MinX), _raster.ColumnOf(box.MaxX));
        for (var row = bottom; row <= top; row++)
        {
            bool? inside = null;
            for (var column = left; column <= right; column++)
            {
                var cell = (row * _raster.Columns) + column;
                if (_touchedBy[cell] == grid + 1 || _cells[cell] >= 0)
                {
                    inside = null;
                    continue;
                }

                inside ??= _boundaries.Covers(grid, _raster.MiddleOfColumn(column), _raster.MiddleOfRow(row));
                if (inside.Value)
                {
                    _cells[cell] = _cells[cell] == GridCells.Nothing ? grid : Append(_cells[cell], grid);
                }
            }
        }
    }

    // Grids come in order, so a list was lengthened by this grid before only if that was the last thing done to it.
    private int Append(int content, int grid)
    {
        var before = content == GridCells.Nothing ? 0 : GridCells.ListOf(content);
        var extended = _nodes[before];
        if (extended.LastGrid != grid)
        {
            extended = extended with { LastGrid = grid, LastNode = _nodes.Count };
            _nodes[before] = extended;
            _nodes.Add(new Node(before, grid));
        }

        return GridCells.ContentOf(extended.LastNode);
    }

    // From nodes to lists that are read from their start: a length, then the grids in the order of their codes.
    private int[] Flatten()
    {
        var starts = new int[_nodes.Count];
        var used = new bool[_nodes.Count];
        foreach (var content in _cells)
        {
            if (content < GridCells.Nothing)
            {
                used[GridCells.ListOf(content)] = true;
            }
        }

        var lists = new List<int>();
        for (var node = 0; node < starts.Length; node++)
        {
            starts[node] = lists.Count;
            if (used[node])
            {
                AddList(lists, node);
            }
        }

        for (var cell = 0; cell < _cells.Length; cell++)
        {
            if (_cells[cell] < GridCells.Nothing)
            {
                _cells[cell] = GridCells.ContentOf(starts[GridCells.ListOf(_cells[cell])]);
            }
        }

        return [.. lists];
    }

    private void AddList(List<int> lists, int node)
    {
        var start = lists.Count;
        lists.Add(0);
        for (; node != 0; node = _nodes[node].Before)
        {
            lists.Add(_nodes[node].Grid);
        }

        lists[start] = lists.Count - start - 1;
        lists.Reverse(start + 1, lists[start]);
    }

    private readonly record struct Node(int Before, int Grid)
    {
        /// <summary>The grid by which the list was last made longer.</summary>
        public int LastGrid { get; init; } = -1;

        /// <summary>The node of that longer list.</summary>
        public int LastNode { get; init; }
    }
}
