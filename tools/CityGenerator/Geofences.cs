namespace CityOps.CityGenerator;

/// <summary>
/// Geofences of every sort: a centre closed to muck trucks in rush hours, their corridors at night, a school, depots.
/// </summary>
internal sealed class Geofences(CityPlan plan, Faces faces, StreetGeometry geometry, Roadside roadside)
{
    private static readonly (double X, double Y)[] Octagon =
        [(1, 0), (0.7, 0.7), (0, 1), (-0.7, 0.7), (-1, 0), (-0.7, -0.7), (0, -1), (0.7, -0.7), (1, 0)];

    private readonly DeterministicRandom _random = new(plan.Seed, "geofences");

    public IEnumerable<string> Features()
    {
        object rushHours = new { Days = "monday-friday", Slots = new[] { "07:00-09:00", "17:00-19:00" } };
        yield return Polygon(
            new
            {
                Id = "centre", Name = Name("中心城区禁行区", "Centre, Closed in Rush Hours"), Rule = "enter",
                Kinds = new[] { "muckTruck" }, Times = new[] { rushHours },
            },
            Centre());
        yield return Polygon(
            new
            {
                Id = "school", Name = Name("学校禁行区", "School"), Rule = "enter",
                Kinds = new[] { "muckTruck", "sanitation" }, Times = new[] { rushHours },
            },
            AnyFace());
        for (var i = 1; i <= 2; i++)
        {
            yield return Polygon(
                new
                {
                    Id = $"depot-{i}", Name = Name($"环卫{i}号停车场", $"Sanitation Depot {i}"), Rule = "watch",
                    Kinds = new[] { "sanitation" },
                },
                AnyFace());
        }

        foreach (var feature in Corridors())
        {
            yield return feature;
        }
    }

    private IEnumerable<string> Corridors()
    {
        object night = new { Days = "monday-sunday", Slots = new[] { "00:00-06:00", "20:00-24:00" } };
        var trucks = Enumerable.Range(0, plan.Vehicles).Where(i => Staff.KindOf(i) == "muckTruck").Select(Staff.VehicleId).ToList();
        var longest = roadside.Pieces().OrderByDescending(p => p.Path.Count).Take(12).ToArray();
        var order = Enumerable.Range(0, longest.Length).ToArray();
        _random.Shuffle(order);
        foreach (var (number, street) in order.Take(3).Select(i => longest[i]).Index())
        {
            string[] own = [.. trucks.Skip(number * 5).Take(5)];
            if (own.Length > 0)
            {
                yield return Feature(
                    new
                    {
                        Id = $"muck-{number + 1}", Name = Name($"{street.Zh}渣土运输线", $"Muck Route {street.En}"),
                        Rule = "leave", Vehicles = own, Width = 60, Times = new[] { night },
                    },
                    "LineString", $"[{Path(street.Path.Select(v => geometry.Vertices[v]))}]");
            }
        }
    }

    // An octagon of half the city's width and height around its middle.
    private IEnumerable<GridVertex> Centre()
    {
        var (xs, ys) = (faces.Rings.SelectMany(r => r).Select(v => geometry.Vertices[v].Longitude).Order().ToList(),
            faces.Rings.SelectMany(r => r).Select(v => geometry.Vertices[v].Latitude).Order().ToList());
        var (middleX, middleY) = ((xs[0] + xs[^1]) / 2, (ys[0] + ys[^1]) / 2);
        return Octagon.Select(corner => new GridVertex(
            middleX + (long)Math.Round(corner.X * ((xs[^1] - xs[0]) / 4)),
            middleY + (long)Math.Round(corner.Y * ((ys[^1] - ys[0]) / 4))));
    }

    private IEnumerable<GridVertex> AnyFace()
    {
        var ring = faces.Rings[_random.Below(faces.Rings.Count)];
        return ring.Append(ring[0]).Select(v => geometry.Vertices[v]);
    }

    private static object Name(string zh, string en) => new { Zh = zh, En = en };

    private static string Polygon(object properties, IEnumerable<GridVertex> ring) =>
        Feature(properties, "Polygon", $"[[{Path(ring)}]]");

    private static string Feature(object properties, string type, string coordinates) =>
        $"{{\"type\":\"Feature\",\"properties\":{CityFiles.Json(properties)},"
        + $"\"geometry\":{{\"type\":\"{type}\",\"coordinates\":{coordinates}}}}}";

    private static string Path(IEnumerable<GridVertex> path) => string.Join(',', path.Select(v => $"[{v}]"));
}
