using System.Globalization;
using System.Text.Json;

namespace CityOps.EndToEnd.Tests.Broker;

/// <summary>What the city's broker has acknowledged is in the engine once, whichever of the two ends in the middle of it.</summary>
public sealed class BrokerKillTests
{
    private const int Vehicles = 8;
    private const int Fixes = 250;
    private static readonly DateTimeOffset Begin = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeSeconds());
    private int _sent;

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Fixes_are_in_the_tracks_once_though_the_engine_is_killed_among_them(int consumers)
    {
        await using var city = CityBroker.Create();
        city.Engine.Further = [.. city.Engine.Further, $"--CityOps:Mqtt:External:Consumers={consumers}"];
        await city.Broker.StartAsync();
        await city.Engine.StartAsync();
        await city.ReachedAsync();
        var sending = Task.WhenAll(Enumerable.Range(1, Vehicles).Select(v => DriveAsync($"v001{v}", city.Broker.Port)));
        foreach (var moment in new[] { 200, 700, 1_300 })
        {
            await SentAsync(moment, sending);
            city.Engine.Kill();
            await city.Engine.StartAsync();
        }

        await sending;
        await AllThereAsync(city.Engine);
    }

    [SkippableFact]
    public async Task Everything_is_there_once_though_the_broker_restarts_in_the_middle()
    {
        await using var city = await CityBroker.StartAsync();
        var sending = Task.WhenAll(Enumerable.Range(1, Vehicles).Select(v => DriveAsync($"v001{v}", city.Broker.Port)));
        await using var traffic = new Traffic(city.Engine);
        traffic.AllowAll();
        var reporting = traffic.SendAsync(again: false);
        foreach (var moment in new[] { 300, 1_000 })
        {
            await SentAsync(moment, sending);
            await city.Broker.StopAsync();
            await city.Broker.StartAsync();
        }

        await sending;
        await reporting;
        await city.ReachedAsync();
        await AllThereAsync(city.Engine);
        foreach (var (source, id) in traffic.Cases)
        {
            var found = await city.Engine.GetAsync($"api/v1/cases/{id}");
            Assert.Equal(source, found.Text("source"));
            Assert.Equal(["reported"], await city.Engine.DoneToAsync(id));
        }
    }

    private async Task DriveAsync(string vehicle, int port)
    {
        await using var client = new DeviceClient($"vehicles/{vehicle}", port);
        for (var i = 0; i < Fixes; i++)
        {
            await client.SendAsync("position", JsonSerializer.Serialize(
                new { t = Begin.AddSeconds(i), lon = Math.Round(115.82 + i * 0.0001, 4), lat = 28.6476 }));
            Interlocked.Increment(ref _sent);
        }
    }

    private Task SentAsync(int count, Task sending) => Wait.UntilAsync(
        () => Task.FromResult(Volatile.Read(ref _sent) >= count || sending.IsFaulted), () => $"{_sent} were sent. {sending.Exception}");

    private static async Task AllThereAsync(EngineProcess engine)
    {
        var expected = Enumerable.Range(0, Fixes).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{Begin.AddSeconds(i):yyyy-MM-ddTHH:mm:ssZ},{115.82 + i * 0.0001:0.####},28.6476")).ToList();
        foreach (var vehicle in Enumerable.Range(1, Vehicles).Select(v => $"v001{v}"))
        {
            IReadOnlyList<string> track = [];
            await Wait.UntilAsync(
                async () => (track = await engine.TrackAsync(vehicle, Begin, Begin.AddHours(1))).Count >= Fixes,
                () => $"{vehicle} has {track.Count} of {Fixes} fixes.\n{engine.Log}");
            Assert.Equal(expected, track);
        }
    }
}
