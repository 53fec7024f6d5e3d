using System.Net;
using System.Text.Json;
using CityOps.Http.Live;
using CityOps.Http.Tests.Fakes;
using CityOps.Http.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Http.Tests.Live;

public sealed class PositionStreamTests : IAsyncLifetime
{
    private const string WestBox = "topics=positions&bbox=115.85,28.68,115.86,28.69";

    private readonly CityServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_reader_first_hears_of_all_that_is_in_the_box()
    {
        _server.ReadModel.Devices = new([MemoryLive.View("v1", TestCity.WestLon), MemoryLive.View("v2", TestCity.EastLon)], null, CityServer.Noon);
        await using var reader = await LiveReader.OpenAsync(_server, WestBox);

        var (_, data) = await reader.NextAsync("positions");

        Assert.True(data.GetProperty("reset").GetBoolean());
        var device = Assert.Single(Devices(data));
        Assert.Equal("v1", device.GetProperty("id").GetString());
        Assert.Equal("vehicle", device.GetProperty("kind").GetString());
        Assert.Equal(TestCity.WestLon, device.GetProperty("lon").GetDouble());
        Assert.True(device.GetProperty("online").GetBoolean());
    }

    [Fact]
    public async Task What_a_device_posts_within_one_tick_is_told_once_and_is_the_newest()
    {
        await using var reader = await OpenAsync();
        _server.Live.Post("v1", TestCity.WestLon);
        _server.Live.Post("v1", TestCity.WestLon + 0.0001, second: 1);
        _server.Live.Post("v1", TestCity.WestLon + 0.0002, second: 2);
        await _server.TickAsync();

        var device = Assert.Single(Devices((await reader.NextAsync("positions")).Data));

        Assert.Equal(TestCity.WestLon + 0.0002, device.GetProperty("lon").GetDouble());
    }

    [Fact]
    public async Task A_device_that_leaves_the_box_is_told_to_have_left()
    {
        await using var reader = await OpenAsync();
        _server.Live.Post("v1", TestCity.WestLon);
        await _server.TickAsync();
        await reader.NextAsync("positions");
        _server.Live.Post("v1", TestCity.EastLon);
        await _server.TickAsync();

        var (_, data) = await reader.NextAsync("positions");

        Assert.Empty(Devices(data));
        Assert.Equal("v1", Assert.Single(data.GetProperty("left").EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_device_that_goes_or_falls_silent_is_told()
    {
        await using var reader = await OpenAsync();
        _server.Live.Post("v1", TestCity.WestLon);
        _server.Live.Post("v2", TestCity.WestLon, second: -240);
        await _server.TickAsync();
        await reader.NextAsync("positions");
        _server.Live.Post("v1", TestCity.WestLon, online: false);
        await _server.TickAsync();
        Assert.False(Assert.Single(Devices((await reader.NextAsync("positions")).Data)).GetProperty("online").GetBoolean());
        await _server.TickAsync(TimeSpan.FromMinutes(2));

        // The clock has made many ticks: those that the reader has missed come as one state.
        var device = Devices((await reader.NextAsync("positions")).Data).Single(d => d.GetProperty("id").GetString() == "v2");

        Assert.Equal("silent", device.GetProperty("presence").GetString());
    }

    [Fact]
    public async Task A_department_follows_its_own_vehicles()
    {
        await using var reader = await LiveReader.OpenAsync(_server, "topics=positions&department=roads");
        await reader.NextAsync("positions");
        _server.Live.Post("unknown", TestCity.WestLon);
        _server.Live.Post("v1", TestCity.WestLon);
        await _server.TickAsync();

        Assert.Equal("v1", Assert.Single(Devices((await reader.NextAsync("positions")).Data)).GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("handler:h@roads", "v1")]
    [InlineData("handler:h@parks", "")]
    [InlineData("shiftLead:l@360102", "")]
    [InlineData("leader:l@3601", "unknown,v1")]
    public async Task Who_follows_hears_of_devices_that_exist_for_them(string acting, string heard)
    {
        _server.ReadModel.Devices = new(
            [MemoryLive.View("v1", TestCity.WestLon), MemoryLive.View("unknown", TestCity.WestLon)], null, CityServer.Noon);
        await using var reader = await LiveReader.OpenAsync(_server, "topics=positions", acting: acting);

        var ids = Devices((await reader.NextAsync("positions")).Data).Select(d => d.GetProperty("id").GetString());

        Assert.Equal(heard, string.Join(',', ids.Order(StringComparer.Ordinal)));
        Assert.Equal(
            acting.StartsWith('h') ? 0 : 1, _server.Access.Notes.Count(n => n is { Path: "/api/v1/stream", What: "collector" }));
    }

    [Fact]
    public async Task What_devices_of_other_nodes_post_is_read_from_the_board_once_and_none_goes_back_to_what_the_board_still_has()
    {
        await using var reader = await OpenAsync();
        var positions = _server.Services.GetRequiredService<LivePositions>();
        _server.Live.Post("v1", TestCity.WestLon, second: 2);
        Assert.Single(positions.TakeOver());
        _server.Live.Post("v2", TestCity.WestLon, second: 2);
        _server.ReadModel.Devices = new(
            [
                MemoryLive.View("v1", TestCity.EastLon, second: 1), MemoryLive.View("v2", TestCity.EastLon, second: 1),
                MemoryLive.View("v3", TestCity.EastLon, second: 1),
            ],
            null, CityServer.Noon);

        await positions.FollowAsync(default);
        var changes = positions.TakeOver().ToDictionary(c => c.Now.Device.Id, c => c.Now.Longitude);
        await positions.FollowAsync(default);
        var again = positions.TakeOver();
        _server.ReadModel.Devices = new([MemoryLive.View("v3", TestCity.WestLon, second: 2)], null, CityServer.Noon);
        await positions.FollowAsync(default);

        Assert.Equal(new Dictionary<string, double> { ["v2"] = TestCity.WestLon, ["v3"] = TestCity.EastLon }, changes);
        Assert.Empty(again);
        Assert.Equal(TestCity.WestLon, Assert.Single(positions.TakeOver()).Now.Longitude);
    }

    [Fact]
    public async Task What_was_heard_of_before_the_last_look_is_not_read_again()
    {
        await using var reader = await OpenAsync();
        var positions = _server.Services.GetRequiredService<LivePositions>();
        await _server.TickAsync(TimeSpan.FromMinutes(1));
        await positions.FollowAsync(default);
        _server.ReadModel.Devices = new(
            [MemoryLive.View("v1", TestCity.WestLon, second: 1), MemoryLive.View("v2", TestCity.WestLon, second: 60)], null, CityServer.Noon);

        await positions.FollowAsync(default);

        Assert.Equal("v2", Assert.Single(positions.TakeOver()).Now.Device.Id);
    }

    [Fact]
    public async Task Where_nobody_follows_nothing_is_kept()
    {
        var positions = _server.Services.GetRequiredService<LivePositions>();
        _server.ReadModel.Devices = new([MemoryLive.View("v2", TestCity.EastLon)], null, CityServer.Noon);
        await positions.FollowAsync(default);
        _server.Live.Post("v1", TestCity.WestLon);
        Assert.Empty(positions.TakeOver());
        await using (await OpenAsync())
        {
            _server.Live.Post("v1", TestCity.WestLon);
            Assert.Single(positions.TakeOver());
        }

        await Eventually.Holds(() => _server.Services.GetRequiredService<StreamSeats>().Taken == 0);
        _server.Live.Post("v1", TestCity.WestLon);
        Assert.Empty(positions.TakeOver());
    }

    [Fact]
    public async Task A_quiet_stream_gives_signs_of_life()
    {
        using var answer = await _server.Client.GetAsync("/api/v1/stream?topics=cases", HttpCompletionOption.ResponseHeadersRead);
        using var text = new System.IO.StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Equal("retry: 2000", await text.ReadLineAsync());
        Assert.Equal("id: 0", await text.ReadLineAsync());
        Assert.Equal("", await text.ReadLineAsync());
        var line = text.ReadLineAsync();
        for (var i = 0; i < 15; i++)
        {
            await _server.TickAsync();
        }

        Assert.Equal(":", await line.WaitAsync(TimeSpan.FromMinutes(4)));
    }

    private static JsonElement.ArrayEnumerator Devices(JsonElement data) => data.GetProperty("devices").EnumerateArray();

    private async Task<LiveReader> OpenAsync()
    {
        var reader = await LiveReader.OpenAsync(_server, WestBox);
        await reader.NextAsync("positions");
        return reader;
    }
}
