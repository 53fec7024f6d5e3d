using CityOps.Host.City;

namespace CityOps.Host.Tests.City;

public sealed class CityCheckTests
{
    [Fact]
    public void A_small_generated_city_is_without_fault()
    {
        using var city = new SmallCity();
        var check = city.Check();
        Assert.Empty(check.Faults);
        Assert.Empty(check.Warnings);
        Assert.Matches("^[0-9a-f]{12}$", check.City?.Version);
    }

    [Fact]
    public void A_missing_directory_is_a_fault()
    {
        var check = CityDirectory.Load("/nowhere/at/all");
        Assert.Null(check.City);
        Assert.Contains("no such directory", Assert.Single(check.Faults).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_missing_file_is_a_fault_and_nothing_else_is_blamed_for_it()
    {
        using var city = new SmallCity();
        foreach (var file in Directory.GetFiles(city.Folder))
        {
            File.Delete(file);
        }

        string[] expected =
        [
            "cameras.csv", "city.json", "collectors.csv", "components.csv", "departments.json", "jurisdictions.json",
            "patrol-grids.json", "unit-grids.geojson", "vehicles.csv",
        ];
        Assert.Equal(expected, city.Check().Faults.Select(f => f.File));
    }

    [Fact]
    public void A_missing_catalog_is_a_fault_and_no_component_is_blamed_for_it()
    {
        using var city = new SmallCity();
        File.Delete(city.PathOf("../catalog/gbt30428-2013.json"));
        var fault = Assert.Single(city.Check().Faults);
        Assert.Equal(("city.json", (int?)5, "There is no file '../catalog/gbt30428-2013.json'"), (fault.File, fault.Line, fault.Problem));
    }

    [Fact]
    public void All_faults_of_all_files_are_found_at_once()
    {
        using var city = new SmallCity();
        city.Replace("departments.json", 3, "component/01", "component/77");
        city.Replace("departments.json", 5, "\"jurisdiction\":\"3601\"", "\"jurisdiction\":\"1\"");
        city.Replace("vehicles.csv", 2, "enforcement", "tank");
        city.Replace("cameras.csv", 4, ",115.", ",15.");
        Assert.Equal(
            ["cameras.csv:4", "departments.json:3", "departments.json:5", "vehicles.csv:2"],
            city.Check().Faults.Select(f => $"{f.File}:{f.Line}"));
    }

    [Fact]
    public void A_broken_line_of_json_is_named_and_the_lines_after_it_are_still_checked()
    {
        using var city = new SmallCity();
        city.Replace("departments.json", 4, "\"id\":", "\"id\"");
        city.Replace("departments.json", 6, "\"jurisdiction\":\"3601\"", "\"jurisdiction\":\"1\"");
        var faults = city.Check().Faults;
        Assert.Equal(["departments.json:4", "departments.json:6"], faults.Select(f => $"{f.File}:{f.Line}"));
        Assert.Contains("The JSON is broken", faults[0].Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"en\":", "\"fr\":")]
    [InlineData("\"code\":", "\"code\"")]
    public void A_city_that_is_at_fault_is_not_called_missing_too(string from, string to)
    {
        using var city = new SmallCity();
        city.Replace("jurisdictions.json", 2, from, to);
        var faults = city.Check().Faults;
        Assert.NotEmpty(faults);
        Assert.All(faults, f => Assert.Equal(("jurisdictions.json", (int?)2), (f.File, f.Line)));
    }

    [Fact]
    public void Records_without_an_id_are_not_called_doubled_too()
    {
        using var city = new SmallCity();
        city.Replace("vehicles.csv", 2, "v0001", "");
        city.Replace("vehicles.csv", 3, "v0002", "");
        Assert.Equal(
            ["The field 'id' is empty", "The field 'id' is empty"],
            city.Check().Faults.Where(f => f.File == "vehicles.csv").Select(f => f.Problem));
    }

    [Fact]
    public void Text_that_is_not_utf_8_is_a_fault_on_its_line()
    {
        using var city = new SmallCity();
        var bytes = File.ReadAllBytes(city.PathOf("collectors.csv"));
        bytes[Array.IndexOf(bytes, (byte)'\n') + 7] = 0xFF;
        File.WriteAllBytes(city.PathOf("collectors.csv"), bytes);
        var fault = Assert.Single(city.Check().Faults);
        Assert.Equal(("collectors.csv", (int?)2), (fault.File, fault.Line));
    }

    [Fact]
    public void Damaged_bytes_are_faults_and_never_an_exception()
    {
        using var city = new SmallCity();
        var random = new Random(12_345);
        var files = Directory.GetFiles(city.Folder).Order(StringComparer.Ordinal)
            .Append(city.PathOf("../catalog/gbt30428-2013.json"))
            .Concat(Directory.GetFiles(city.PathOf("../calendar")).Order(StringComparer.Ordinal)).ToList();
        for (var round = 0; round < 300; round++)
        {
            var file = files[random.Next(files.Count)];
            var sound = File.ReadAllBytes(file);
            File.WriteAllBytes(file, Damage(sound, random));
            city.Check();
            File.WriteAllBytes(file, sound);
        }

        Assert.Empty(city.Check().Faults);
    }

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("1e999999999")]
    [InlineData("null")]
    public void A_hostile_value_is_a_fault_on_its_line(string value)
    {
        using var city = new SmallCity();
        city.Replace("departments.json", 3, "\"city-water\"", value);
        Assert.Contains(city.Check().Faults, f => f is { File: "departments.json", Line: 3 });
    }

    private static byte[] Damage(byte[] sound, Random random)
    {
        var bytes = sound.ToList();
        var at = random.Next(bytes.Count);
        switch (random.Next(4))
        {
            case 0:
                bytes.RemoveRange(at, Math.Min(random.Next(1, 50), bytes.Count - at));
                break;
            case 1:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 2:
                bytes.InsertRange(at, "{[\"]},:1e9\n\\ud800"u8[random.Next(10)..].ToArray());
                break;
            default:
                bytes[at] = (byte)random.Next(256);
                break;
        }

        return [.. bytes];
    }

    [Fact]
    public void A_change_of_any_file_changes_the_version()
    {
        using var city = new SmallCity();
        var before = city.Check().City?.Version;
        city.Replace("../catalog/gbt30428-2013.json", 146, "\"limit\":2", "\"limit\":3");
        Assert.NotEqual(before, city.Check().City?.Version);
    }

    [Fact]
    public void The_command_answers_2_for_a_fault_and_prints_file_line_problem_and_remedy()
    {
        using var city = new SmallCity();
        city.Replace("vehicles.csv", 2, "enforcement", "tank");
        var output = new StringWriter();
        Assert.Equal(2, CheckCommand.Run(city.Folder, output));
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("vehicles.csv:2: v0001: 'tank' is no kind of vehicle. Write one of ", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("; 1 fault", lines[^1].TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_answers_0_for_a_sound_city_and_sums_it_up()
    {
        using var city = new SmallCity();
        var output = new StringWriter();
        Assert.Equal(0, CheckCommand.Run(city.Folder, output));
        Assert.Contains("120 unit grids, 4 patrol grids, 8 collectors", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("no faults", output.ToString(), StringComparison.Ordinal);
    }
}
