using System.Net;
using System.Text.Json;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests;

/// <summary>GeoJSON by <c>Accept</c>.</summary>
public sealed class MapTests(CityServer server) : IClassFixture<CityServer>
{
    private static readonly (string, string) OnMap = ("Accept", "application/geo+json");

    [Fact]
    public async Task Devices_are_points_and_one_that_was_never_seen_is_nowhere()
    {
        var place = GeoPoint.At(TestCity.Lat, TestCity.WestLon);
        var seen = new Device(DeviceKind.Vehicle, "v1");
        server.ReadModel.Devices = new Page<DeviceView>(
            [new DeviceView(seen, null) { Last = new Fix(seen, CityServer.Noon, place) }, new DeviceView(new Device(DeviceKind.Vehicle, "v2"), null)],
            "page-2", CityServer.Noon);

        var reply = await server.GetReplyAsync("/api/v1/vehicles", OnMap);

        Assert.Equal("application/geo+json", reply.Content.ContentType?.MediaType);
        Assert.Equal(("FeatureCollection", "page-2"), (reply["type"], reply["next"]));
        var features = reply.Json.GetProperty("features").EnumerateArray().ToList();
        Assert.Equal($"[{TestCity.WestLon},{TestCity.Lat}]", features[0].GetProperty("geometry").GetProperty("coordinates").GetRawText());
        Assert.Equal("v1", features[0].GetProperty("properties").GetProperty("id").GetString());
        Assert.Equal(JsonValueKind.Null, features[1].GetProperty("geometry").ValueKind);
    }

    [Theory]
    [InlineData("application/geo+json", "application/geo+json")]
    [InlineData("application/json, application/geo+json;q=0.5", "application/json")]
    [InlineData("application/geo+json;q=0", "application/json")]
    [InlineData("application/geo+json, */*;q=0.1", "application/geo+json")]
    [InlineData("application/geo+json;q=0.5, */*", "application/json")]
    [InlineData("application/geo+json;q=0.5, application/*;q=0.9", "application/json")]
    [InlineData("application/geo+json;q=0.5, application/json;q=0.1, */*", "application/geo+json")]
    [InlineData("*/*", "application/json")]
    [InlineData("text/html", "application/json")]
    public async Task Accept_decides_and_vary_says_so(string accept, string type)
    {
        foreach (var path in (string[])["cases", "collectors", "vehicles", "grids", $"grids/{TestCity.West}"])
        {
            var reply = await server.GetReplyAsync($"/api/v1/{path}", ("Accept", accept));
            Assert.Equal((HttpStatusCode.OK, type), (reply.Status, reply.Content.ContentType?.MediaType));
            Assert.Contains("Accept", reply.Headers.Vary);
            Assert.Contains("X-Api-Key", reply.Headers.Vary);
            Assert.True(reply.Headers.CacheControl?.Private);
        }
    }

    [Theory]
    [InlineData(TestCity.West, 5)]
    [InlineData(TestCity.PatrolGrid, 7)]
    public async Task A_grid_has_its_polygon_the_patrol_grid_that_of_its_unit_grids_together(string code, int corners)
    {
        var reply = await server.GetReplyAsync($"/api/v1/grids/{code}", OnMap);

        Assert.Equal(("Feature", code), (reply["type"], reply["id"]));
        var geometry = reply.Json.GetProperty("geometry");
        Assert.Equal("Polygon", geometry.GetProperty("type").GetString());
        var ring = Assert.Single(geometry.GetProperty("coordinates").EnumerateArray()).EnumerateArray().ToList();
        Assert.Equal(corners, ring.Count);
        Assert.Equal(ring[0].GetRawText(), ring[^1].GetRawText());
    }

    [Fact]
    public async Task The_grids_are_listed_by_level_and_box()
    {
        var patrol = await server.GetReplyAsync("/api/v1/grids");
        var units = await server.GetReplyAsync("/api/v1/grids?level=unitGrid&limit=2");
        var rest = await server.GetReplyAsync($"/api/v1/grids?level=unitGrid&after={units["next"]}");
        var inBox = await server.GetReplyAsync("/api/v1/grids?level=unitGrid&bbox=115.871,28.681,115.872,28.682");

        Assert.Equal([TestCity.PatrolGrid], Ids(patrol));
        Assert.Equal([TestCity.West, TestCity.East], Ids(units));
        Assert.Equal([TestCity.Lone], Ids(rest));
        Assert.Equal([TestCity.Lone], Ids(inBox));
    }

    [Fact]
    public async Task The_grid_of_a_point_is_a_feature()
    {
        var reply = await server.GetReplyAsync($"/api/v1/grids?lon={TestCity.WestLon}&lat={TestCity.Lat}", OnMap);

        Assert.Equal(TestCity.West, Assert.Single(reply.Json.GetProperty("features").EnumerateArray()).GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("vehicles/etag-1")]
    [InlineData("catalog")]
    [InlineData("organisations")]
    [InlineData("calendar")]
    public async Task What_has_not_changed_is_not_sent_again(string path)
    {
        server.Devices.Put(new DeviceView(new Device(DeviceKind.Vehicle, "etag-1"), null));
        var first = await server.GetReplyAsync($"/api/v1/{path}");
        var tag = first.Headers.ETag?.ToString() ?? "";

        var again = await server.GetReplyAsync($"/api/v1/{path}", ("If-None-Match", tag));
        var weak = await server.GetReplyAsync($"/api/v1/{path}", ("If-None-Match", $"W/{tag}"));
        var other = await server.GetReplyAsync($"/api/v1/{path}", ("If-None-Match", "\"other\""));

        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.NotModified, HttpStatusCode.OK), (again.Status, weak.Status, other.Status));
        Assert.Equal((string.Empty, first.Text), (again.Text, other.Text));
    }

    private static IEnumerable<string?> Ids(Reply list) =>
        list.Json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString());
}
