using CityOps.CityGenerator;
using CityOps.Host.City;

namespace CityOps.Testing;

/// <summary>A generated city of 120 unit grids in a directory of its own, into which a test plants its fault.</summary>
internal sealed class SmallCity : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("cityops-").FullName;

    public SmallCity(int seed = 7)
    {
        foreach (var shared in new[] { Repository.Catalog, Repository.Calendars, Repository.Policies })
        {
            var copy = Directory.CreateDirectory(Path.Combine(_root, Path.GetFileName(shared))).FullName;
            foreach (var file in Directory.GetFiles(shared))
            {
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            }
        }

        GeneratedCity.Write(new CityPlan
        {
            Out = Path.Combine(_root, "city"), Catalog = Path.Combine(_root, "catalog"),
            Calendars = Path.Combine(_root, "calendar"),
            Escalation = Path.Combine(_root, "policy", "escalation.json"), Seed = seed,
            UnitGrids = 120, PatrolGrids = 4, Districts = 2, Collectors = 8, Vehicles = 8, Cameras = 20, Components = 60,
        });
    }

    public string Folder => Path.Combine(_root, "city");

    public CityCheck Check() => CityDirectory.Load(Folder);

    public string[] Lines(string file) => File.ReadAllLines(PathOf(file));

    public string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>Replaces the first occurrence on a line, which must be there.</summary>
    public void Replace(string file, int line, string from, string to)
    {
        var lines = Lines(file);
        var at = lines[line - 1].IndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{file}:{line} has no {from}: {lines[line - 1]}");
        lines[line - 1] = lines[line - 1][..at] + to + lines[line - 1][(at + from.Length)..];
        File.WriteAllLines(PathOf(file), lines);
    }

    public void ReplaceLine(string file, int line, string text)
    {
        var lines = Lines(file);
        lines[line - 1] = text;
        File.WriteAllLines(PathOf(file), lines);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
