namespace CityOps.EndToEnd.Tests;

/// <summary>The simulator's replay of real requests, through a kill of the engine.</summary>
public sealed class SimulatorTests : IAsyncLifetime, IDisposable
{
    private const int Requests = 300;
    private readonly EngineProcess _engine = new();
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("cityops-e2e-sim-");

    public Task InitializeAsync() => _engine.StartAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _engine.Dispose();
        _home.Delete(recursive: true);
    }

    [SkippableFact]
    public async Task Real_requests_are_replayed_and_verified_through_a_kill()
    {
        var requests = Repository.PathOf("../shared/data/nyc311.csv");
        Skip.IfNot(File.Exists(requests), "nyc311.csv does not lie beside the repository.");
        var acknowledged = Path.Combine(_home.FullName, "acknowledged");
        using var simulator = new Invocation("simulator.dll", _home.FullName,
        [
            "replay", "--nyc311", requests, "--limit", $"{Requests}", "--acknowledged", acknowledged, "--verify",
            "--city", Repository.PathOf("config/city/demo"),
            "--http", $"http://127.0.0.1:{_engine.HttpPort}", "--mqtt", $"127.0.0.1:{_engine.MqttPort}",
        ]);

        await Wait.UntilAsync(
            () => Task.FromResult(simulator.HasExited || Lines(acknowledged) >= Requests / 3),
            () => $"The simulator does not get on: {simulator.Printed}{simulator.Errors}\n{_engine.Log}");
        Assert.False(simulator.HasExited, $"{simulator.Printed}{simulator.Errors}\n{_engine.Log}");
        _engine.Kill();
        await _engine.StartAsync();

        var code = await simulator.ExitAsync();
        Assert.True(code == 0, $"{simulator.Printed}{simulator.Errors}\n{_engine.Log}");
        var pairs = File.ReadAllLines(acknowledged).Select(line => line.Split('\t')).ToList();
        Assert.Equal(Requests, pairs.Select(p => p[0]).Distinct().Count());
        Assert.Equal(Requests, pairs.Select(p => p[1]).Distinct().Count());
        foreach (var pair in pairs)
        {
            Assert.Equal(pair[0], (await _engine.GetAsync($"api/v1/cases/{pair[1]}")).Text("source"));
        }
    }

    private static int Lines(string file)
    {
        if (!File.Exists(file))
        {
            return 0;
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Count(c => c == '\n');
    }
}
