using System.Net;
using CityOps.Domain.Cases;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Http.Tests.Running;
using NodaTime;

namespace CityOps.Http.Tests;

public sealed class OrganisationTests(CityServer server) : IClassFixture<CityServer>
{
    [Fact]
    public async Task The_organisations_are_a_tree_from_the_city_down()
    {
        var tree = (await server.GetReplyAsync("/api/v1/organisations")).Json.GetProperty("tree");

        var city = Assert.Single(tree.EnumerateArray());
        var districts = city.GetProperty("children").EnumerateArray().ToList();
        var district = districts[0];
        Assert.Equal(("3601", 2), (city.GetProperty("id").GetString(), districts.Count));
        Assert.Equal("360102", district.GetProperty("id").GetString());
        Assert.Equal($"[\"{TestCity.Roads}\"]", city.GetProperty("departments").GetRawText());
        Assert.Equal($"[\"{TestCity.Parks}\"]", district.GetProperty("departments").GetRawText());
    }

    [Fact]
    public async Task Queues_are_counted_by_stage_and_light()
    {
        server.ReadModel.Queues = new QueueCounts(
            [
                new(TestCity.Roads, null, Stage.Handling, Light.Red, 3), new(TestCity.Roads, null, Stage.Dispatched, Light.Green, 4),
                new(null, null, Stage.Reported, Light.Green, 5), new(null, "3601", Stage.Reported, Light.Green, 1),
            ],
            new Dictionary<string, long> { [TestCity.Roads] = 9 }, CityServer.Noon);

        var all = (await server.GetReplyAsync("/api/v1/queues")).Json.GetProperty("items").EnumerateArray().ToList();

        Assert.Equal([TestCity.Parks, TestCity.Roads, "3601"], all.Select(q => q.GetProperty("id").GetString()));
        Assert.Equal([0, 7, 6], all.Select(q => q.GetProperty("open").GetInt64()));
        Assert.Equal([0, 3, 0], all.Select(q => q.GetProperty("overdue").GetInt64()));
        Assert.Equal([0, 9, 0], all.Select(q => q.GetProperty("handledToday").GetInt64()));
        Assert.Equal(
            """[{"stage":"dispatched","light":"green","cases":4},{"stage":"handling","light":"red","cases":3}]""",
            all[1].GetProperty("counts").GetRawText());

        // Noon on March 1st in Shanghai: the day began at 16:00 UTC of the day before.
        Assert.Equal(Instant.FromUtc(2026, 2, 28, 16, 0), server.ReadModel.LastHandledSince);
    }

    [Theory]
    [InlineData("department=roads", "roads")]
    [InlineData("jurisdiction=360102", "parks")]
    public async Task Queues_are_chosen_by_department_or_jurisdiction(string query, string id)
    {
        var queue = Assert.Single((await server.GetReplyAsync($"/api/v1/queues?{query}")).Json.GetProperty("items").EnumerateArray());

        Assert.Equal(id, queue.GetProperty("id").GetString());
    }

    [Fact]
    public async Task What_is_nearest_to_a_case_has_its_distance_in_metres()
    {
        var id = await server.ReportedAsync("near-1");
        var place = (await server.GetReplyAsync($"/api/v1/cases/{id}")).Json;
        var truck = new Device(DeviceKind.Vehicle, "v1");
        var there = GeoPoint.At(place.GetProperty("lat").GetDouble() + 0.001, place.GetProperty("lon").GetDouble());
        server.ReadModel.Devices = new Page<DeviceView>(
            [new DeviceView(truck, null) { Last = new Fix(truck, CityServer.Noon, there) }], null, CityServer.Noon);

        var near = (await server.GetReplyAsync($"/api/v1/cases/{id}/nearest?limit=3")).Json;

        var vehicle = Assert.Single(near.GetProperty("vehicles").EnumerateArray());
        Assert.Equal(111.2, vehicle.GetProperty("distance").GetDouble());
        Assert.Equal("v1", vehicle.GetProperty("device").GetProperty("id").GetString());
        Assert.Equal((true, 3), (server.ReadModel.LastDevices?.Online, server.ReadModel.LastDevices?.Limit));
        var cameras = near.GetProperty("cameras").EnumerateArray().ToList();
        Assert.Equal(["cam-west", "cam-east"], cameras.Select(c => c.GetProperty("id").GetString()));
        Assert.True(cameras[0].GetProperty("distance").GetDouble() < cameras[1].GetProperty("distance").GetDouble());
    }

    [Fact]
    public async Task Nothing_is_near_a_case_that_is_not_there() =>
        (await server.GetReplyAsync("/api/v1/cases/C20260301aaaaaaaaaa/nearest")).Problem(HttpStatusCode.NotFound, "case.notFound");
}
