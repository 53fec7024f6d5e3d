using System.Net;
using CityOps.Engine.Ports;
using CityOps.Http.Health;
using CityOps.Http.Tests.Running;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NodaTime;

namespace CityOps.Http.Tests;

public sealed class LookupTests(CityServer server) : IClassFixture<CityServer>
{
    [Fact]
    public async Task The_catalog_has_conditions_limits_and_the_version()
    {
        var reply = await server.GetReplyAsync("/api/v1/catalog");

        Assert.Equal(("v-1", "\"v-1\""), (reply["version"], reply.Headers.ETag?.Tag));
        var categories = reply.Json.GetProperty("categories").EnumerateArray().ToList();
        Assert.Equal(
            ["component/0101", "incident/0104"], categories.Select(c => c.GetProperty("id").GetString()));
        var limit = categories[0].GetProperty("conditions")[0].GetProperty("limit");
        Assert.Equal("""{"amount":2,"clock":"continuousHours"}""", limit.GetRawText());
        Assert.Equal("""{"metres":50,"hours":24}""", categories[0].GetProperty("similar").GetRawText());
        Assert.Equal(
            """{"amount":0.25,"clock":"workingHours"}""", categories[0].GetProperty("stageLimits").GetProperty("dispatch").GetRawText());
        Assert.Equal("「Manhole cover」", categories[0].GetProperty("name").GetProperty("zh").GetString());
    }

    [Fact]
    public async Task The_organisations_are_the_tree_and_the_departments()
    {
        var reply = await server.GetReplyAsync("/api/v1/organisations");

        Assert.Equal("v-1", reply["version"]);
        var jurisdictions = reply.Json.GetProperty("jurisdictions").EnumerateArray().ToList();
        Assert.Equal([null, "3601", "3601"], jurisdictions.Select(j => j.GetProperty("parent").GetString()));
        Assert.Equal("district", jurisdictions[1].GetProperty("level").GetString());
        Assert.Equal(
            ["parks", "roads"],
            reply.Json.GetProperty("departments").EnumerateArray().Select(d => d.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task The_calendar_is_that_of_the_city_and_of_those_who_have_their_own()
    {
        var reply = await server.GetReplyAsync("/api/v1/calendar");

        Assert.Equal("v-1", reply["version"]);
        var calendars = reply.Json.GetProperty("calendars").EnumerateArray().ToList();
        Assert.Equal([null, "360102"], calendars.Select(c => c.GetProperty("jurisdiction").GetString()));
        Assert.Equal(["c-1", "c-2"], calendars.Select(c => c.GetProperty("version").GetString()));
        Assert.Equal([8m, 7.5m], calendars.Select(c => c.GetProperty("hoursPerDay").GetDecimal()));
        var city = calendars[0];
        Assert.Equal("""{"day":"monday","slots":["08:00-12:00","14:00-18:00"]}""", city.GetProperty("week")[0].GetRawText());
        Assert.Equal("""[{"date":"2026-01-01","name":"元旦","slots":null}]""", city.GetProperty("holidays").GetRawText());
        Assert.Equal("""[{"date":"2026-01-04","name":"元旦","slots":null}]""", city.GetProperty("exchanged").GetRawText());
        Assert.Equal("06-01", city.GetProperty("seasons")[0].GetProperty("from").GetString());
        Assert.Equal("consumedHours", city.GetProperty("dayReading").GetString());
        Assert.Equal("[2026]", city.GetProperty("holidayYears").GetRawText());
    }

    [Theory]
    [InlineData("catalog")]
    [InlineData("organisations")]
    [InlineData("calendar")]
    public async Task A_configuration_that_is_known_is_not_sent_again(string what) => Assert.Equal(
        HttpStatusCode.NotModified,
        (await server.GetReplyAsync($"/api/v1/{what}", ("If-None-Match", "\"v-1\""))).Status);

    [Fact]
    public async Task Refusals_can_be_looked_up_by_device_newest_first()
    {
        Note("collectors/x1", "position.future", 1);
        Note("vehicles/y1", "position.nullIsland", 2);
        Note("collectors/x1", "position.malformed", 3);

        var all = await Codes("");
        Assert.Equal(["position.malformed", "position.nullIsland", "position.future"], all);
        Assert.Equal(["position.malformed", "position.future"], await Codes("?device=collectors/x1"));
        Assert.Equal(["position.malformed"], await Codes("?device=x1&limit=1"));
        Assert.Empty(await Codes("?device=1"));
    }

    [Fact]
    public async Task The_number_of_refusals_is_bounded() =>
        (await server.GetReplyAsync("/api/v1/refusals?limit=1001"))
            .Faults(HttpStatusCode.BadRequest, "request.malformed", "limit");

    [Theory]
    [InlineData(HealthStatus.Healthy, HttpStatusCode.OK, "healthy")]
    [InlineData(HealthStatus.Degraded, HttpStatusCode.OK, "degraded")]
    [InlineData(HealthStatus.Unhealthy, HttpStatusCode.ServiceUnavailable, "unhealthy")]
    public async Task Ready_is_what_the_checks_say_while_the_process_lives(
        HealthStatus journal, HttpStatusCode expected, string word)
    {
        server.Journal = journal;

        var ready = await server.GetReplyAsync("/health/ready");

        Assert.Equal((expected, word), (ready.Status, ready["status"]));
        Assert.Equal("journal", ready.Json.GetProperty("checks")[0].GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.OK, (await server.GetReplyAsync("/health/live")).Status);
    }

    [Fact]
    public void What_the_database_says_of_itself_is_told_to_no_probe()
    {
        var check = new HealthReportEntry(
            HealthStatus.Unhealthy, "28P01: password authentication failed for user \"secret\"", TimeSpan.Zero, new TimeoutException(), null);

        var body = HealthBody.From(new HealthReport(new Dictionary<string, HealthReportEntry> { ["journal"] = check }, TimeSpan.Zero));

        Assert.Equal(HealthStatus.Unhealthy, body.Status);
        Assert.DoesNotContain("secret", Assert.Single(body.Checks).Description, StringComparison.Ordinal);
    }

    private void Note(string device, string code, int second) => server.Refusals.Note(new Refusal(
        CityServer.Noon + Duration.FromSeconds(second), device, $"cityops/v1/{device}/position", code, "Why.", "t"));

    private async Task<IEnumerable<string?>> Codes(string query) =>
        (await server.GetReplyAsync($"/api/v1/refusals{query}")).Json.GetProperty("items").EnumerateArray()
            .Select(r => r.GetProperty("code").GetString());
}
