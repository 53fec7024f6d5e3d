using System.Diagnostics;
using CityOps.Bench.Results;
using CityOps.Domain.City;
using CityOps.Domain.Components;
using CityOps.Domain.Geo;

namespace CityOps.Bench.Lists;

/// <summary>The index of components: its size, how long it takes to make, and to ask. Seeded.</summary>
internal static class ComponentFigures
{
    private const int Nearest = 20;

    public static void Add(CityConfiguration city, int count, int queries, Figures figures)
    {
        var random = new Random(17);
        var grids = city.UnitGrids.Values.Select(g => g.Boundary.EnvelopeInternal).ToArray();
        List<Component> components =
        [
            .. Enumerable.Range(0, count).Select(i => new Component($"3601020{random.Next(101, 158)}{i:D6}", "0101", Place(), "city-water")),
        ];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var started = Stopwatch.GetTimestamp();
        var index = new ComponentIndex(components.Select(c => new ManagedComponent(c)));
        var made = Stopwatch.GetElapsedTime(started);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        var (near, boxes) = (new Latencies(), new Latencies());
        for (var i = 0; i < queries; i++)
        {
            var place = Place();
            started = Stopwatch.GetTimestamp();
            var found = index.Near(place, Nearest, _ => true);
            near.Record(started, Stopwatch.GetTimestamp());
            started = Stopwatch.GetTimestamp();
            var inside = index.Within(place, GeoPoint.At(place.Latitude + 0.005, place.Longitude + 0.005)).Count();
            boxes.Record(started, Stopwatch.GetTimestamp());
            if (found.Count != Math.Min(Nearest, count) || inside > index.Count)
            {
                throw new BenchException($"Near {place} are {found.Count} components.");
            }
        }

        figures.Heading("The index of components");
        figures.Add("components", "components", index.Count, "");
        figures.Add("componentsMadeMs", "made in", made.TotalMilliseconds, "ms");
        figures.Add("bytesPerComponent", "bytes of it a component, beside the city's own", bytes / (double)count, "bytes");
        figures.Add("nearP99Ms", $"the {Nearest} nearest to a place, p99", near.Milliseconds(99), "ms", 3);
        figures.Add("boxP99Ms", "those in a box of 500 m, p99", boxes.Milliseconds(99), "ms", 3);

        GeoPoint Place()
        {
            var grid = random.NextItem(grids);
            return GeoPoint.At(
                grid.MinY + (random.NextDouble() * grid.Height), grid.MinX + (random.NextDouble() * grid.Width));
        }
    }
}
