using System.Globalization;
using System.Text.Json;

namespace CityOps.EndToEnd.Tests;

/// <summary>A vehicle drives into a geofence of the demo city and out of it, over MQTT, and the engine is killed in between.</summary>
public sealed class GeofenceTests : IAsyncLifetime, IDisposable
{
    private const string Sweeper = "v0007";
    private static readonly DateTimeOffset Begin = DateTimeOffset.UtcNow.AddHours(-1);
    private readonly EngineProcess _engine = new();

    public Task InitializeAsync() => _engine.StartAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_depot_has_a_vehicle_from_its_second_position_to_its_second_outside_whatever_is_killed()
    {
        var (lon, lat) = MiddleOf("depot-1");
        await using var vehicle = new DeviceClient($"vehicles/{Sweeper}", _engine.MqttPort);
        await SendAsync(vehicle, (0, lon, lat + 0.02), (300, lon, lat));
        Assert.Equal("[]", (await ReachedAsync(300)).GetProperty("geofences").GetRawText());

        await SendAsync(vehicle, (310, lon, lat));
        var inside = (await ReachedAsync(310)).GetProperty("geofences").GetRawText();
        Assert.Contains("\"depot-1\"", inside, StringComparison.Ordinal);

        _engine.Kill();
        await _engine.StartAsync();
        await SendAsync(vehicle, (300, lon, lat), (310, lon, lat), (500, lon, lat));
        var still = await ReachedAsync(500);
        Assert.Equal(inside, still.GetProperty("geofences").GetRawText());
        Assert.Equal(("stopped", "online"), (still.Text("motion"), still.Text("presence")));

        await SendAsync(vehicle, (900, lon, lat + 0.02), (910, lon, lat + 0.02));
        var outside = await ReachedAsync(910);
        Assert.Equal("[]", outside.GetProperty("geofences").GetRawText());
        Assert.Equal("[]", outside.GetProperty("violations").GetRawText());
    }

    /// <summary>The middle of a geofence of the demo city.</summary>
    internal static (double Lon, double Lat) MiddleOf(string id)
    {
        var fences = JsonElement.Parse(File.ReadAllText(Path.Combine(Repository.Demo, "geofences.geojson"))).GetProperty("features");
        var fence = fences.EnumerateArray().Single(f => f.GetProperty("properties").Text("id") == id);
        var ring = fence.GetProperty("geometry").GetProperty("coordinates")[0].EnumerateArray().Skip(1).ToList();
        return (ring.Average(p => p[0].GetDouble()), ring.Average(p => p[1].GetDouble()));
    }

    private static Task SendAsync(DeviceClient vehicle, params (int Second, double Lon, double Lat)[] positions) => vehicle.SendAsync(
        "position", JsonSerializer.Serialize(positions.Select(p => new { t = Begin.AddSeconds(p.Second), lon = p.Lon, lat = p.Lat })));

    /// <summary>The vehicle once it is at a time, and what that led to is in the journal.</summary>
    private async Task<JsonElement> ReachedAsync(int second)
    {
        var time = Begin.AddSeconds(second).ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        return (JsonElement)await Wait.ForAsync<object>(
            async _ =>
            {
                var found = await _engine.GetAsync($"api/v1/vehicles/{Sweeper}");
                return found.GetProperty("t").GetString()?.StartsWith(time, StringComparison.Ordinal) == true ? found : null;
            },
            () => $"{Sweeper} is not at {time}.\n{_engine.Log}");
    }
}
