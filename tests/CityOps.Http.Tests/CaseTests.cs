using System.Net;
using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.Geo;
using CityOps.Engine.Ports;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests;

public sealed class CaseTests(CityServer server) : IClassFixture<CityServer>
{
    private static readonly CaseRow Row = new(
        "C20260301aaaaaaaaaa", 3, Stage.Dispatched, CategoryKind.Component, "0101", "1", Channel.Sms, "m-1",
        GeoPoint.At(TestCity.Lat, TestCity.WestLon), TestCity.West, TestCity.PatrolGrid, TestCity.Roads, "text",
        CityServer.Noon, CityServer.Noon, CityServer.Noon);

    [Theory]
    [InlineData("C20260301zzzzzzzzzz")]
    [InlineData("nonsense")]
    [InlineData("C20260301zzzzzzzzzz%2F..")]
    public async Task A_case_that_is_not_there_is_not_found(string id)
    {
        (await server.GetReplyAsync($"/api/v1/cases/{id}")).Problem(HttpStatusCode.NotFound, "case.notFound");
        (await server.GetReplyAsync($"/api/v1/cases/{id}/events")).Problem(HttpStatusCode.NotFound, "case.notFound");
    }

    [Theory]
    [InlineData("\"1\"", HttpStatusCode.NotModified)]
    [InlineData("W/\"1\"", HttpStatusCode.NotModified)]
    [InlineData("\"0\", \"1\"", HttpStatusCode.NotModified)]
    [InlineData("*", HttpStatusCode.NotModified)]
    [InlineData("\"2\"", HttpStatusCode.OK)]
    [InlineData("nonsense", HttpStatusCode.OK)]
    public async Task A_version_that_is_known_is_not_sent_again(string known, HttpStatusCode expected)
    {
        var id = await server.ReportedAsync("c-1");

        var reply = await server.GetReplyAsync($"/api/v1/cases/{id}", ("If-None-Match", known));

        Assert.Equal(expected, reply.Status);
        Assert.Equal("\"1\"", reply.Headers.ETag?.Tag);
        Assert.Equal(expected == HttpStatusCode.NotModified, reply.Text.Length == 0);
    }

    [Theory]
    [InlineData("shiftLead:a", "verify,file,refuse,correct,merge,cancel")]
    [InlineData("dispatcher:a", "")]
    public async Task Allowed_says_what_this_caller_may_do(string acting, string expected)
    {
        var id = await server.ReportedAsync("c-2");

        var reply = await server.GetReplyAsync($"/api/v1/cases/{id}", ("X-CityOps-Acting", acting));

        Assert.Equal(expected, string.Join(",", reply.Json.GetProperty("allowed").EnumerateArray()));
    }

    [Fact]
    public async Task The_events_tell_what_happened_in_order()
    {
        var id = await server.ReportedAsync("c-3");
        await server.PostAsync($"/api/v1/cases/{id}/acts/file", new { }, ("X-CityOps-Acting", "shiftLead:zhao@360102"));
        await server.PostAsync($"/api/v1/cases/{id}/acts/dispatch", new { department = TestCity.Roads });

        var reply = await server.GetReplyAsync($"/api/v1/cases/{id}/events");

        var events = reply.Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["reported", "filed", "dispatched"], events.Select(e => e.GetProperty("type").GetString()));
        Assert.Equal([1, 2, 3], events.Select(e => e.GetProperty("sequence").GetInt64()));
        var reported = events[0].GetProperty("details");
        Assert.Equal("0101", reported.GetProperty("category").GetString());
        Assert.Equal(TestCity.WestLon, reported.GetProperty("lon").GetDouble());
        Assert.Equal("c-3", reported.GetProperty("source").GetString());
        Assert.False(reported.TryGetProperty("reporter", out _));
        var filed = events[1];
        Assert.Equal(
            """{"id":"zhao","roles":["shiftLead"],"jurisdiction":"360102","department":null}""",
            filed.GetProperty("by").GetRawText());
        Assert.Equal("v-1", filed.GetProperty("policy").GetString());
        Assert.Equal(
            """{"amount":2,"clock":"continuousHours"}""",
            filed.GetProperty("details").GetProperty("limit").GetRawText());
        Assert.Equal(TestCity.Roads, events[2].GetProperty("details").GetProperty("department").GetString());
        Assert.DoesNotContain("Zhang", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_has_the_rows_the_cursor_and_the_age_of_the_read_model()
    {
        server.ReadModel.Cases = new Page<CaseRow>([Row], "page-2", CityServer.Noon);

        var reply = await server.GetReplyAsync("/api/v1/cases");

        Assert.Equal("page-2", reply["next"]);
        Assert.Equal("2026-03-01T04:00:00Z", reply["asOf"]);
        var row = Assert.Single(reply.Json.GetProperty("items").EnumerateArray());
        Assert.Equal("C20260301aaaaaaaaaa", row.GetProperty("id").GetString());
        Assert.Equal("dispatched", row.GetProperty("stage").GetString());
        Assert.Equal(TestCity.WestLon, row.GetProperty("lon").GetDouble());
        Assert.Equal(TestCity.PatrolGrid, row.GetProperty("patrolGrid").GetString());
        Assert.Equal("sms", row.GetProperty("channel").GetString());
    }

    [Fact]
    public async Task Every_filter_reaches_the_read_model()
    {
        var reply = await server.GetReplyAsync(
            "/api/v1/cases?stage=handling&department=roads&grid=N01&category=0101&channel=citizenApp&collector=c1"
            + "&from=2026-02-01T00:00:00%2B08:00&to=1772337600000&bbox=115,28,116.5,29&q=%E4%BA%95&sort=reportedAt"
            + "&limit=7&after=page-2");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(
            new CaseQuery
            {
                Sight = new CaseSight(Reporter: false, Collectors: true),
                Stage = Stage.Handling,
                Department = TestCity.Roads,
                Grid = TestCity.PatrolGrid,
                Category = "0101",
                Channel = Channel.CitizenApp,
                Collector = "c1",
                From = NodaTime.Instant.FromUtc(2026, 1, 31, 16, 0),
                To = CityServer.Noon,
                Box = new GeoBox(GeoPoint.At(28, 115), GeoPoint.At(29, 116.5)),
                Text = "井",
                Ascending = true,
                Limit = 7,
                After = "page-2",
            },
            server.ReadModel.LastCases);
    }

    [Theory]
    [InlineData("", CaseOrder.ReportedAt, false)]
    [InlineData("?sort=-reportedAt", CaseOrder.ReportedAt, false)]
    [InlineData("?sort=reportedAt", CaseOrder.ReportedAt, true)]
    [InlineData("?sort=-updatedAt", CaseOrder.UpdatedAt, false)]
    [InlineData("?sort=updatedAt", CaseOrder.UpdatedAt, true)]
    [InlineData("?sort=-dueAt", CaseOrder.DueAt, false)]
    [InlineData("?sort=dueAt", CaseOrder.DueAt, true)]
    public async Task The_newest_come_first_unless_asked_otherwise(string query, CaseOrder order, bool ascending)
    {
        await server.GetReplyAsync($"/api/v1/cases{query}");

        Assert.Equal((order, ascending), (server.ReadModel.LastCases?.Order, server.ReadModel.LastCases?.Ascending));
    }

    [Theory]
    [InlineData("stage=done", "stage")]
    [InlineData("stage=1", "stage")]
    [InlineData("department=a/b", "department")]
    [InlineData("channel=x", "channel")]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=2026-03-01", "to")]
    [InlineData("bbox=1,2,3", "bbox")]
    [InlineData("bbox=116,28,115,29", "bbox")]
    [InlineData("bbox=NaN,28,115,29", "bbox")]
    [InlineData("bbox=115,28,115,91", "bbox")]
    [InlineData("sort=id", "sort")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("q=a%00b", "q")]
    [InlineData("after=other", "after")]
    public async Task A_malformed_parameter_is_named(string query, string field) =>
        (await server.GetReplyAsync($"/api/v1/cases?{query}"))
            .Faults(HttpStatusCode.BadRequest, "request.malformed", field);

    [Fact]
    public async Task The_clock_is_explained_interval_by_interval()
    {
        var id = await server.ReportedAsync("c-9");

        var clock = Assert.Single((await server.GetReplyAsync($"/api/v1/cases/{id}/clock")).Json.GetProperty("items").EnumerateArray());

        // Noon on a Sunday: a quarter of a working hour is due on Monday morning.
        Assert.Equal("file", clock.GetProperty("stage").GetString());
        Assert.Equal("2026-03-02T00:15:00Z", clock.GetProperty("dueAt").GetString());
        Assert.Equal((0, 900), (clock.GetProperty("usedSeconds").GetInt64(), clock.GetProperty("leftSeconds").GetInt64()));
        Assert.Equal("green", clock.GetProperty("light").GetString());
    }

    [Fact]
    public async Task Tasks_are_listed_with_what_was_found()
    {
        var id = await server.ReportedAsync("c-10");
        await server.PostAsync($"/api/v1/cases/{id}/acts/verify", new { note = "there?" });

        var task = Assert.Single((await server.GetReplyAsync($"/api/v1/cases/{id}/tasks")).Json.GetProperty("items").EnumerateArray());

        Assert.Equal(($"{id}-v1", "verification"), (task.GetProperty("id").GetString(), task.GetProperty("kind").GetString()));
    }
}
