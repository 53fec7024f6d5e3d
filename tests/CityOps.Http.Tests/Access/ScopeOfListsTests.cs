using System.Net;
using CityOps.Domain.Cases;
using CityOps.Engine.Ports;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests.Access;

/// <summary>Lists, counts and neighbours have nothing that lies outside of a caller's scope.</summary>
public sealed class ScopeOfListsTests(CityServer server) : IClassFixture<CityServer>
{
    private const string Acting = "X-CityOps-Acting";

    [Theory]
    [InlineData("leader:l", "parks,roads,3601")]
    [InlineData("leader:l@360102", "parks")]
    [InlineData("handler:h@roads", "roads")]
    [InlineData("collector:c1", "")]
    [InlineData("citizen:li", "")]
    public async Task Queues_are_told_to_who_sees_all_that_waits_in_them(string acting, string queues)
    {
        server.ReadModel.Queues = new QueueCounts(
            [new(null, "3601", Stage.Reported, Light.Green, 1)], new Dictionary<string, long>(), CityServer.Noon);

        Assert.Equal(queues, string.Join(',', await IdsAsync("/api/v1/queues", acting)));
    }

    [Theory]
    [InlineData("leader:l@360102", TestCity.Cover)]
    [InlineData("shiftLead:l@360103", "")]
    [InlineData("handler:h@roads", TestCity.Cover)]
    [InlineData("handler:h@parks", "")]
    [InlineData("collector:c1", TestCity.Cover)]
    [InlineData("citizen:li", "")]
    public async Task Components_exist_for_their_district_and_their_department(string acting, string codes)
    {
        var near = $"/api/v1/components?near={TestCity.WestLon},{TestCity.Lat}";

        Assert.Equal(codes, string.Join(',', await IdsAsync("/api/v1/components", acting)));
        Assert.Equal(codes, string.Join(',', await IdsAsync(near, acting)));
    }

    [Fact]
    public async Task A_code_that_is_taken_elsewhere_is_not_told()
    {
        var body = new { code = TestCity.Cover, lon = TestCity.WestLon, lat = TestCity.Lat, department = TestCity.Roads, source = "s" };

        (await server.PostAsync("/api/v1/components", body, (Acting, "shiftLead:l@360103")))
            .Problem(HttpStatusCode.Forbidden, "component.otherJurisdiction");
    }

    [Theory]
    [InlineData("shiftLead:l@360102", 2, 1)]
    [InlineData("handler:h@roads", 0, 0)]
    public async Task What_is_near_a_case_exists_for_who_asks(string acting, int cameras, int collectors)
    {
        var id = await server.ReportedAsync("near-scope");
        await server.PostAsync($"/api/v1/cases/{id}/acts/file", new { });
        await server.PostAsync($"/api/v1/cases/{id}/acts/dispatch", new { department = TestCity.Roads });

        var near = (await server.GetReplyAsync($"/api/v1/cases/{id}/nearest", (Acting, acting))).Json;

        Assert.Equal(cameras, near.GetProperty("cameras").GetArrayLength());
        Assert.Equal(collectors, server.ReadModel.LastDevices?.Only?.Count);
    }

    [Theory]
    [InlineData("leader:l", true)]
    [InlineData("dispatcher:d@360102", true)]
    [InlineData("leader+handler:h@roads", false)]
    [InlineData("handler:h@roads", false)]
    public async Task Who_belongs_to_a_department_finds_no_collector_in_lists(string acting, bool isTold)
    {
        await server.GetReplyAsync("/api/v1/cases?q=c1", (Acting, acting));
        Assert.Equal(isTold, server.ReadModel.LastCases?.Sight.Collectors);

        var reply = await server.GetReplyAsync("/api/v1/cases?collector=c1", (Acting, acting));
        Assert.Equal(isTold ? HttpStatusCode.OK : HttpStatusCode.Forbidden, reply.Status);
    }

    [Fact]
    public async Task A_case_to_merge_into_that_does_not_exist_for_the_caller_is_no_open_case()
    {
        var acceptor = (Acting, "acceptor:a@360103");
        var target = await server.ReportedAsync("merge-1");
        var mine = await server.ReportAsync(ReportBodies.Manhole("merge-2"), acceptor);

        await server.PostAsync($"/api/v1/cases/{mine["id"]}/acts/merge", new { into = target }, acceptor);

        Assert.Equal((target, false), server.Cases.Commands.OfType<MergeCase>().Select(m => (m.Into.Value, m.TargetIsOpen)).Last());
    }

    [Theory]
    [InlineData("leader:l@360102", HttpStatusCode.Created)]
    [InlineData("handler:h@parks", HttpStatusCode.Created)]
    [InlineData("leader:l@360103", HttpStatusCode.UnprocessableEntity)]
    [InlineData("handler:h@roads", HttpStatusCode.UnprocessableEntity)]
    public async Task Nobody_subscribes_to_more_than_they_see(string acting, HttpStatusCode status)
    {
        var body = new { url = "https://example.org/hook", jurisdiction = "360102", department = TestCity.Parks };

        Assert.Equal(status, (await server.PostAsync("/api/v1/webhooks", body, (Acting, acting))).Status);
    }

    private async Task<IEnumerable<string?>> IdsAsync(string path, string acting) =>
        (await server.GetReplyAsync(path, (Acting, acting))).Json.GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("id").GetString()).Where(id => id is not null);
}
