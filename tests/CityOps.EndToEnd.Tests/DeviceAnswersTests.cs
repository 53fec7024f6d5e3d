using System.Text.Json;

namespace CityOps.EndToEnd.Tests;

/// <summary>What devices send, and what they are answered.</summary>
[Collection(OneEngine.Name)]
public sealed class DeviceAnswersTests(EngineProcess engine)
{
    [Fact]
    public async Task A_report_is_accepted_once_and_then_a_duplicate_of_the_same_case()
    {
        await using var collector = new DeviceClient("collectors/c0002", engine.MqttPort);
        var report = JsonSerializer.Serialize(new
        {
            id = "a1",
            t = DateTimeOffset.UtcNow,
            lon = 115.8287,
            lat = 28.6476,
            kind = "incident",
            category = "0101",
        });
        var first = await collector.AskAsync("report", "a1", report);
        var second = await collector.AskAsync("report", "a1", report);

        Assert.Equal("accepted", first.Text("status"));
        Assert.Equal(("duplicate", first.Text("case")), (second.Text("status"), second.Text("case")));
        var found = await engine.GetAsync($"api/v1/cases/{first.Text("case")}");
        Assert.Equal(("collector", "c0002/a1"), (found.Text("channel"), found.Text("source")));
    }

    [Theory]
    [InlineData("place.outsideCity", """{"id":"b1","t":"2026-01-02T03:04:05Z","lon":10,"lat":50,"kind":"incident","category":"0101"}""")]
    [InlineData("field.missing", """{"id":"b1","lon":115.8287,"lat":28.6476,"kind":"incident","category":"0101"}""")]
    [InlineData("case.unknownCategory", """{"id":"b1","t":"2026-01-02T03:04:05Z","lon":115.8287,"lat":28.6476,"kind":"incident","category":"9999"}""")]
    public async Task A_bad_report_is_refused_with_its_reason(string code, string report)
    {
        await using var collector = new DeviceClient("collectors/c0003", engine.MqttPort);
        var answer = await collector.AskAsync("report", "b1", report);
        Assert.Equal(("refused", code), (answer.Text("status"), answer.Text("code")));
    }

    [Fact]
    public async Task A_report_that_is_too_large_to_be_looked_at_is_answered_without_its_id()
    {
        await using var collector = new DeviceClient("collectors/c0003", engine.MqttPort);
        var answer = await collector.AskAsync("report", "", new string(' ', 200_000));
        Assert.Equal(("refused", "payload.tooLarge"), (answer.Text("status"), answer.Text("code")));
        Assert.False(answer.TryGetProperty("id", out _));
    }

    [Fact]
    public async Task A_shift_is_answered_and_shows_in_the_collector()
    {
        await using var collector = new DeviceClient("collectors/c0004", engine.MqttPort);
        var t = DateTimeOffset.UtcNow;
        foreach (var (id, on, status) in new[] { ("on", true, "accepted"), ("on", true, "duplicate"), ("off", false, "accepted") })
        {
            t = status == "duplicate" ? t : t.AddSeconds(1);
            var answer = await collector.AskAsync("shift", id, JsonSerializer.Serialize(new { id, t, on }));
            Assert.True(answer.Text("status") == status, answer.ToString());
            Assert.Equal(on, (await engine.GetAsync("api/v1/collectors/c0004")).GetProperty("onShift").GetBoolean());
        }
    }

    [Fact]
    public async Task A_frame_of_another_terminal_than_the_registered_one_is_refused()
    {
        await using var vehicle = new DeviceClient("vehicles/v0002", engine.MqttPort);
        await vehicle.SendToAsync("cityops/v1/vehicles/v0002/jt808", Convert.FromHexString(
            "7E02000026123456789012007D02000000010000000200BA7F0E07E4F11C0028003C00001810151010100104000000640202007D01137E"));

        var refusals = await engine.GetAsync("api/v1/refusals?device=vehicles/v0002");
        Assert.Equal("frame.foreignTerminal", Assert.Single(refusals.GetProperty("items").EnumerateArray()).Text("code"));
    }

    [Fact]
    public async Task An_OwnTracks_location_is_a_collectors_position()
    {
        await using var phone = new DeviceClient("collectors/c0005", engine.MqttPort);
        var seconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        await phone.SendToAsync("owntracks/c0005/phone", JsonSerializer.SerializeToUtf8Bytes(
            new { _type = "location", tst = seconds, lon = 115.8287, lat = 28.6476, vel = -1, acc = 8 }));
        await AtAsync("collectors/c0005", 115.8287, 28.6476, DateTimeOffset.FromUnixTimeSeconds(seconds));
    }

    [Fact]
    public async Task A_raw_frame_is_a_vehicles_position()
    {
        const string frame =
            "7E02000026123456789012007D02000000010000000200BA7F0E07E4F11C0028003C00001810151010100104000000640202007D01137E";
        await using var terminal = new DeviceClient("vehicles/v0009", engine.MqttPort);
        await terminal.SendToAsync("cityops/v1/vehicles/v0009/jt808", Convert.FromHexString(frame));
        await AtAsync("vehicles/v0009", 132.444444, 12.222222, new DateTimeOffset(2018, 10, 15, 2, 10, 10, TimeSpan.Zero));
    }

    private async Task AtAsync(string device, double lon, double lat, DateTimeOffset t)
    {
        JsonElement found = default;
        await Wait.UntilAsync(
            async () =>
            {
                found = await engine.GetAsync($"api/v1/{device}");
                return found.GetProperty("t") is { ValueKind: JsonValueKind.String } at && at.GetDateTimeOffset() == t;
            },
            () => $"{device} is {found}\n{engine.Log}");
        Assert.Equal(lon, found.GetProperty("lon").GetDouble(), tolerance: 0.000_001);
        Assert.Equal(lat, found.GetProperty("lat").GetDouble(), tolerance: 0.000_001);
    }
}
