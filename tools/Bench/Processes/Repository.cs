using CityOps.Domain.City;
using CityOps.Host.City;

namespace CityOps.Bench.Processes;

/// <summary>Where the repository's parts are.</summary>
internal static class Repository
{
    public static string Root => Find();

    /// <summary>The program, as it was built with the bench. The tests of the benches name the folder of another, as they do for themselves.</summary>
    public static string Engine { get; } =
        Path.Combine(Environment.GetEnvironmentVariable("CITYOPS_ENGINE") ?? AppContext.BaseDirectory, "cityops.dll");

    public static CityConfiguration DemoCity() =>
        CityDirectory.Load(Path.Combine(Root, "config/city/demo")).City
            ?? throw new BenchException("The demo city has faults; see cityops check config/city/demo.");

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "CityOps.sln")))
            {
                return at.FullName;
            }
        }

        throw new BenchException("The benches run inside of the repository only.");
    }
}
