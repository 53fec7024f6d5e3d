using Xunit.Abstractions;

namespace CityOps.EndToEnd.Tests;

/// <summary>What was acknowledged survives SIGKILL, and nothing is there twice.</summary>
public class KillAndRestartTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private const int Kills = 10;
    private const int Seed = 20_240_607;
    private readonly EngineProcess _engine = new();

    /// <summary>Options of the engine beside the usual ones.</summary>
    private protected virtual IReadOnlyList<string> Further => [];

    public Task InitializeAsync()
    {
        _engine.Further = Further;
        return _engine.StartAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _engine.Dispose();

    [SkippableFact]
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
        await traffic.CheckAsync();

        await traffic.SendAsync(again: true);
        await traffic.CheckAsync();
    }

    /// <summary>After how many acknowledgements to kill: random, but the same in every run.</summary>
    private static IEnumerable<int> Moments()
    {
        var random = new Random(Seed);
        return Enumerable.Range(0, Kills).Select(_ => random.Next(1, Traffic.Total - 50)).Order();
    }
}
