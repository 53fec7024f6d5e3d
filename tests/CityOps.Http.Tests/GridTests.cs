using System.Net;
using System.Text.Json;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Domain.Grids;
using CityOps.Engine.Grids;
using CityOps.Http.Tests.Running;
using NodaTime;

namespace CityOps.Http.Tests;

public sealed class GridTests : IClassFixture<CityServer>
{
    private readonly CityServer _server;

    public GridTests(CityServer server)
    {
        _server = server;
        var place = GeoPoint.At(TestCity.Lat, TestCity.WestLon);
        _server.Grids.Views[TestCity.PatrolGrid] = new GridView(
            TestCity.PatrolGrid,
            5,
            [
                new(TestCity.West, CityServer.Noon - Duration.FromHours(2), "c1"),
                new(TestCity.East, CityServer.Noon - Duration.FromHours(1), "c2"),
            ],
            new Dictionary<string, OpenCase>
            {
                ["C1"] = new(TestCity.West, CategoryKind.Component, "0101", place),
                ["C2"] = new(TestCity.East, CategoryKind.Incident, "0104", place),
            },
            ["c1"],
            [new(new Device(DeviceKind.Collector, "c1"), TestCity.East, CityServer.Noon)])
        {
            Tasks =
            [
                new(Offer("C1-v1", TaskKind.Verification, TestCity.West, place))
                {
                    Collector = "c1", Due = CityServer.Noon + Duration.FromMinutes(30),
                },
                new(Offer("C2-i1", TaskKind.Inspection, TestCity.East, place)),
            ],
        };
    }

    [Fact]
    public async Task A_patrol_grid_shows_all_of_its_unit_grids()
    {
        var reply = await _server.GetReplyAsync($"/api/v1/grids/{TestCity.PatrolGrid}");

        Assert.Equal("patrolGrid", reply["level"]);
        Assert.Equal("360102", reply["jurisdiction"]);
        Assert.Equal([TestCity.West, TestCity.East], Ids(reply.Json.GetProperty("unitGrids")));
        Assert.Equal(["C1", "C2"], Ids(reply.Json.GetProperty("openCases")));
        Assert.Equal(["C1-v1", "C2-i1"], Ids(reply.Json.GetProperty("tasks")));
        Assert.Equal(["c1"], Ids(reply.Json.GetProperty("present")));
        Assert.Equal("c1", Assert.Single(reply.Json.GetProperty("onShift").EnumerateArray()).GetString());
        Assert.Equal(("2026-03-01T03:00:00Z", "c2"), (reply["lastVisitAt"], reply["lastVisitBy"]));
    }

    [Fact]
    public async Task A_unit_grid_shows_its_own_part_of_the_patrol_grid()
    {
        var reply = await _server.GetReplyAsync($"/api/v1/grids/{TestCity.West}");

        Assert.Equal(
            ("unitGrid", TestCity.West, TestCity.PatrolGrid), (reply["level"], reply["id"], reply["patrolGrid"]));
        Assert.Equal(("2026-03-01T02:00:00Z", "c1"), (reply["lastVisitAt"], reply["lastVisitBy"]));
        Assert.Equal(["C1"], Ids(reply.Json.GetProperty("openCases")));
        var task = Assert.Single(reply.Json.GetProperty("tasks").EnumerateArray());
        Assert.Equal(
            ("C1-v1", "verification", "c1", "2026-03-01T04:30:00Z"),
            (task.GetProperty("id").GetString(), task.GetProperty("kind").GetString(), task.GetProperty("collector").GetString(),
                task.GetProperty("due").GetString()));
        Assert.Empty(reply.Json.GetProperty("present").EnumerateArray());
    }

    [Fact]
    public async Task A_unit_grid_in_no_patrol_grid_answers_for_itself()
    {
        var reply = await _server.GetReplyAsync($"/api/v1/grids/{TestCity.Lone}");

        Assert.Equal(("unitGrid", TestCity.Lone, null), (reply["level"], reply["id"], reply["patrolGrid"]));
        Assert.Null(reply["lastVisitAt"]);
    }

    [Theory]
    [InlineData(TestCity.PatrolGrid, 1)]
    [InlineData(TestCity.West, 1)]
    [InlineData(TestCity.Lone, 0)]
    public async Task A_look_at_where_collectors_are_is_noted(string grid, int notes)
    {
        var who = $"watcher-{grid}";
        var paths = new[] { grid, TestCity.East }.Select(code => $"/api/v1/grids/{code}").ToList();

        foreach (var path in paths)
        {
            await _server.GetReplyAsync(path, ("X-CityOps-Acting", $"leader:{who}"));
        }

        // A call is noted once it is answered: with the note of the later one, that of the first would be there too.
        await Eventually.Holds(() => (Notes(paths[0]), Notes(paths[1])) == (notes, 1));

        int Notes(string path) => _server.Access.Notes.Count(n => n.Who == who && n.Path == path && n is { What: "collector", Status: 200 });
    }

    [Theory]
    [InlineData("N99")]
    [InlineData("360102001001999")]
    [InlineData("a b")]
    public async Task A_grid_that_the_city_does_not_have_is_not_found(string code) =>
        (await _server.GetReplyAsync($"/api/v1/grids/{code}")).Problem(HttpStatusCode.NotFound, "grid.notFound");

    [Theory]
    [InlineData("115.865", TestCity.East, TestCity.PatrolGrid)]
    [InlineData("115.875", TestCity.Lone, null)]
    [InlineData("115.86", TestCity.West, TestCity.PatrolGrid)]
    public async Task A_point_lies_in_one_unit_grid(string lon, string grid, string? patrolGrid)
    {
        var reply = await _server.GetReplyAsync($"/api/v1/grids?lon={lon}&lat=28.685");

        Assert.Equal((grid, patrolGrid), (reply["grid"], reply["patrolGrid"]));
    }

    [Fact]
    public async Task A_point_outside_of_the_city_lies_in_none() =>
        (await _server.GetReplyAsync("/api/v1/grids?lon=0&lat=0"))
            .Problem(HttpStatusCode.NotFound, "place.outsideCity");

    [Fact]
    public async Task What_stands_there_more_than_once_is_told_once_and_not_as_missing()
    {
        var problem = (await _server.GetReplyAsync("/api/v1/grids?lon=115&lon=116&lat=28")).Problem(HttpStatusCode.BadRequest, "request.malformed");

        Assert.Equal("""{"lon":["It stands there more than once."]}""", problem.GetProperty("errors").GetRawText());
    }

    [Theory]
    [InlineData("?level=street", "level")]
    [InlineData("?bbox=1", "bbox")]
    [InlineData("?lat=28", "lon")]
    [InlineData("?lon=115", "lat")]
    [InlineData("?lon=east&lat=28", "lon")]
    [InlineData("?lon=181&lat=28", "lon")]
    [InlineData("?lon=115&lat=91", "lat")]
    [InlineData("?lon=115&lat=NaN", "lat")]
    [InlineData("?lon=1e2&lat=28", "lon")]
    public async Task A_point_that_is_none_is_refused(string query, params string[] fields) =>
        (await _server.GetReplyAsync($"/api/v1/grids{query}"))
            .Faults(HttpStatusCode.BadRequest, "request.malformed", fields);

    private static TaskOffer Offer(string id, TaskKind kind, string unitGrid, GeoPoint place) => new(
        id, kind, TestCity.PatrolGrid, unitGrid, place, "Is it there?", null, null, new TimeLimit(1, LimitClock.ContinuousHours));

    private static IEnumerable<string?> Ids(JsonElement list) =>
        list.EnumerateArray().Select(item => item.GetProperty("id").GetString());
}
