namespace CityOps.Http.Grids;

/// <summary>The two levels of grids by their codes.</summary>
internal static class GridNames
{
    /// <summary>The patrol grid, or null where the grid that answers is the unit grid itself.</summary>
    public static string? PatrolGrid(string? unitGrid, string? beat) => beat == unitGrid ? null : beat;
}
