using CityOps.Bench.Mqtt;
using Xunit.Abstractions;

namespace CityOps.EndToEnd.Tests.Kills;

/// <summary>
/// Forty vehicles that send as fast as they are acknowledged, while the engine is killed again and again: what was
/// acknowledged is in the tracks, once, and nothing else is.
/// </summary>
public sealed class FleetKillTests : IAsyncLifetime, IDisposable
{
    private const int Kills = 10;
    private const int Seed = 808;
    private const int Alone = 20;
    private const int WithArrays = 10;
    private const int BehindTheGateway = 10;

    private readonly ITestOutputHelper _output;
    private readonly EngineProcess _engine = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly DateTimeOffset _begin =
        DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.AddHours(-20).ToUnixTimeSeconds());

    private readonly FleetDevice[] _devices;
    private readonly ResendingPublisher[] _publishers;
    private volatile bool _more = true;
    private int _acknowledged;
    private int _killAt = int.MaxValue;
    private int _kills;

    public FleetKillTests(ITestOutputHelper output)
    {
        _output = output;
        _devices = [.. Enumerable.Range(0, Alone + WithArrays + BehindTheGateway)
            .Select(i => new FleetDevice($"kill-{i}", _begin))];
        _publishers =
        [
            .. _devices[..Alone].Select(device => Publisher([device], fixes: 1, inFlight: 8)),
            .. _devices[Alone..^BehindTheGateway].Select(device => Publisher([device], fixes: 16, inFlight: 4)),
            Publisher(_devices[^BehindTheGateway..], fixes: 1, inFlight: 100),
        ];

        ResendingPublisher Publisher(FleetDevice[] devices, int fixes, int inFlight) =>
            new(_engine.MqttPort, devices, fixes, inFlight);
    }

    public Task InitializeAsync() => _engine.StartAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _abort.Cancel();
        _engine.Dispose();
        _abort.Dispose();
    }

    [Fact]
    public async Task The_tracks_hold_every_acknowledged_fix_once_after_ten_kills_under_load()
    {
        var sending = Task.WhenAll(_publishers.Select(p => Task.Run(() => p.SendAsync(
            () => _more, Acknowledged, _abort.Token))));
        await UntilAsync(() => _publishers.All(p => p.Acknowledged > 0), sending);
        var random = new Random(Seed);
        for (var kill = 1; kill <= Kills; kill++)
        {
            // Counted from where this life of the engine began: before it has said that it is ready, or after.
            Volatile.Write(ref _killAt, Volatile.Read(ref _acknowledged) + random.Next(1, 5000));
            await UntilAsync(() => Volatile.Read(ref _kills) == kill, sending);
            _output.WriteLine($"Killed after {Volatile.Read(ref _acknowledged)} acknowledgements.");
            await (kill < Kills ? _engine.StartUntilAsync("follows the journal") : _engine.StartAsync());
        }

        _more = false;
        await sending.WaitAsync(Wait.Deadline);

        // Whoever is cut off has something in flight.
        Assert.All(_publishers, publisher => Assert.InRange(publisher.SentAgain, 1, int.MaxValue));
        _output.WriteLine($"{_devices.Sum(d => d.Made)} fixes; {_publishers.Sum(p => p.SentAgain)} messages sent again.");
        foreach (var device in _devices)
        {
            var track = await _engine.TrackAsync(device.Id, _begin.AddHours(-1), _begin.AddHours(21));
            Assert.True(device.Track.SequenceEqual(track), Difference(device, track));
            await Wait.UntilAsync(
                async () => (await _engine.GetAsync($"api/v1/vehicles/{device.Id}")).Text("t") == device.NewestTime,
                () => $"{device.Id} does not show its fix of {device.NewestTime}.\n{_engine.Log}");
        }
    }

    /// <summary>Kills at once where it is time, since what is acknowledged too early is not on disk just then.</summary>
    private void Acknowledged()
    {
        var (count, killAt) = (Interlocked.Increment(ref _acknowledged), Volatile.Read(ref _killAt));
        if (count >= killAt && Interlocked.CompareExchange(ref _killAt, int.MaxValue, killAt) == killAt)
        {
            _engine.Kill();
            Interlocked.Increment(ref _kills);
        }
    }

    private Task UntilAsync(Func<bool> condition, Task sending) => Wait.UntilAsync(
        async () =>
        {
            if (sending.IsCompleted)
            {
                await sending;
            }

            return condition();
        },
        () => $"Stuck at {_acknowledged} acknowledgements.\n{_engine.Log}");

    private static string Difference(FleetDevice device, IReadOnlyList<string> track)
    {
        var (sent, found) = (device.Track.ToList(), track.CountBy(line => line).ToDictionary());
        return $"{device.Id}: lost {string.Join(' ', sent.Where(line => !found.ContainsKey(line)).Take(5))};"
            + $" more than once {string.Join(' ', found.Where(line => line.Value > 1).Take(5))};"
            + $" never sent {string.Join(' ', found.Keys.Except(sent).Take(5))}; {track.Count} of {sent.Count}.";
    }
}
