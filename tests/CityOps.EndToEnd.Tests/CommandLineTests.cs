using System.Text.Json;

namespace CityOps.EndToEnd.Tests;

/// <summary>What the one executable says to whoever calls it, and with which exit code.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("cityops-e2e-cli-");

    [Theory]
    [InlineData("cityops 0.1.0", "version")]
    [InlineData("run", "--help")]
    [InlineData("--demo", "run", "--help")]
    [InlineData("rebuild", "help")]
    [InlineData("--demo", "help", "run")]
    [InlineData("--CityOps:Section:Name=value", "--help")]
    [InlineData("--jurisdiction", "clock", "--help")]
    [InlineData("2026-02-14T11:00:00+08:00", "clock", "--from", "2026-02-13T17:00", "--limit", "4", "--clock", "workingHours")]
    public async Task It_says_what_it_is(string expected, params string[] arguments)
    {
        var (code, printed, _) = await RunAsync(arguments);
        Assert.Equal(0, code);
        Assert.Contains(expected, printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keys", "add", "desk", "--scope", "read", "report")]
    [InlineData("devices", "add", "gateways/g1", "--carries", "vehicles/v0001")]
    public async Task An_option_of_the_engine_is_no_value_of_the_one_before_it(params string[] arguments)
    {
        var data = Path.Combine(_home.FullName, "elsewhere");
        var (code, printed, errors) = await RunAsync([.. arguments, $"--CityOps:DataDirectory={data}"]);
        Assert.True(code == 0, printed + errors);
        Assert.True(File.Exists(Path.Combine(data, "devices.db")));
    }

    [Fact]
    public async Task Health_says_in_a_line_that_the_certificate_cannot_be_read()
    {
        // What is a directory is refused as a file without rights is, to root also.
        var (code, printed, errors) = await RunAsync("health", $"--CityOps:Http:Tls:Certificate={_home.FullName}");

        Assert.True(code == 1, printed + errors);
        Assert.Contains(_home.FullName, Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keys", "list")]
    [InlineData("devices", "list")]
    public async Task A_command_works_on_the_data_of_the_options_file_that_it_names(params string[] arguments)
    {
        var data = Path.Combine(_home.FullName, "elsewhere");
        var file = Path.Combine(_home.FullName, "own.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { CityOps = new { DataDirectory = data } }));
        var (code, printed, errors) = await RunAsync([.. arguments, "--config", file]);
        Assert.True(code == 0, printed + errors);
        Assert.True(File.Exists(Path.Combine(data, "devices.db")));
    }

    [Theory]
    [InlineData("keys", "list")]
    [InlineData("devices", "list")]
    public async Task A_command_that_begins_new_data_says_where(params string[] arguments)
    {
        var data = Path.Combine(_home.FullName, "elsewhere");
        var (code, printed, errors) = await RunAsync([.. arguments, $"--CityOps:DataDirectory={data}"]);
        Assert.True(code == 0, printed + errors);
        Assert.StartsWith($"{data} held neither accounts nor keys", Assert.Single(errors.Trim().Split('\n')), StringComparison.Ordinal);

        (code, printed, errors) = await RunAsync([.. arguments, $"--CityOps:DataDirectory={data}"]);
        Assert.True(code == 0, printed + errors);
        Assert.Empty(errors.Trim());
    }

    [Theory]
    [InlineData("keys", "list")]
    [InlineData("devices", "list")]
    [InlineData("rebuild", "notices")]
    [InlineData("health")]
    [InlineData("backup", "new")]
    [InlineData("clock", "--from", "2026-02-13T17:00", "--limit", "4", "--clock", "workingHours")]
    public async Task Every_command_that_reads_options_takes_their_file(params string[] arguments)
    {
        var (code, printed, errors) = await RunAsync([.. arguments, "--config", "nowhere.json"]);
        Assert.True(code == 2, printed + errors);
        Assert.Contains("nowhere.json: there is no such file", errors, StringComparison.Ordinal);
        AssertPlain(errors);
    }

    [Fact]
    public async Task The_demo_city_passes_its_check()
    {
        var (code, printed, errors) = await RunAsync("check", Repository.PathOf("config/city/demo"));
        Assert.True(code == 0, printed + errors);
    }

    [Theory]
    [InlineData("--clock is missing", 2, "clock", "--from", "2026-02-13T17:00", "--limit", "4")]
    [InlineData("nowhere", 2, "clock", "--from", "2026-02-13T17:00", "--limit", "4工作时", "--city", "nowhere")]
    [InlineData("--limit", 2, "clock", "--from", "2026-02-13T17:00")]
    public async Task A_clock_without_an_answer_says_why(string expected, int exit, params string[] arguments)
    {
        var (code, printed, errors) = await RunAsync(arguments);
        Assert.True(code == exit, printed + errors);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        AssertPlain(errors);
    }

    [Theory]
    [InlineData("'--nonsense'", "--nonsense")]
    [InlineData("CityOps:Http:Prt", "--CityOps:Http:Prt=1")]
    [InlineData("has Address, Port", "--CityOps:Http:Prt=1")]
    [InlineData("whole number", "--CityOps:Http:Port=many")]
    [InlineData("0 to 65535", "--CityOps:Mqtt:Port=65536")]
    [InlineData("loopback", "--CityOps:Http:Address=0.0.0.0")]
    [InlineData("loopback", "--CityOps:Mqtt:Address=192.0.2.1")]
    [InlineData("loopback", "--CityOps:Jt808:Address=0.0.0.0")]
    [InlineData("CityOps:Cluster:Tls:Certificate", "--CityOps:Cluster:Address=0.0.0.0")]
    [InlineData("above zero", "--CityOps:Jt808:IdleTimeout=0")]
    [InlineData("at least 1", "--CityOps:Jt808:MaxConnections=0")]
    [InlineData("CityOps:Mqtt:External:Consumers", "--CityOps:Mqtt:External:Host=broker", "--CityOps:Mqtt:External:Consumers=0")]
    [InlineData("nowhere.json", "--config", "nowhere.json")]
    public async Task A_wrong_option_is_named_and_nothing_starts(string expected, params string[] arguments)
    {
        var (code, printed, errors) = await RunAsync(["run", "--demo", .. arguments]);
        Assert.True(code == 2, printed + errors);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        AssertPlain(errors);
        Assert.False(Directory.Exists(Path.Combine(_home.FullName, "data")), "Data was made.");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("check")]
    [InlineData("check", "nowhere")]
    [InlineData("rebuild", "nonsense")]
    public async Task A_wrong_command_ends_as_a_wrong_option_does(params string[] arguments)
    {
        var (code, printed, errors) = await RunAsync(arguments);
        Assert.True(code == 2, printed + errors);
        AssertPlain(errors);
    }

    [Theory]
    [InlineData("run", "--demo")]
    [InlineData("rebuild", "read-model")]
    public async Task Damaged_data_is_named_in_one_line(params string[] arguments)
    {
        var data = Directory.CreateDirectory(Path.Combine(_home.FullName, "data"));
        var journal = Path.Combine(data.FullName, "journal.db");
        await File.WriteAllTextAsync(journal, new string('x', 50_000));
        var (code, printed, errors) = await RunAsync([.. arguments, $"--CityOps:DataDirectory={data.FullName}"]);
        Assert.True(code == 1, printed + errors);
        Assert.Contains(journal, errors, StringComparison.Ordinal);
        AssertPlain(errors);
    }

    [Theory]
    [InlineData("nonsense", "backup", "new")]
    [InlineData("Host=127.0.0.1;Port=many", "backup", "new")]
    [InlineData("nonsense", "migrate", "--from", "postgres", "--to", "sqlite")]
    [InlineData("nonsense", "keys", "list")]
    [InlineData("nonsense", "devices", "list")]
    [InlineData("nonsense", "rebuild", "notices")]
    public async Task A_connection_string_that_is_none_is_named_in_one_line(string connection, params string[] arguments)
    {
        var (code, printed, errors) = await RunAsync([.. arguments, $"--CityOps:Storage:ConnectionString={connection}"]);
        Assert.True(code == 1, printed + errors);
        Assert.Contains("CityOps:Storage:ConnectionString: ", Assert.Single(errors.Trim().Split('\n')), StringComparison.Ordinal);
        AssertPlain(errors);
    }

    [Fact]
    public async Task Where_there_are_no_data_nothing_is_made_again()
    {
        var data = Path.Combine(_home.FullName, "elsewhere");
        var (code, printed, errors) = await RunAsync("rebuild", "read-model", $"--CityOps:DataDirectory={data}");
        Assert.True(code == 1, printed + errors);
        Assert.Contains(data, errors, StringComparison.Ordinal);
        AssertPlain(errors);
        Assert.False(Directory.Exists(data), "Data was made.");
    }

    [Theory]
    [InlineData("{\n  \"CityOps\": {\n    \"Http\" { \"Port\": 1 }\n  }\n}", ":3:")]
    [InlineData("{\n  \"CityOps\": {\n    \"Http\": {\n      \"Prt\": 1 }\n  }\n}", ":4:")]
    [InlineData("", ":1:")]
    [InlineData("[]", "cityops.json")]
    [InlineData("{ \"CityOps\": 5 }", "cityops.json")]
    [InlineData("{\n  \"CityOps\": {\n    \"Http\": 8080\n  }\n}", ":3:")]
    [InlineData("{\n  \"CityOps\": {\n    \"City\": \"nowhere\"\n  }\n}", "nowhere")]
    public async Task A_broken_options_file_is_named_with_the_line(string content, string expected)
    {
        var file = Path.Combine(_home.FullName, "cityops.json");
        await File.WriteAllTextAsync(file, content);
        var (code, printed, errors) = await RunAsync("run", "--config", file);
        Assert.True(code == 2, printed + errors);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        AssertPlain(errors);
    }

    [Fact]
    public async Task The_clock_of_a_city_cannot_be_moved()
    {
        var (code, _, errors) = await RunAsync("run", "--CityOps:Clock:Offset=01:00:00");
        Assert.Equal(2, code);
        Assert.Contains("CityOps:Clock:Offset", errors, StringComparison.Ordinal);
        AssertPlain(errors);
    }

    public void Dispose() => _home.Delete(recursive: true);

    private static void AssertPlain(string errors)
    {
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", errors, StringComparison.Ordinal);
    }

    private Task<(int Code, string Printed, string Errors)> RunAsync(params string[] arguments) =>
        Invocation.RunAsync(EngineProcess.Program, _home.FullName, arguments);
}
