using Microsoft.Data.Sqlite;

namespace CityOps.EndToEnd.Tests;

/// <summary>What an engine says that finds its directory or a port taken by another one, or a database that it cannot use.</summary>
[Collection(OneEngine.Name)]
public sealed class SecondEngineTests(EngineProcess engine) : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("cityops-e2e-second-");

    [Fact]
    public async Task Two_engines_cannot_share_a_data_directory()
    {
        var errors = await CannotStartAsync(
            [
                .. engine.Options, $"--CityOps:Http:Port={EngineProcess.FreePort()}",
                $"--CityOps:Mqtt:Port={EngineProcess.FreePort()}", "--CityOps:Jt808:Port=0",
            ]);
        Assert.Contains("data directory", errors, StringComparison.Ordinal);
        Assert.Contains("CityOps:DataDirectory", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rebuild_beside_a_running_engine_says_to_stop_it()
    {
        var (code, printed, errors) =
            await Invocation.RunAsync(EngineProcess.Program, _home.FullName, ["rebuild", "notices", .. engine.Options]);
        Assert.True(code == 1, printed + errors);
        Assert.Contains("Stop the engine", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("directory of its own", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_http_port_is_named()
    {
        var errors = await CannotStartAsync(Options(http: engine.HttpPort, mqtt: EngineProcess.FreePort()));
        Assert.Contains($"127.0.0.1:{engine.HttpPort}", errors, StringComparison.Ordinal);
        Assert.Contains("CityOps:Http:Port", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_mqtt_port_is_named()
    {
        var errors = await CannotStartAsync(Options(http: EngineProcess.FreePort(), mqtt: engine.MqttPort));
        Assert.Contains($"127.0.0.1:{engine.MqttPort}", errors, StringComparison.Ordinal);
        Assert.Contains("CityOps:Mqtt:Port", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_of_terminals_is_named()
    {
        var errors = await CannotStartAsync(
            Options(EngineProcess.FreePort(), EngineProcess.FreePort(), jt808: engine.Jt808Port));
        Assert.Contains($"127.0.0.1:{engine.Jt808Port}", errors, StringComparison.Ordinal);
        Assert.Contains("CityOps:Jt808:Port", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_cluster_port_is_named()
    {
        var errors = await CannotStartAsync(Options(EngineProcess.FreePort(), EngineProcess.FreePort(), engine.HttpPort));
        Assert.Contains($"127.0.0.1:{engine.HttpPort}", errors, StringComparison.Ordinal);
        Assert.Contains("CityOps:Cluster:Port", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_fails_only_while_the_engine_starts_is_named()
    {
        var options = Options(EngineProcess.FreePort(), EngineProcess.FreePort());
        var data = _home.CreateSubdirectory("data").FullName;
        await File.WriteAllBytesAsync(Path.Combine(data, "journal.db"), []);
        var (code, printed, told) =
            await Invocation.RunAsync(EngineProcess.Program, _home.FullName, ["rebuild", "read-model", .. options]);
        Assert.True(code == 0, printed + told);
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(data, "readmodel.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            using var command = connection.CreateCommand();
            command.CommandText = "DROP TABLE device";
            await command.ExecuteNonQueryAsync();
        }

        var errors = await CannotStartAsync(options);

        Assert.Contains("no such table", errors, StringComparison.Ordinal);
        Assert.Contains(data, errors, StringComparison.Ordinal);
    }

    public void Dispose() => _home.Delete(recursive: true);

    private IReadOnlyList<string> Options(int http, int mqtt, int cluster = 0, int jt808 = 0) =>
    [
        $"--CityOps:DataDirectory={Path.Combine(_home.FullName, "data")}",
        $"--CityOps:Http:Port={http}",
        $"--CityOps:Mqtt:Port={mqtt}",
        $"--CityOps:Jt808:Port={jt808}",
        $"--CityOps:Cluster:Port={cluster}",
    ];

    private async Task<string> CannotStartAsync(IReadOnlyList<string> options)
    {
        var (code, printed, errors) =
            await Invocation.RunAsync(EngineProcess.Program, _home.FullName, ["run", "--demo", .. options]);
        var all = $"{printed}\n{errors}";
        Assert.True(code == 1, $"exit code {code}\n{all}");
        Assert.Contains("CityOps cannot start", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", all, StringComparison.Ordinal);
        return errors;
    }
}
