using System.Net;
using CityOps.Engine.Changes;
using CityOps.Http.Live;
using CityOps.Http.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Http.Tests.Live;

public sealed class CaseStreamTests : IAsyncLifetime
{
    private readonly CityServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_reader_hears_of_a_change_with_what_a_map_and_a_queue_need_and_of_no_person()
    {
        await using var reader = await LiveReader.OpenAsync(_server, "topics=cases");
        var id = await ReportAsync("m-1");

        var (eventId, data) = await reader.NextAsync("case");

        Assert.Equal("1", eventId);
        Assert.Equal(id, data.GetProperty("case").GetString());
        Assert.Equal("reported", data.GetProperty("type").GetString());
        Assert.Equal("reported", data.GetProperty("stage").GetString());
        Assert.Equal(TestCity.West, data.GetProperty("grid").GetString());
        Assert.Equal(TestCity.WestLon, data.GetProperty("lon").GetDouble());
        Assert.DoesNotContain("Zhang San", data.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("井盖", data.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_id_resumes_without_a_gap_and_without_anything_twice()
    {
        string[] ids = [await ReportAsync("m-1"), await ReportAsync("m-2"), await ReportAsync("m-3")];

        await using var reader = await LiveReader.OpenAsync(_server, "topics=cases", "1");
        Assert.Equal(ids[1], (await reader.NextAsync("case")).Data.GetProperty("case").GetString());
        Assert.Equal(ids[2], (await reader.NextAsync("case")).Data.GetProperty("case").GetString());
        var last = await ReportAsync("m-4");

        var (eventId, data) = await reader.NextAsync("case");

        Assert.Equal(("4", last), (eventId, data.GetProperty("case").GetString()));
    }

    [Fact]
    public async Task Who_has_heard_of_nothing_yet_has_an_id_to_come_again_with()
    {
        await ReportAsync("m-1");
        await ReportAsync("m-2");
        await using var reader = await LiveReader.OpenAsync(_server, "topics=cases");
        await ReportAsync("m-3");
        await reader.NextAsync("case");
        await using var quiet = await LiveReader.OpenAsync(_server, "topics=cases&department=roads");
        var next = quiet.NextAsync();
        await DispatchAsync(await ReportAsync("m-4"));

        Assert.Equal("dispatched", (await next)?.Data.GetProperty("type").GetString());
        Assert.Equal("6", quiet.LastEventId);
    }

    [Fact]
    public async Task Who_hears_of_no_case_still_moves_on()
    {
        await using var reader = await LiveReader.OpenAsync(_server, "topics=cases,positions&department=parks");
        await reader.NextAsync("positions");
        await ReportAsync("m-1");
        await using var other = await LiveReader.OpenAsync(_server, "topics=cases,positions&department=parks", reader.LastEventId);
        await other.NextAsync("positions");

        Assert.Equal(("0", "1"), (reader.LastEventId, other.LastEventId));
    }

    [Fact]
    public async Task Who_is_shown_nothing_of_many_changes_has_a_sign_of_life_with_the_id_to_come_again_with()
    {
        await using var reader = await LiveReader.OpenAsync(_server, "topics=cases&department=parks");
        var heard = reader.NextAsync();
        for (var i = 1; reader.LastEventId is "" or "0"; i++)
        {
            Assert.True(i <= 100, "There is no sign of life.");
            await ReportAsync($"m-{i}");
            await _server.TickAsync();
        }

        Assert.False(heard.IsCompleted);
    }

    [Fact]
    public async Task A_stream_ends_in_order_after_its_time_and_goes_on_without_a_gap()
    {
        await using var reader = await LiveReader.OpenAsync(_server, "topics=cases,positions");
        await reader.NextAsync("positions");
        await ReportAsync("m-1");
        await reader.NextAsync("case");
        _server.Clock.Advance(StreamResult.Longest);
        await reader.ToTheEndAsync();
        await ReportAsync("m-2");
        await using var next = await LiveReader.OpenAsync(_server, "topics=cases", reader.LastEventId);

        Assert.Equal("2", (await next.NextAsync("case")).Id);
        Assert.Empty(_server.Logs.Errors);
    }

    [Fact]
    public async Task An_id_of_other_data_leads_to_a_reset()
    {
        await ReportAsync("m-1");
        await using var reader = await LiveReader.OpenAsync(_server, "topics=cases", "99");
        Assert.Equal("1", (await reader.NextAsync("reset")).Id);
        await ReportAsync("m-2");

        Assert.Equal("2", (await reader.NextAsync("case")).Id);
    }

    [Fact]
    public async Task Who_is_ahead_of_the_feed_is_told_nothing_twice()
    {
        await ReportAsync("m-1");
        var ahead = await _server.ReportedAsync("m-2");
        await using var reader = await LiveReader.OpenAsync(_server, "topics=cases,positions", "2");
        await reader.NextAsync("positions");
        await TellAsync(ahead);
        await ReportAsync("m-3");

        Assert.Equal("3", (await reader.NextAsync("case")).Id);
    }

    [Fact]
    public async Task A_department_hears_of_what_comes_to_it_and_of_what_leaves_it()
    {
        var id = await ReportAsync("m-1");
        await using var reader = await LiveReader.OpenAsync(_server, "topics=cases&department=roads");
        await DispatchAsync(id);
        Assert.Equal("dispatched", (await reader.NextAsync("case")).Data.GetProperty("type").GetString());
        await ActAsync(id, "return", new { reason = "not ours" }, "handler:h1@roads");
        await ActAsync(id, "redispatch", new { department = "parks", note = "theirs" }, "dispatcher:d1");

        Assert.Equal("returned", (await reader.NextAsync("case")).Data.GetProperty("type").GetString());
        Assert.Equal("parks", (await reader.NextAsync("case")).Data.GetProperty("department").GetString());
    }

    [Fact]
    public async Task A_box_holds_for_cases_too()
    {
        await using var east = await LiveReader.OpenAsync(_server, "topics=cases&bbox=115.86,28.6,115.9,28.7");
        await ReportAsync("m-1");
        var body = ReportBodies.Manhole("m-2");
        body["lon"] = TestCity.EastLon;
        await TellAsync((await _server.ReportAsync(body))["id"] ?? "");

        Assert.Equal(TestCity.East, (await east.NextAsync("case")).Data.GetProperty("grid").GetString());
    }

    [Fact]
    public async Task What_lies_outside_of_the_callers_place_is_not_told()
    {
        await using var parks = await LiveReader.OpenAsync(_server, "topics=cases", acting: "handler:h1@parks");
        await DispatchAsync(await ReportAsync("m-1"));
        var theirs = await ReportAsync("m-2");
        await DispatchAsync(theirs, "parks");

        Assert.Equal(theirs, (await parks.NextAsync("case")).Data.GetProperty("case").GetString());
    }

    [Theory]
    [InlineData("citizen:li")]
    [InlineData("acceptor:a@360103")]
    public async Task Who_reported_hears_of_that_case_alone(string acting)
    {
        await using var reader = await LiveReader.OpenAsync(_server, "topics=cases", acting: acting);
        await DispatchAsync(await ReportAsync("m-1"));
        var mine = (await _server.ReportAsync(ReportBodies.Manhole("m-2"), ("X-CityOps-Acting", acting)))["id"] ?? "";
        await TellAsync(mine);
        await DispatchAsync(mine);

        foreach (var type in (string[])["reported", "filed", "dispatched"])
        {
            var (_, data) = await reader.NextAsync("case");
            Assert.Equal((mine, type), (data.GetProperty("case").GetString(), data.GetProperty("type").GetString()));
        }
    }

    [Fact]
    public async Task A_department_goes_on_hearing_of_what_it_had()
    {
        var id = await ReportAsync("m-1");
        await DispatchAsync(id);
        await using var roads = await LiveReader.OpenAsync(_server, "topics=cases", acting: "handler:h1@roads");
        await ActAsync(id, "return", new { reason = "not ours" }, "handler:h1@roads");
        await ActAsync(id, "redispatch", new { department = "parks", note = "theirs" }, "dispatcher:d1");
        await ActAsync(id, "accept", new { }, "handler:h1@parks");

        foreach (var type in (string[])["returned", "redispatched", "accepted"])
        {
            Assert.Equal(type, (await roads.NextAsync("case")).Data.GetProperty("type").GetString());
        }
    }

    [Theory]
    [InlineData("topics=weather", null, "topics")]
    [InlineData("bbox=1,2,3", null, "bbox")]
    [InlineData("department=a/b", null, "department")]
    [InlineData("topics=cases", "abc", "Last-Event-ID")]
    public async Task What_cannot_be_read_is_named(string query, string? lastEventId, string field) =>
        (await _server.GetReplyAsync($"/api/v1/stream?{query}", lastEventId is null ? [] : [("Last-Event-ID", lastEventId)]))
            .Faults(HttpStatusCode.BadRequest, "request.malformed", field);

    [Fact]
    public async Task A_stream_ends_in_order_when_the_program_stops()
    {
        await using var reader = await LiveReader.OpenAsync(_server, "topics=cases,positions");
        await reader.NextAsync("positions");

        var stopping = _server.StopAsync();

        Assert.Null(await reader.NextAsync());
        await stopping;
        Assert.Empty(_server.Logs.Errors);
    }

    private async Task<string> ReportAsync(string source)
    {
        var id = await _server.ReportedAsync(source);
        await TellAsync(id);
        return id;
    }

    private async Task DispatchAsync(string id, string department = "roads")
    {
        await ActAsync(id, "file", new { });
        await ActAsync(id, "dispatch", new { department });
    }

    private async Task ActAsync(string id, string act, object body, string acting = "leader+shiftLead+dispatcher:l1")
    {
        var reply = await _server.PostAsync($"/api/v1/cases/{id}/acts/{act}", body, ("X-CityOps-Acting", acting));
        Assert.True(reply.Status == HttpStatusCode.OK, reply.Text);
        await TellAsync(id);
    }

    private Task TellAsync(string id) => _server.Live.TellAsync(_server.Services.GetRequiredService<CaseTail>(), id);
}
