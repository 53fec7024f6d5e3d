using NetTopologySuite.Geometries;

namespace CityOps.Domain.Geo;

/// <summary>Equal cells over a bounding box, row by row from the south-west corner.</summary>
internal readonly struct CellRaster
{
    // Cells are never so small (0.1 mm) that rounding of a coordinate could reach over the margin below.
    private const double SmallestCell = 1e-9;

    /// <summary>
    /// By how much of a cell an edge counts for the neighbouring cell too, so that no rounding can miss it.
    /// </summary>
    public const double Margin = 1e-3;

    private readonly double _minX;
    private readonly double _minY;
    private readonly double _maxX;
    private readonly double _maxY;
    private readonly double _perX;
    private readonly double _perY;

    /// <summary>About so many cells over the box, as square as the box allows.</summary>
    public CellRaster(Envelope box, int cells)
    {
        (_minX, _minY, _maxX, _maxY) = (box.MinX, box.MinY, box.MaxX, box.MaxY);
        var side = Math.Max(SmallestCell, Math.Sqrt(box.Area / cells));
        Columns = (int)Math.Clamp(box.Width / side, 1, cells);
        Rows = (int)Math.Clamp(box.Height / side, 1, cells);
        _perX = Columns / Math.Max(SmallestCell, box.Width);
        _perY = Rows / Math.Max(SmallestCell, box.Height);
    }

    /// <summary>How many cells a row has.</summary>
    public int Columns { get; }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>The cell of a place, or false outside of the box.</summary>
    public bool TryCellOf(double x, double y, out int cell)
    {
        if (x >= _minX && x <= _maxX && y >= _minY && y <= _maxY)
        {
            var column = Math.Min((int)((x - _minX) * _perX), Columns - 1);
            var row = Math.Min((int)((y - _minY) * _perY), Rows - 1);
            cell = (row * Columns) + column;
            return true;
        }

        cell = 0;
        return false;
    }

    /// <summary>The column coordinate of a longitude, in cells.</summary>
    public double ColumnOf(double x) => (x - _minX) * _perX;

    /// <summary>The row coordinate of a latitude, in cells.</summary>
    public double RowOf(double y) => (y - _minY) * _perY;

    /// <summary>The longitude of the middle of a column.</summary>
    public double MiddleOfColumn(int column) => _minX + ((column + 0.5) / _perX);

    /// <summary>The latitude of the middle of a row.</summary>
    public double MiddleOfRow(int row) => _minY + ((row + 0.5) / _perY);

    /// <summary>The extent of a cell, the margin included.</summary>
    public Envelope BoxOf(int column, int row) => new(
        _minX + ((column - Margin) / _perX), _minX + ((column + 1 + Margin) / _perX),
        _minY + ((row - Margin) / _perY), _minY + ((row + 1 + Margin) / _perY));

    /// <summary>The columns that lie between two column coordinates, the margin included.</summary>
    public (int First, int Last) ColumnsBetween(double from, double to) => Between(from, to, Columns);

    /// <summary>The rows that lie between two row coordinates, the margin included.</summary>
    public (int First, int Last) RowsBetween(double from, double to) => Between(from, to, Rows);

    private static (int First, int Last) Between(double from, double to, int count) =>
        (Math.Clamp((int)(from - Margin), 0, count - 1), Math.Clamp((int)(to + Margin), 0, count - 1));
}
