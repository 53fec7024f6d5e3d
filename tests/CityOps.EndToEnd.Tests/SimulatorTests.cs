using System.Globalization;

namespace CityOps.EndToEnd.Tests;

/// <summary>The simulator waits for an engine that is away, and repeats what was not acknowledged.</summary>
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

    [Fact]
    public async Task A_replay_goes_on_through_a_kill_of_the_engine()
    {
        var replay = new Replay(_engine, ReplayInput.Made(_home.FullName, Requests, points: 100), _home.FullName);

        // Paced, or all may be done between two looks.
        using var simulator = replay.Start("--verify", "--rate", (Requests / 10).ToString(CultureInfo.InvariantCulture));

        await Wait.UntilAsync(
            () => Task.FromResult(simulator.HasExited || replay.Acknowledgements >= Requests / 10),
            () => $"The simulator does not get on: {simulator.Printed}{simulator.Errors}\n{_engine.Log}");
        Assert.False(simulator.HasExited, $"{simulator.Printed}{simulator.Errors}\n{_engine.Log}");
        _engine.Kill();
        await _engine.StartAsync();

        var code = await simulator.ExitAsync();
        Assert.True(code == 0, $"{simulator.Printed}{simulator.Errors}\n{_engine.Log}");
        var cases = replay.Cases();
        Assert.Equal((Requests, Requests), (cases.Count, cases.Values.Distinct().Count()));
        foreach (var (source, id) in cases)
        {
            Assert.Equal(source, (await _engine.GetAsync($"api/v1/cases/{id}")).Text("source"));
        }
    }
}
