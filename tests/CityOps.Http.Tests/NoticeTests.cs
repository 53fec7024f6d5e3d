using System.Net;
using CityOps.Domain;
using CityOps.Engine.Notices;
using CityOps.Engine.Ports;
using CityOps.Http.Tests.Running;
using NodaTime;

namespace CityOps.Http.Tests;

public sealed class NoticeTests(CityServer server) : IClassFixture<CityServer>
{
    private static readonly NoticeRow Storm = new(
        "N0123456789abcdef0123",
        new NoticeSubject(NoticeKind.Urge, NoticeTopic.Handle, "due", LimitPhase.Due),
        new Recipient(Roles.Handler, "360102", TestCity.Roads),
        120,
        ["C20260301aaaaaaaaaa", "C20260301bbbbbbbbbb", "C20260301cccccccccc", "C20260301dddddddddd"],
        CityServer.Noon,
        CityServer.Noon,
        CityServer.Noon + Duration.FromSeconds(20),
        CityServer.Noon + Duration.FromMinutes(1));

    [Fact]
    public async Task A_notice_counts_its_cases_and_says_it_in_both_languages()
    {
        server.Notices.Page = new Page<NoticeRow>([Storm], "page", CityServer.Noon);

        var reply = await server.GetReplyAsync("/api/v1/notices");

        Assert.Equal("page", reply["next"]);
        var notice = reply.Json.GetProperty("items")[0];
        Assert.Equal(
            ("urge", "handle", "due", 120, "2026-03-01T04:01:00Z"),
            (notice.GetProperty("kind").GetString(), notice.GetProperty("topic").GetString(), notice.GetProperty("phase").GetString(),
                notice.GetProperty("count").GetInt32(), notice.GetProperty("closesAt").GetString()));
        Assert.Equal("""["handler"]""", notice.GetProperty("roles").GetRawText());
        Assert.Equal(
            "催办：处置已于 2026-03-01 12:00 到期（120 件：C20260301aaaaaaaaaa、C20260301bbbbbbbbbb、C20260301cccccccccc 等）",
            notice.GetProperty("text").GetProperty("zh").GetString());
        Assert.Equal(
            "Urgent: handling was due at 2026-03-01 12:00 (120 cases: C20260301aaaaaaaaaa, C20260301bbbbbbbbbb, C20260301cccccccccc …)",
            notice.GetProperty("text").GetProperty("en").GetString());
    }

    [Fact]
    public async Task Every_condition_reaches_the_list_together_with_who_asks()
    {
        await server.GetReplyAsync(
            "/api/v1/notices?role=shiftLead&jurisdiction=360102&department=roads&collector=c1&from=2026-03-01T00:00:00Z&limit=5&after=page",
            ("X-CityOps-Acting", "leader:zhang@360102"));

        Assert.Equal(
            new NoticeQuery(new Actor("zhang", Roles.Leader, "360102"))
            {
                Role = Roles.ShiftLead,
                Jurisdiction = "360102",
                Department = "roads",
                Collector = "c1",
                From = Instant.FromUtc(2026, 3, 1, 0, 0),
                Limit = 5,
                After = "page",
            },
            server.Notices.Last);
    }

    [Theory]
    [InlineData("role=citizen", "role")]
    [InlineData("jurisdiction=a/b", "jurisdiction")]
    [InlineData("from=yesterday", "from")]
    [InlineData("limit=0", "limit")]
    [InlineData("after=nowhere", "after")]
    public async Task A_condition_that_cannot_be_read_is_named(string query, string field) =>
        (await server.GetReplyAsync($"/api/v1/notices?{query}")).Faults(HttpStatusCode.BadRequest, "request.malformed", field);

    [Fact]
    public async Task A_citizen_has_no_notices()
    {
        var reply = await server.GetReplyAsync("/api/v1/notices", ("X-CityOps-Acting", "citizen:li"));

        Assert.Equal((HttpStatusCode.Forbidden, "notice.notForCaller"), (reply.Status, reply["code"]));
    }
}
