namespace CityOps.Testing;

/// <summary>The repository that the tests were built in. Linked into the test projects.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string Demo => Path.Combine(Root, "config", "city", "demo");

    public static string Catalog => Path.Combine(Root, "config", "catalog");

    public static string Calendars => Path.Combine(Root, "config", "calendar");

    public static string Policies => Path.Combine(Root, "config", "policy");

    /// <summary>A path that is given from the repository's root.</summary>
    public static string PathOf(string path) => Path.GetFullPath(Path.Combine(Root, path));

    private static string Find(DirectoryInfo? directory) => directory switch
    {
        null => throw new DirectoryNotFoundException("The tests do not run inside of the repository."),
        _ when File.Exists(Path.Combine(directory.FullName, "CityOps.sln")) => directory.FullName,
        _ => Find(directory.Parent),
    };
}
