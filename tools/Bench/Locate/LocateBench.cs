using System.CommandLine;
using System.Diagnostics;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;
using CityOps.Domain.City;
using CityOps.Domain.Geo;

namespace CityOps.Bench.Locate;

/// <summary>Nanoseconds from a place to its unit grid, beside NetTopologySuite's STR tree with prepared polygons.</summary>
internal static class LocateBench
{
    private const int Columns = 640;

    public static Command ToCommand()
    {
        var points = Options.Number("--points", 200_000, "How many random places are located.");
        var rows = Options.Number("--rows", 625, $"How many rows of {Columns} unit grids the larger city has.");
        var rounds = Options.Number("--rounds", 5, "How often both are measured in turn; the fastest counts.");
        var command = new Command("locate", "Nanoseconds a locate beside NetTopologySuite.") { points, rows, rounds };
        command.SetAction(parsed =>
        {
            var figures = new Figures("locate");
            var (count, times) = (parsed.GetValue(points), parsed.GetValue(rounds));
            Measure(figures, "demo", "The demo city", [.. Repository.DemoCity().UnitGrids.Values], count, times);
            Measure(figures, "large", "A lattice of the size of the largest city", new Tessellation(Columns, parsed.GetValue(rows)).Grids(), count, times);
            figures.Print();
        });
        return command;
    }

    private static void Measure(
        Figures figures, string name, string title, IReadOnlyList<UnitGrid> grids, int count, int rounds)
    {
        var started = Stopwatch.GetTimestamp();
        var index = new GridIndex(grids);
        var ready = Stopwatch.GetElapsedTime(started);
        started = Stopwatch.GetTimestamp();
        var tree = new PreparedTree(grids);
        var treeReady = Stopwatch.GetElapsedTime(started);
        var places = Places(grids, count);

        // Warms both up, also NetTopologySuite's polygons, which prepare themselves at their first use.
        var agree = places.Count(p => index.Locate(p)?.Code == tree.Locate(p.Longitude, p.Latitude));
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(Nanoseconds(places, p => index.TryLocate(p, out _)));
            theirs.Add(Nanoseconds(places, p => tree.Locate(p.Longitude, p.Latitude) is not null));
        }

        figures.Heading($"{title}: {grids.Count:N0} unit grids, {count:N0} random places");
        figures.Add($"{name}Grids", "unit grids", grids.Count, "");
        figures.Add($"{name}Nanoseconds", "GridIndex", ours.Min(), "ns", 1);
        figures.Add($"{name}NtsNanoseconds", "STRtree and prepared polygons", theirs.Min(), "ns", 1);
        figures.Add($"{name}Ratio", "times as fast", theirs.Min() / ours.Min(), "", 1);
        figures.Add($"{name}BuildMs", "GridIndex built in", ready.TotalMilliseconds, "ms");
        figures.Add($"{name}NtsBuildMs", "STRtree built in", treeReady.TotalMilliseconds, "ms");
        figures.Add($"{name}Agree", "both name the same grid for every place", agree == places.Length);
    }

    private static double Nanoseconds(GeoPoint[] places, Func<GeoPoint, bool> locate)
    {
        var found = 0;
        var started = Stopwatch.GetTimestamp();
        foreach (var place in places)
        {
            found += locate(place) ? 1 : 0;
        }

        var elapsed = Stopwatch.GetElapsedTime(started);
        return found > 0 ? elapsed.TotalNanoseconds / places.Length : throw new BenchException("No place lies in a grid.");
    }

    /// <summary>Anywhere in the box of a grid, so that most are inside of it and some beside it.</summary>
    private static GeoPoint[] Places(IReadOnlyList<UnitGrid> grids, int count)
    {
        var random = new Random(20260101);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var box = grids[random.Next(grids.Count)].Boundary.EnvelopeInternal;
            return GeoPoint.At(
                box.MinY + (random.NextDouble() * box.Height), box.MinX + (random.NextDouble() * box.Width));
        })];
    }
}
