using System.Text;

namespace CityOps.CityGenerator;

/// <summary>Makes a whole city from a seed and writes it as a configuration directory.</summary>
public static class GeneratedCity
{
    /// <summary>Writes the city; the same plan and catalog give the same bytes.</summary>
    /// <param name="plan">What to make; a plan with a fault is an error of the caller.</param>
    /// <param name="progress">Is told each step as it begins.</param>
    /// <exception cref="ArgumentException">The plan has a fault.</exception>
    /// <exception cref="IOException">The directory cannot be written, or the catalog cannot be read.</exception>
    public static void Write(CityPlan plan, IProgress<string>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Fault() is { } fault)
        {
            throw new ArgumentException(fault, nameof(plan));
        }

        string[] catalogs = [.. Directory.GetFiles(plan.Catalog, "*.json").Order(StringComparer.Ordinal)];
        var classes = new ComponentClasses(catalogs);
        Directory.CreateDirectory(plan.Out);
        var files = new CityFiles(plan.Out);

        progress?.Report("laying out blocks and streets");
        var blocks = BlockPlan.Make(plan.UnitGrids, plan.Seed);
        var geometry = new StreetGeometry(blocks, plan.UnitGrids, plan.Seed);
        progress?.Report("cutting out unit grids");
        var faces = new Faces(blocks, geometry);
        progress?.Report("drawing districts, streets, patrol grids and communities");
        var divisions = new Divisions(plan, faces);
        var roadside = new Roadside(blocks, geometry, faces, plan.Seed);

        progress?.Report("writing organisation and grids");
        WriteOrganisation(plan, files, divisions, catalogs);
        files.Features("unit-grids.geojson", Enumerable.Range(0, faces.Rings.Count)
            .OrderBy(f => divisions.Grids[f].Code, StringComparer.Ordinal)
            .Select(f => UnitGrid(divisions.Grids[f], faces.Rings[f], geometry)));
        files.Features("streets.geojson", roadside.Pieces().Select((street, i) => Street(street, i, geometry)));
        progress?.Report("writing people and vehicles");
        Staff.Write(plan, files, divisions);
        files.Features("geofences.geojson", new Geofences(plan, faces, geometry, roadside).Features());
        progress?.Report("writing cameras and components");
        Furniture.Write(plan, files, divisions, roadside, classes);
    }

    private static void WriteOrganisation(CityPlan plan, CityFiles files, Divisions divisions, string[] catalogs)
    {
        var city = divisions.Areas[0];
        files.Object("city.json",
        [
            ("id", Path.GetFileName(Path.GetFullPath(plan.Out).TrimEnd('/', '\\'))),
            ("name", new { city.Zh, city.En }),
            ("zone", "Asia/Shanghai"),
            // The series describe the same things: citizens are offered the first.
            ("catalogs", catalogs.Select((c, i) => i == 0 ? (object)FromCity(plan, c) : new { File = FromCity(plan, c), Public = false })),
            ("calendars", new object[]
            {
                new { File = FromCity(plan, Path.Combine(plan.Calendars, "standard.json")) },
                new
                {
                    Jurisdiction = divisions.Areas.Last(a => a.Level == "district").Code,
                    File = FromCity(plan, Path.Combine(plan.Calendars, "summer-hours.json")),
                },
            }),
            ("escalation", FromCity(plan, plan.Escalation)),
        ]);
        files.Array("jurisdictions.json", divisions.Areas.Select(a =>
            CityFiles.Json(new { a.Code, Name = new { a.Zh, a.En }, a.Level, a.Parent })));
        files.Array("departments.json", Organisation.Make(divisions).Select(d =>
            CityFiles.Json(new { d.Id, Name = new { d.Zh, d.En }, d.Jurisdiction, d.Categories })));
        files.Array("patrol-grids.json", divisions.Beats.Select(b =>
            CityFiles.Json(new { b.Code, Name = new { b.Zh, b.En }, Jurisdiction = b.Street })));
    }

    private static string FromCity(CityPlan plan, string path) => Path.GetRelativePath(plan.Out, path).Replace('\\', '/');

    private static string UnitGrid(UnitGridEntry grid, int[] ring, StreetGeometry geometry)
    {
        var line = new StringBuilder("{\"type\":\"Feature\",\"properties\":{\"code\":\"").Append(grid.Code)
            .Append("\",\"patrolGrid\":\"").Append(grid.PatrolGrid)
            .Append("\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[");
        AppendPath(line, [.. ring, ring[0]], geometry);
        return line.Append("]]}}").ToString();
    }

    private static string Street((string Zh, string En, List<int> Path) street, int index, StreetGeometry geometry)
    {
        var line = new StringBuilder("{\"type\":\"Feature\",\"properties\":{\"id\":\"s").Append(index + 1)
            .Append("\",\"name\":").Append(CityFiles.Json(new { street.Zh, street.En }))
            .Append("},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[");
        AppendPath(line, street.Path, geometry);
        return line.Append("]}}").ToString();
    }

    private static void AppendPath(StringBuilder line, IEnumerable<int> path, StreetGeometry geometry) =>
        line.Append('[').AppendJoin("],[", path.Select(v => geometry.Vertices[v].ToString())).Append(']');
}
