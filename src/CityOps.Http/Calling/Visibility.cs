using CityOps.Domain;

namespace CityOps.Http.Calling;

/// <summary>What exists for a caller: what is of their department, or of their jurisdiction and below.</summary>
internal static class Visibility
{
    /// <summary>True if the caller may hear of something.</summary>
    /// <param name="viewer">The caller.</param>
    /// <param name="department">The department that has it, if one does.</param>
    /// <param name="code">The code of its centre or unit grid; each begins with that of the level above.</param>
    public static bool OfPlace(Actor viewer, string? department, string? code) =>
        viewer.Department is { } own ? own == department
        : viewer.Jurisdiction is not { } place || code?.StartsWith(place, StringComparison.Ordinal) == true;
}
