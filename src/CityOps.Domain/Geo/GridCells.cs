namespace CityOps.Domain.Geo;

/// <summary>
/// A raster over the city's bounding box. A cell that no boundary touches names the one unit grid around it, or
/// nothing; the others name a list of candidates in the order of the codes. Neighbouring cells share their lists.
/// </summary>
internal sealed class GridCells(CellRaster raster, int[] cells, int[] candidates)
{
    /// <summary>The content of a cell in which no unit grid is.</summary>
    public const int Nothing = -1;

    /// <summary>
    /// At or above 0: the unit grid that fills the cell of the place; below <see cref="Nothing"/>: its list.
    /// </summary>
    public int At(double x, double y) => raster.TryCellOf(x, y, out var cell) ? cells[cell] : Nothing;

    /// <summary>The unit grids of a list.</summary>
    public ReadOnlySpan<int> Candidates(int content)
    {
        var start = ListOf(content);
        return candidates.AsSpan(start + 1, candidates[start]);
    }

    /// <summary>The content that stands for the list with the given number.</summary>
    public static int ContentOf(int list) => -2 - list;

    /// <summary>The number of the list for which the content stands.</summary>
    public static int ListOf(int content) => -2 - content;
}
