using System.Net;
using CityOps.Domain.Catalog;
using CityOps.Engine;
using CityOps.Engine.Ports;
using CityOps.Http.Tests.Running;
using NodaTime;

namespace CityOps.Http.Tests.Open311;

public sealed class RequestListTests(CityServer server) : IClassFixture<CityServer>
{
    [Fact]
    public async Task Ids_override_everything_else()
    {
        var (one, two) = (await server.RequestedAsync("one"), await server.RequestedAsync("two"));

        var reply = await ListAsync($"service_request_id={one},nonsense,{two},C20260301aaaaaaaaaa&status=sideways&page=-1");

        Assert.Equal([one, two], reply.Json.EnumerateArray().Select(r => r.GetProperty("service_request_id").GetString()));
    }

    [Fact]
    public async Task The_read_model_says_which_requests_there_are_and_the_actors_how_they_stand()
    {
        var id = await server.RequestedAsync("listed");
        await server.PostAsync($"/api/v1/cases/{id}/acts/refuse", new { reason = "r" });
        server.ReadModel.Cases = new Page<CaseRow>([OpenRequests.RowOf(id)], null, CityServer.Noon);

        var request = (await ListAsync("status=open&service_code=component-0101,incident-0104")).Json[0];

        Assert.Equal((id, "closed"), (request.GetProperty("service_request_id").GetString(), request.GetProperty("status").GetString()));
        var query = server.ReadModel.LastCases ?? new CaseQuery();
        Assert.Equal((true, 1000), (query.IsOpen, query.Limit));
        Assert.Equal([(CategoryKind.Component, "0101"), (CategoryKind.Incident, "0104")], query.Categories);
    }

    [Theory]
    [InlineData("start_date=2026-01-01T00:00:00Z&end_date=2026-02-01T00:00:00Z", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z")]
    [InlineData("start_date=2025-01-01T00:00:00Z", "2025-01-01T00:00:00Z", "2025-04-01T00:00:00Z")]
    [InlineData("end_date=2026-02-01T00:00:00Z", "2025-11-03T00:00:00Z", "2026-02-01T00:00:00Z")]
    [InlineData("start_date=2025-11-03T00:00:00Z&end_date=2026-02-01T00:00:00Z", "2025-11-03T00:00:00Z", "2026-02-01T00:00:00Z")]
    public async Task Dates_span_90_days(string parameters, string from, string to)
    {
        Assert.Equal(HttpStatusCode.OK, (await ListAsync(parameters)).Status);

        Assert.Equal((from, to), ($"{server.ReadModel.LastCases?.From}", $"{server.ReadModel.LastCases?.To}"));
    }

    [Fact]
    public async Task Without_dates_the_last_90_days_count_up_to_this_moment()
    {
        await ListAsync("");

        var now = server.Clock.GetCurrentInstant();
        Assert.InRange(server.ReadModel.LastCases?.To ?? default, now, now + Duration.FromMinutes(1));
        Assert.InRange(server.ReadModel.LastCases?.From ?? default, now - Duration.FromDays(90), now - Duration.FromDays(89));
    }

    [Theory]
    [InlineData("start_date=2025-11-02T00:00:00Z&end_date=2026-02-01T00:00:00Z", "end_date")]
    [InlineData("start_date=2026-02-02T00:00:00Z&end_date=2026-02-01T00:00:00Z", "end_date")]
    [InlineData("start_date=9999-12-31T00:00:00Z", "start_date")]
    [InlineData("end_date=-377705116800000", "end_date")]
    [InlineData("start_date=yesterday", "start_date")]
    [InlineData("status=sideways", "status")]
    [InlineData("service_code=component-0000", "service_code")]
    [InlineData("page=0", "page")]
    [InlineData("page_size=1001", "page_size")]
    [InlineData("page=100000", "page")]
    public async Task A_parameter_that_is_wrong_is_named(string parameters, string field) =>
        Assert.StartsWith($"{field}: ", Assert.Single((await ListAsync(parameters)).Wrong(400)), StringComparison.Ordinal);

    [Fact]
    public async Task A_page_is_walked_to()
    {
        server.ReadModel.Cases = new Page<CaseRow>([OpenRequests.RowOf(await server.RequestedAsync("paged"))], "page-2", CityServer.Noon);
        Assert.Single((await ListAsync("page=2&page_size=1")).Json.EnumerateArray());
        Assert.Equal(("page-2", 1), (server.ReadModel.LastCases?.After, server.ReadModel.LastCases?.Limit));

        server.ReadModel.Cases = server.ReadModel.Cases with { Next = null };
        Assert.Empty((await ListAsync("page=2&page_size=1")).Json.EnumerateArray());
    }

    [Fact]
    public async Task A_list_of_which_a_part_cannot_be_read_is_none()
    {
        server.ReadModel.Cases = new Page<CaseRow>([OpenRequests.RowOf(await server.RequestedAsync("busy"))], null, CityServer.Noon);
        server.Cases.Refusal = EngineRejections.VersionDiffers("case") with { Kind = Domain.RejectionKind.Unavailable };

        var reply = await ListAsync("");
        server.Cases.Refusal = null;

        reply.Wrong(503);
        Assert.NotEmpty(reply.Headers.GetValues("Retry-After"));
    }

    private Task<Reply> ListAsync(string parameters) => server.GetReplyAsync($"/open311/v2/requests.json?{parameters}");
}
