using System.Net;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests;

/// <summary>What lies outside of a caller's scope does not exist for them.</summary>
public sealed class ScopeTests(CityServer server) : IClassFixture<CityServer>
{
    private const string Acting = "X-CityOps-Acting";
    private static readonly (string, string) Stranger = (Acting, "citizen:stranger");

    [Fact]
    public async Task A_case_of_somebody_else_is_answered_like_one_that_is_not_there()
    {
        var id = await server.ReportedAsync("scope-1");
        var journal = server.Cases.Commands.Count;
        foreach (var path in (string[])["", "/events", "/clock", "/tasks"])
        {
            (await server.GetReplyAsync($"/api/v1/cases/{id}{path}", Stranger)).Problem(HttpStatusCode.NotFound, "case.notFound");
        }

        (await server.PostAsync($"/api/v1/cases/{id}/acts/urge", new { }, Stranger)).Problem(HttpStatusCode.NotFound, "case.notFound");
        (await server.PostAsync($"/api/v1/cases/{id}/acts/merge", new { into = id }, Stranger)).Problem(HttpStatusCode.NotFound, "case.notFound");

        Assert.Equal(journal, server.Cases.Commands.Count);
    }

    [Fact]
    public async Task A_department_sees_a_case_once_it_is_sent_there()
    {
        var id = await server.ReportedAsync("scope-2");
        var handler = (Acting, "handler:h@roads");
        (await server.GetReplyAsync($"/api/v1/cases/{id}", handler)).Problem(HttpStatusCode.NotFound, "case.notFound");

        await server.PostAsync($"/api/v1/cases/{id}/acts/file", new { });
        await server.PostAsync($"/api/v1/cases/{id}/acts/dispatch", new { department = TestCity.Roads });

        Assert.Equal(HttpStatusCode.OK, (await server.GetReplyAsync($"/api/v1/cases/{id}", handler)).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync($"/api/v1/cases/{id}/acts/accept", new { }, handler)).Status);
    }

    [Fact]
    public async Task Whoever_reports_sees_it_and_nobody_sees_it_by_reporting_it_again()
    {
        var body = ReportBodies.Manhole("scope-3");
        var mine = await server.ReportAsync(body, (Acting, "citizen:li"));
        Assert.Equal(HttpStatusCode.Created, mine.Status);
        Assert.Equal(HttpStatusCode.OK, (await server.GetReplyAsync($"/api/v1/cases/{mine["id"]}", (Acting, "citizen:li"))).Status);

        (await server.ReportAsync(body, Stranger)).Problem(HttpStatusCode.Conflict, "report.sourceTaken");
    }

    [Fact]
    public async Task Lists_are_asked_for_what_exists_for_the_caller()
    {
        await server.GetReplyAsync("/api/v1/cases", (Acting, "handler:h@parks"));
        Assert.Contains("departments/parks", server.ReadModel.LastCases?.Scope.Parties ?? []);
        await server.GetReplyAsync("/api/v1/vehicles", (Acting, "handler:h@parks"));
        Assert.Empty(server.ReadModel.LastDevices?.Only ?? ["all"]);
        await server.GetReplyAsync("/api/v1/vehicles", (Acting, "handler:h@roads"));
        Assert.Equal(["v1"], server.ReadModel.LastDevices?.Only);
        await server.GetReplyAsync("/api/v1/collectors", (Acting, "leader:l@360102"));
        Assert.Equal(["c1"], server.ReadModel.LastDevices?.Only);
        await server.GetReplyAsync("/api/v1/collectors");
        Assert.Null(server.ReadModel.LastDevices?.Only);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/track")]
    [InlineData("/books")]
    [InlineData("/commands")]
    [InlineData("/commands/m-1")]
    public async Task A_vehicle_exists_for_its_department_alone(string path)
    {
        server.Devices.Put(new DeviceView(new Device(DeviceKind.Vehicle, "v1"), "A"));

        (await server.GetReplyAsync($"/api/v1/vehicles/v1{path}", (Acting, "handler:h@parks")))
            .Problem(HttpStatusCode.NotFound, "vehicle.notFound");
        Assert.NotEqual(
            "vehicle.notFound", (await server.GetReplyAsync($"/api/v1/vehicles/v1{path}", (Acting, "handler:h@roads"))).Code);
    }

    [Fact]
    public async Task A_device_outside_cannot_be_commanded_singly_or_in_a_group()
    {
        var view = new DeviceView(new Device(DeviceKind.Vehicle, "v1"), "A");
        server.Devices.Put(view);
        var parks = (Acting, "handler:h@parks");

        (await server.PostAsync("/api/v1/vehicles/v1/commands", new { type = "locate" }, parks))
            .Problem(HttpStatusCode.NotFound, "vehicle.notFound");
        await server.PostAsync("/api/v1/commands", new { type = "locate", to = new { kind = "muckTruck" } }, parks);
        Assert.Empty(server.ReadModel.LastDevices?.Only ?? ["all"]);
    }

    [Theory]
    [InlineData("leader:l@roads")]
    [InlineData("handler+shiftLead:h@parks")]
    public async Task Whoever_belongs_to_a_department_meets_no_collector(string acting)
    {
        server.Devices.Put(new DeviceView(new Device(DeviceKind.Collector, "c1"), "A"));

        (await server.GetReplyAsync("/api/v1/collectors/c1", (Acting, acting))).Problem(HttpStatusCode.NotFound, "collector.notFound");
        await server.GetReplyAsync("/api/v1/collectors", (Acting, acting));

        Assert.Empty(server.ReadModel.LastDevices?.Only ?? ["all"]);
    }

    [Theory]
    [InlineData("leader:l@360102", TestCity.PatrolGrid, true)]
    [InlineData("leader:l@360102", TestCity.Lone, true)]
    [InlineData("collector:c1", TestCity.West, true)]
    [InlineData("collector:c1", TestCity.Lone, false)]
    [InlineData("collector:c2", TestCity.PatrolGrid, false)]
    [InlineData("handler:h@parks", TestCity.PatrolGrid, false)]
    [InlineData("leader:l@roads", TestCity.PatrolGrid, false)]
    [InlineData("handler+dispatcher:h@parks", TestCity.West, false)]
    [InlineData("citizen:li", TestCity.West, false)]
    public async Task A_grid_exists_for_its_centres_and_for_who_walks_it(string acting, string grid, bool exists) => Assert.Equal(
        exists ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await server.GetReplyAsync($"/api/v1/grids/{grid}", (Acting, acting))).Status);

    [Fact]
    public async Task Who_was_near_and_what_was_refused_is_told_of_devices_that_exist()
    {
        server.Tracks.Fixes.Add(new Fix(
            new Device(DeviceKind.Vehicle, "v1"), CityServer.Noon, GeoPoint.At(latitude: TestCity.Lat, longitude: TestCity.WestLon)));
        server.Refusals.Note(new Refusal(CityServer.Noon, "vehicles/v1", "t", "position.malformed", "m", null));
        server.Refusals.Note(new Refusal(CityServer.Noon, null, "t", "topic.unknown", "m", null));
        var near = $"/api/v1/tracks/near?lon={TestCity.WestLon}&lat={TestCity.Lat}&from=2026-03-01T03:00:00Z&to=2026-03-01T05:00:00Z";

        Assert.Equal((1, 2), (await CountAsync(near), await CountAsync("/api/v1/refusals")));
        Assert.Equal((1, 1), (await CountAsync(near, "handler:h@roads"), await CountAsync("/api/v1/refusals", "handler:h@roads")));
        Assert.Equal((0, 0), (await CountAsync(near, "handler:h@parks"), await CountAsync("/api/v1/refusals", "handler:h@parks")));
        (await server.GetReplyAsync("/api/v1/books", (Acting, "handler:h@roads"))).Problem(HttpStatusCode.Forbidden, "caller.notWholeCity");
    }

    private async Task<int> CountAsync(string path, string? acting = null)
    {
        var reply = await server.GetReplyAsync(path, acting is null ? [] : [(Acting, acting)]);
        return reply.Json.GetProperty("items").GetArrayLength();
    }
}
