using System.Globalization;
using System.Text.Json;
using CityOps.Domain.Devices;
using CityOps.Domain.Vehicles;
using CityOps.Engine.Journal;
using Microsoft.Data.Sqlite;

namespace CityOps.EndToEnd.Tests.Kills;

/// <summary>
/// Vehicles send in one message how they drove into a depot and out of it, again and again, and too fast; the engine is killed as soon as it
/// has acknowledged. What follows from the positions happens all the same, and once.
/// </summary>
public sealed class CatchUpKillTests : IAsyncLifetime, IDisposable
{
    private const string Undisturbed = "v0007";
    private const int Fixes = 600;
    private static readonly string[] Killed = ["v0008", "v0009", "v0010", "v0011", "v0012", "v0013"];
    private static readonly DateTimeOffset Begin = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeSeconds());
    private readonly EngineProcess _engine = new();

    public Task InitializeAsync() => _engine.StartAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task What_follows_from_acknowledged_positions_happens_once_whatever_is_killed()
    {
        await SendAsync(Undisturbed);
        await ArrivedAsync(Undisturbed);
        await Task.WhenAll(Killed.Select(SendAsync));
        _engine.Kill();
        await _engine.StartAsync();
        foreach (var id in Killed)
        {
            // The engine is ready only once it has caught up; that is no word of the vehicle, nor a position that came now.
            var vehicle = await _engine.GetAsync($"api/v1/vehicles/{id}");
            Assert.Equal((Time(Fixes - 1), "offline"), (vehicle.Text("t"), vehicle.Text("presence")));
            Assert.Equal(0, (await _engine.GetAsync($"api/v1/vehicles/{id}/books")).GetProperty("received").GetInt64());
        }

        _engine.Kill();
        await _engine.StartAsync();
        await Task.WhenAll(Killed.Select(SendAsync));
        foreach (var id in Killed)
        {
            await ArrivedAsync(id);
        }

        _engine.Kill();
        var wanted = Events(Undisturbed);
        Assert.Equal([10, 10, 6], new[] { "entered", "left", "speeding" }.Select(what => wanted.Count(e => e.StartsWith(what, StringComparison.Ordinal))));
        Assert.All(Killed, id => Assert.Equal(wanted, Events(id)));
    }

    private static string Time(int fix) => Begin.AddSeconds(fix * 5).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>There and back on one line through the depot in five minutes; too fast for a while every eight.</summary>
    private async Task SendAsync(string id)
    {
        var (lon, lat) = GeofenceTests.MiddleOf("depot-1");
        await using var vehicle = new DeviceClient($"vehicles/{id}", _engine.MqttPort);
        await vehicle.SendAsync("position", JsonSerializer.Serialize(Enumerable.Range(0, Fixes).Select(i => new
        {
            t = Time(i),
            lon,
            lat = lat + (Math.Abs(30 - (i % 60)) * 0.0005),
            speed = i % 100 is > 20 and < 40 ? 30 : 5,
        })));
    }

    private Task ArrivedAsync(string id) => Wait.UntilAsync(
        async () => (await _engine.GetAsync($"api/v1/vehicles/{id}")).Text("t") == Time(Fixes - 1)
            && (await _engine.GetAsync($"api/v1/vehicles/{id}/books")) is var books
            && books.GetProperty("received").GetInt64() == Fixes && books.GetProperty("waiting").GetInt64() == 0,
        () => $"{id} did not arrive.\n{_engine.Log}");

    /// <summary>What the journal has of a vehicle.</summary>
    private List<string> Events(string id)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_engine.Home, "data/journal.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT manifest, message FROM journal WHERE persistence_id = $id ORDER BY sequence_number";
        command.Parameters.AddWithValue("$id", $"vehicle-{id}");
        using var row = command.ExecuteReader();
        var events = new List<string>();
        while (row.Read())
        {
            events.Add((DeviceEvent)EventCodec.Decode(row.GetString(0), row.GetFieldValue<byte[]>(1)) switch
            {
                GeofenceEntered e => $"entered {e.Fence} {e.Stamp.ObservedAt} {e.Place} {e.Violation}",
                GeofenceLeft e => $"left {e.Fence} {e.Stamp.ObservedAt} {e.Place} {e.Violation}",
                SpeedingEnded e => $"speeding {e.Spell}",
                var other => other.GetType().Name,
            });
        }

        events.Sort(StringComparer.Ordinal);
        return events;
    }
}
