using System.Net;
using System.Text.Json;

namespace CityOps.EndToEnd.Tests.Broker;

/// <summary>What devices send to the city's own broker, and what they hear of it.</summary>
public sealed class ExternalBrokerTests
{
    private const double Longitude = 115.8287;
    private const double Latitude = 28.6476;

    [SkippableFact]
    public async Task Messages_go_in_and_answers_and_tasks_come_down()
    {
        await using var city = await CityBroker.StartAsync();
        await using var vehicle = new DeviceClient("vehicles/v0001", city.Broker.Port);
        var time = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        await vehicle.SendAsync("position", Json(new { t = time, lon = Longitude, lat = Latitude }));
        await vehicle.SendToAsync("owntracks/c0002/phone", JsonSerializer.SerializeToUtf8Bytes(
            new { _type = "location", tst = time.ToUnixTimeSeconds(), lon = Longitude, lat = Latitude }));
        await AtAsync(city.Engine, "vehicles/v0001", time);
        await AtAsync(city.Engine, "collectors/c0002", time);

        var collector = await CollectorOfTheBeatAsync(city.Engine);
        await using (var handset = new DeviceClient(collector, city.Broker.Port))
        {
            var report = Json(new { id = "a1", t = time, lon = Longitude, lat = Latitude, kind = "incident", category = "0101" });
            var first = await handset.AskAsync("report", "a1", report);
            Assert.Equal(("accepted", "duplicate"), (first.Text("status"), (await handset.AskAsync("report", "a1", report)).Text("status")));
            Assert.Equal("refused", (await handset.AskAsync("report", "", "[]")).Text("status"));
            Assert.Equal("accepted", (await handset.AskAsync("shift", "on", Json(new { id = "on", t = time, on = true }))).Text("status"));

            var id = await VerifyAsync(city.Engine);
            Assert.Equal($"{id}-v1", (await handset.CommandAsync("verify", id)).Text("task"));

            // The engine does not see who subscribes at the broker: a handset that comes says so, and is sent again what is in hand.
            await using var again = new DeviceClient(collector, city.Broker.Port);
            await again.SendAsync("status", "online");
            Assert.Equal($"{id}-v1", (await again.CommandAsync("verify", id)).Text("task"));
        }

        var refusals = await city.Engine.GetAsync("api/v1/refusals");
        Assert.DoesNotContain(refusals.GetProperty("items").EnumerateArray(), r => r.Text("code") == "topic.unknown");
    }

    [SkippableFact]
    public async Task A_retained_status_of_long_ago_brings_no_ghost()
    {
        await using var city = CityBroker.Create();
        await city.Broker.StartAsync();
        await using var vehicle = new DeviceClient("vehicles/v0002", city.Broker.Port);
        await vehicle.RetainAsync("status", "online");

        await city.Engine.StartAsync();
        await city.ReachedAsync();
        await vehicle.SendToAsync("cityops/v1/vehicles/v0003/status", "online"u8.ToArray());
        await Wait.UntilAsync(() => IsOnlineAsync(city.Engine, "v0003"), () => city.Engine.Log);

        Assert.False(await IsOnlineAsync(city.Engine, "v0002"));
    }

    [SkippableFact]
    public async Task A_broker_that_is_away_at_the_start_is_waited_for()
    {
        await using var city = CityBroker.Create();
        await city.Engine.StartAsync();

        // From the first look on every connection is away, also those that the cluster has still to begin.
        var first = await city.Engine.GetAsync("health/ready");
        var broker = first.GetProperty("checks").EnumerateArray().Single(c => c.Text("name") == "broker");
        Assert.Equal("degraded", broker.Text("status"));
        Assert.All((string[])["-out: ", "-desk: ", "-1: "], name => Assert.Contains(name, broker.Text("description"), StringComparison.Ordinal));
        var id = await VerifyAsync(city.Engine);

        await city.Broker.StartAsync();
        await city.ReachedAsync();
        await using var handset = new DeviceClient(await CollectorOfTheBeatAsync(city.Engine), city.Broker.Port);
        var shift = await handset.AskAsync("shift", "on", Json(new { id = "on", t = DateTimeOffset.UtcNow, on = true }));

        Assert.Equal("accepted", shift.Text("status"));
        Assert.Equal($"{id}-v1", (await handset.CommandAsync("verify", id)).Text("task"));
    }

    private static async Task<string> VerifyAsync(EngineProcess engine)
    {
        var id = (await engine.ReportAsync("broker-1", Latitude)).Text("id");
        await engine.DoneAsync(id, "verify", "acceptor:a1", new { }, "verifying");
        return id;
    }

    private static async Task<string> CollectorOfTheBeatAsync(EngineProcess engine) =>
        $"collectors/{await engine.CollectorAtAsync(Longitude, Latitude)}";

    private static async Task<HttpStatusCode> StatusAsync(EngineProcess engine, string device)
    {
        using var answer = await engine.Http.GetAsync($"api/v1/{device}");
        return answer.StatusCode;
    }

    private static async Task<bool> IsOnlineAsync(EngineProcess engine, string vehicle) =>
        await StatusAsync(engine, $"vehicles/{vehicle}") == HttpStatusCode.OK
        && (await engine.GetAsync($"api/v1/vehicles/{vehicle}")).GetProperty("online").GetBoolean();

    private static Task AtAsync(EngineProcess engine, string device, DateTimeOffset time) => Wait.UntilAsync(
        async () => await StatusAsync(engine, device) == HttpStatusCode.OK
            && (await engine.GetAsync($"api/v1/{device}")).GetProperty("t") is { ValueKind: JsonValueKind.String } at
            && at.GetDateTimeOffset() == time,
        () => $"{device} is not there.\n{engine.Log}");

    private static string Json(object message) => JsonSerializer.Serialize(message);
}
