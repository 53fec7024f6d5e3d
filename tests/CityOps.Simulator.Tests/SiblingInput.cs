namespace CityOps.Simulator.Tests;

/// <summary>
/// The real input that lies beside the repository on some machines; its cases are skipped where it is missing.
/// </summary>
internal static class SiblingInput
{
    /// <summary>The path of one of its files.</summary>
    public static string PathOf(string file)
    {
        var path = Path.GetFullPath(InRepository(Path.Combine("..", "shared", "data", file)));
        Skip.IfNot(File.Exists(path), $"{file} does not lie beside the repository.");
        return path;
    }

    /// <summary>A path that is given from the repository's root.</summary>
    public static string InRepository(string path)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "CityOps.sln")))
        {
            root = root.Parent;
        }

        return Path.Combine(root?.FullName ?? throw new InvalidOperationException("Not in the repository."), path);
    }
}
