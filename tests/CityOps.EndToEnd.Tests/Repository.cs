namespace CityOps.EndToEnd.Tests;

/// <summary>Where the sources lie.</summary>
internal static class Repository
{
    /// <summary>A path that is given from the repository's root.</summary>
    public static string PathOf(string path)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "CityOps.sln")))
        {
            root = root.Parent;
        }

        return Path.GetFullPath(
            Path.Combine(root?.FullName ?? throw new InvalidOperationException("Not in the repository."), path));
    }
}
