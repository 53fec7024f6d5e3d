using System.Text.Json.Nodes;

namespace CityOps.Host.Tests.City;

public sealed class PartitionTests
{
    private const string Grids = "unit-grids.geojson";

    [Fact]
    public void A_missing_unit_grid_inside_the_city_is_a_gap()
    {
        using var city = new SmallCity();
        var (line, code, ring) = InnerGrid(city);
        city.ReplaceLine(Grids, line, "");
        var fault = Assert.Single(city.Check().Faults, f => f.Problem.Contains("There is a gap", StringComparison.Ordinal));
        Assert.Equal(Grids, fault.File);
        Assert.NotNull(fault.Line);
        Assert.NotEqual(code, fault.Feature);
        Assert.True(ring.Count > 3);
    }

    [Fact]
    public void A_vertex_moved_on_one_side_only_makes_a_gap_or_an_overlap()
    {
        using var city = new SmallCity();
        var (line, _, ring) = InnerGrid(city);
        var vertex = ring[1]?.ToJsonString() ?? "";
        var moved = $"[{Coordinate(ring, 1, 0) + 0.0001:F7},{Coordinate(ring, 1, 1) + 0.0001:F7}]";
        city.Replace(Grids, line, vertex, moved);
        var faults = city.Check().Faults.Where(f => f.File == Grids).ToList();
        Assert.NotEmpty(faults);
        Assert.All(faults, f => Assert.Matches("gap of|overlaps that of", f.Problem));
    }

    [Fact]
    public void A_move_of_a_millimetre_is_rounding()
    {
        using var city = new SmallCity();
        var (line, _, ring) = InnerGrid(city);
        var moved = $"[{Coordinate(ring, 1, 0) + 0.00000001:F8},{Coordinate(ring, 1, 1):F8}]";
        city.Replace(Grids, line, ring[1]?.ToJsonString() ?? "", moved);
        Assert.Empty(city.Check().Faults);
    }

    [Fact]
    public void A_vertex_that_only_one_neighbour_has_on_a_straight_border_is_no_fault()
    {
        using var city = new SmallCity();
        var (line, _, ring) = InnerGrid(city);
        var middle = $"[{(Coordinate(ring, 1, 0) + Coordinate(ring, 2, 0)) / 2:F7},"
            + $"{(Coordinate(ring, 1, 1) + Coordinate(ring, 2, 1)) / 2:F7}]";
        var vertex = ring[1]?.ToJsonString() ?? "";
        city.Replace(Grids, line, vertex, vertex + "," + middle);
        Assert.Empty(city.Check().Faults);
    }

    [Fact]
    public void The_same_polygon_twice_is_an_overlap_on_the_later_line()
    {
        using var city = new SmallCity();
        var (line, code, _) = InnerGrid(city);
        var text = city.Lines(Grids)[line - 1];
        city.ReplaceLine(Grids, line, text + "\n" + text.Replace(code, code[..12] + "999", StringComparison.Ordinal));
        var fault = Assert.Single(city.Check().Faults, f => f.Problem.Contains("overlaps", StringComparison.Ordinal));
        Assert.Equal((line + 1, code[..12] + "999"), (fault.Line, fault.Feature));
        Assert.Contains(code, fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_polygon_that_lies_inside_another_overlaps_it()
    {
        using var city = new SmallCity();
        var (line, code, ring) = InnerGrid(city);
        var (x, y) = Middle(ring);
        var inner = $"[[[{x:F7},{y:F7}],[{x + 0.0001:F7},{y:F7}],[{x:F7},{y + 0.0001:F7}],[{x:F7},{y:F7}]]]";
        var text = city.Lines(Grids)[line - 1];
        var added = text[..text.IndexOf("[[[", StringComparison.Ordinal)].Replace(code, code[..12] + "999", StringComparison.Ordinal)
            + inner + "}},";
        city.ReplaceLine(Grids, line, added + "\n" + text);
        Assert.Contains(city.Check().Faults, f => f.Problem.Contains("overlaps", StringComparison.Ordinal));
    }

    [Fact]
    public void A_ring_that_crosses_itself_is_a_fault_at_its_place()
    {
        using var city = new SmallCity();
        var (line, code, ring) = InnerGrid(city);
        var corners = ring.SkipLast(1).Select(p => p?.DeepClone()).ToList();
        var half = corners.Count / 2;
        (corners[1], corners[1 + half]) = (corners[1 + half], corners[1]);
        var crossed = new JsonArray([.. corners, corners[0]?.DeepClone()]).ToJsonString();
        city.Replace(Grids, line, ring.ToJsonString(), crossed);
        var fault = Assert.Single(city.Check().Faults);
        Assert.Equal((Grids, (int?)line, code), (fault.File, fault.Line, fault.Feature));
        Assert.Contains("Self-intersection at 115.", fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ring_drawn_clockwise_is_taken_as_it_is_meant()
    {
        using var city = new SmallCity();
        var (line, _, ring) = InnerGrid(city);
        var reversed = new JsonArray([.. ring.Reverse().Select(p => p?.DeepClone())]).ToJsonString();
        city.Replace(Grids, line, ring.ToJsonString(), reversed);
        Assert.Empty(city.Check().Faults);
    }

    [Fact]
    public void A_patrol_grid_without_unit_grids_is_a_warning()
    {
        using var city = new SmallCity();
        var line = city.Lines("patrol-grids.json")[1];
        city.ReplaceLine(
            "patrol-grids.json", 2, line.Replace("P01\"", "P77\"", StringComparison.Ordinal) + "\n" + line);
        var check = city.Check();
        var warning = Assert.Single(check.Warnings);
        Assert.Equal(("patrol-grids.json", (int?)2), (warning.File, warning.Line));
        Assert.Contains("has no unit grid", warning.Problem, StringComparison.Ordinal);
        Assert.NotNull(check.City);
    }

    [Fact]
    public void A_patrol_grid_in_pieces_is_a_warning()
    {
        using var city = new SmallCity();
        var beat = city.Lines("patrol-grids.json")[1].Split('"')[3];
        var street = city.Lines("patrol-grids.json")[1].Split("jurisdiction\":\"")[1][..9];
        city.ReplaceLine(
            "patrol-grids.json", 2,
            city.Lines("patrol-grids.json")[1] + "\n"
            + $"{{\"code\":\"islands\",\"name\":{{\"zh\":\"岛\",\"en\":\"Islands\"}},\"jurisdiction\":\"{street}\"}},");
        foreach (var line in ApartIn(city, beat))
        {
            city.Replace(Grids, line, $"\"patrolGrid\":\"{beat}\"", "\"patrolGrid\":\"islands\"");
        }

        var check = city.Check();
        Assert.Empty(check.Faults);
        Assert.Contains(check.Warnings, w => w.Feature == "islands" && w.Problem.Contains("2 pieces", StringComparison.Ordinal));
    }

    /// <summary>The lines of two grids of a patrol grid that have no vertex in common.</summary>
    private static int[] ApartIn(SmallCity city, string beat)
    {
        var members = ReadGrids(city).Where(g => city.Lines(Grids)[g.Line - 1].Contains(beat, StringComparison.Ordinal)).ToList();
        var first = Edges(members[0].Ring).Select(e => e.From).ToHashSet();
        return [members[0].Line, members.First(g => Edges(g.Ring).All(e => !first.Contains(e.From))).Line];
    }

    /// <summary>The first grid, none of whose vertices lies on the border of the city.</summary>
    private static (int Line, string Code, JsonArray Ring) InnerGrid(SmallCity city)
    {
        var grids = ReadGrids(city);
        var edges = grids.SelectMany(g => Edges(g.Ring)).ToHashSet();
        var border = edges.Where(e => !edges.Contains((e.To, e.From))).Select(e => e.From).ToHashSet();
        return grids.First(g => Edges(g.Ring).All(e => !border.Contains(e.From)));
    }

    private static List<(int Line, string Code, JsonArray Ring)> ReadGrids(SmallCity city) =>
        [.. city.Lines(Grids).Select((text, i) => (Line: i + 1, Text: text.TrimEnd(',')))
            .Where(l => l.Text.StartsWith("{\"type\":\"Feature\"", StringComparison.Ordinal))
            .Select(l => (l.Line, Feature: JsonNode.Parse(l.Text) ?? throw new InvalidDataException()))
            .Select(f => (f.Line, $"{f.Feature["properties"]?["code"]}",
                (f.Feature["geometry"]?["coordinates"]?[0] ?? throw new InvalidDataException()).AsArray()))];

    private static IEnumerable<(string From, string To)> Edges(JsonArray ring) =>
        ring.Zip(ring.Skip(1), (a, b) => (a?.ToJsonString() ?? "", b?.ToJsonString() ?? ""));

    private static double Coordinate(JsonArray ring, int vertex, int axis) => ring[vertex]?[axis]?.GetValue<double>() ?? 0;

    private static (double X, double Y) Middle(JsonArray ring) =>
        (Enumerable.Range(0, ring.Count - 1).Average(i => Coordinate(ring, i, 0)),
            Enumerable.Range(0, ring.Count - 1).Average(i => Coordinate(ring, i, 1)));
}
