using Xunit.Abstractions;

namespace CityOps.EndToEnd.Tests;

/// <summary>What was acknowledged survives SIGKILL, and nothing is there twice.</summary>
public sealed class KillAndRestartTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private const int Kills = 10;
    private const int Seed = 20_240_607;
    private readonly EngineProcess _engine = new();

    public Task InitializeAsync() => _engine.StartAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task What_was_acknowledged_is_there_exactly_once_after_ten_kills()
    {
        await using var traffic = new Traffic(_engine);
        var sending = traffic.SendAsync(again: false);
        foreach (var moment in Moments())
        {
            var reached = traffic.ReachAsync(moment);
            await Task.WhenAny(reached, sending, Task.Delay(Wait.Deadline));
            Assert.True(
                reached.IsCompleted,
                $"Stuck at {traffic.Acknowledged} of {Traffic.Total} {sending.Exception}:\n{_engine.Log}");
            output.WriteLine($"Killed after {traffic.Acknowledged} acknowledgements.");
            _engine.Kill();
            if (moment % 3 == 0)
            {
                // A start that is cut off in its middle must not harm the next one.
                await _engine.StartUntilAsync("follows the journal");
                _engine.Kill();
            }

            await _engine.StartAsync();
        }

        traffic.AllowAll();
        await sending;
        await CheckAsync(traffic);

        await traffic.SendAsync(again: true);
        await CheckAsync(traffic);
    }

    /// <summary>After how many acknowledgements to kill: random, but the same in every run.</summary>
    private static IEnumerable<int> Moments()
    {
        var random = new Random(Seed);
        return Enumerable.Range(0, Kills).Select(_ => random.Next(1, Traffic.Total - 50)).Order();
    }

    private async Task CheckAsync(Traffic traffic)
    {
        foreach (var (source, id) in traffic.Cases)
        {
            var found = await _engine.GetAsync($"api/v1/cases/{id}");
            Assert.Equal((source, id, 1), (found.Text("source"), found.Text("id"), found.GetProperty("sequence").GetInt32()));
        }

        var listed = await _engine.CasesAsync();
        await Wait.UntilAsync(
            async () => (listed = await _engine.CasesAsync()).Count >= traffic.Cases.Count,
            () => $"{listed.Count} of {traffic.Cases.Count} cases are listed.\n{_engine.Log}");
        Assert.Equal(
            traffic.Cases.Select(c => (c.Key, c.Value)).Order(),
            listed.Select(c => (c.Text("source"), c.Text("id"))).Order());
        Assert.Equal(
            traffic.Track,
            await _engine.TrackAsync(Traffic.Vehicle, traffic.Begin.AddHours(-1), traffic.Begin.AddHours(1)));
    }
}
