using System.Net;
using CityOps.Engine.Ports;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests;

/// <summary>Cases as they were: <c>?at=</c>.</summary>
public sealed class CasePastTests : IClassFixture<CityServer>
{
    private readonly CityServer _server;

    public CasePastTests(CityServer server) => _server = server;

    [Fact]
    public async Task A_case_is_shown_as_it_was_at_a_moment()
    {
        var (id, reported, filed) = await TwoMomentsAsync();

        var then = await _server.GetReplyAsync($"/api/v1/cases/{id}?at={reported}");
        var later = await _server.GetReplyAsync($"/api/v1/cases/{id}?at={filed}");

        Assert.Equal(("reported", 1, "\"1\""), (then["stage"], then.Json.GetProperty("sequence").GetInt64(), then.Headers.ETag?.Tag));
        Assert.Empty(then.Json.GetProperty("allowed").EnumerateArray());
        Assert.Equal("green", then["light"]);
        Assert.Equal("file", Assert.Single(then.Json.GetProperty("deadlines").EnumerateArray()).GetProperty("stage").GetString());
        Assert.Equal(("filed", 2), (later["stage"], later.Json.GetProperty("sequence").GetInt64()));
        Assert.Equal("dispatched", (await _server.GetReplyAsync($"/api/v1/cases/{id}"))["stage"]);
    }

    [Fact]
    public async Task Lights_and_clocks_of_the_past_are_those_of_then()
    {
        var (id, _, filed) = await TwoMomentsAsync();
        var clocks = (await _server.GetReplyAsync($"/api/v1/cases/{id}/clock")).Json.GetProperty("items").EnumerateArray().ToList();
        var due = clocks.Single(c => c.GetProperty("stage").GetString() == "dispatch").GetProperty("stoppedAt").GetString();
        Assert.NotNull(due);

        var then = (await _server.GetReplyAsync($"/api/v1/cases/{id}/clock?at={filed}")).Json;

        Assert.Equal(filed, then.GetProperty("asOf").GetString());
        Assert.All(
            then.GetProperty("items").EnumerateArray().Where(c => c.GetProperty("stage").GetString() == "dispatch"),
            c => Assert.Equal(System.Text.Json.JsonValueKind.Null, c.GetProperty("stoppedAt").ValueKind));
        Assert.DoesNotContain(
            then.GetProperty("items").EnumerateArray(), c => c.GetProperty("stage").GetString() == "handle");
    }

    [Fact]
    public async Task Events_and_tasks_of_the_past_end_at_the_moment()
    {
        var (id, reported, _) = await TwoMomentsAsync();

        var events = (await _server.GetReplyAsync($"/api/v1/cases/{id}/events?at={reported}")).Json.GetProperty("items");
        var tasks = (await _server.GetReplyAsync($"/api/v1/cases/{id}/tasks?at={reported}")).Json.GetProperty("items");

        Assert.Equal("reported", Assert.Single(events.EnumerateArray()).GetProperty("type").GetString());
        Assert.Empty(tasks.EnumerateArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("/events")]
    [InlineData("/clock")]
    [InlineData("/tasks")]
    public async Task Before_its_report_there_is_no_case(string part)
    {
        var (id, _, _) = await TwoMomentsAsync();

        (await _server.GetReplyAsync($"/api/v1/cases/{id}{part}?at=2026-02-28T00:00:00Z"))
            .Problem(HttpStatusCode.NotFound, "case.notYetReported");
        (await _server.GetReplyAsync($"/api/v1/cases/{id}{part}?at=2050-01-01T00:00:00Z"))
            .Faults(HttpStatusCode.BadRequest, "request.malformed", "at");
        (await _server.GetReplyAsync($"/api/v1/cases/{id}{part}?at=yesterday"))
            .Faults(HttpStatusCode.BadRequest, "request.malformed", "at");
        (await _server.GetReplyAsync($"/api/v1/cases/C20260301aaaaaaaaaa{part}?at=2026-02-28T00:00:00Z"))
            .Problem(HttpStatusCode.NotFound, "case.notFound");
    }

    [Fact]
    public async Task Times_are_told_to_the_millisecond_and_an_event_is_there_at_the_time_that_is_told()
    {
        _server.Clock.Advance(TimeSpan.FromTicks(1_234_567));
        var id = await _server.ReportedAsync("past-ms");

        var told = (await _server.GetReplyAsync($"/api/v1/cases/{id}"))["reportedAt"];

        Assert.Matches(@"^2026-03-01T\d\d:\d\d:\d\d(\.\d{1,3})?Z$", told);
        Assert.Equal(HttpStatusCode.OK, (await _server.GetReplyAsync($"/api/v1/cases/{id}?at={told}")).Status);
    }

    private async Task<(string Id, string Reported, string Filed)> TwoMomentsAsync()
    {
        var id = await _server.ReportedAsync($"past-{Guid.NewGuid():N}");
        _server.Clock.Advance(TimeSpan.FromMinutes(1));
        await _server.PostAsync($"/api/v1/cases/{id}/acts/file", new { });
        _server.Clock.Advance(TimeSpan.FromMinutes(1));
        await _server.PostAsync($"/api/v1/cases/{id}/acts/dispatch", new { department = TestCity.Roads });
        var events = (await ((IJournalReader)_server.Cases).OfEntityAsync($"case-{id}", 1, 2, default))
            .Select(e => ((Domain.Cases.CaseEvent)e.Event).Stamp.At).ToList();
        return (id, Json.InstantText.Format(events[0]), Json.InstantText.Format(events[1]));
    }
}
