using System.Net;
using System.Text.Json;
using CityOps.Domain.Cases;
using CityOps.Domain.Collectors;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Domain.Vehicles;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Http.Tests.Running;
using NodaTime;

namespace CityOps.Http.Tests;

public sealed class DeviceTests(CityServer server) : IClassFixture<CityServer>
{
    private static readonly Device Collector = new(DeviceKind.Collector, "c1");
    private static readonly Device Vehicle = new(DeviceKind.Vehicle, "v1");

    [Fact]
    public async Task A_collector_is_shown_where_the_last_fix_was()
    {
        server.Devices.Put(View(Collector, "Wang Fang") with { OnShift = true });

        var reply = await server.GetReplyAsync("/api/v1/collectors/c1");

        Assert.Equal(("c1", "Wang Fang", "2026-03-01T04:00:00Z"), (reply["id"], reply["name"], reply["t"]));
        Assert.Equal((TestCity.East, TestCity.PatrolGrid), (reply["grid"], reply["patrolGrid"]));
        Assert.Equal(TestCity.EastLon, reply.Json.GetProperty("lon").GetDouble());
        Assert.Equal(1.5, reply.Json.GetProperty("speed").GetDouble());
        Assert.Equal(90, reply.Json.GetProperty("heading").GetDouble());
        Assert.Equal(8, reply.Json.GetProperty("accuracy").GetDouble());
        Assert.Equal(21, reply.Json.GetProperty("altitude").GetDouble());
        Assert.True(reply.Json.GetProperty("online").GetBoolean());
        Assert.False(reply.Json.GetProperty("doubtful").GetBoolean());
        Assert.True(reply.Json.GetProperty("onShift").GetBoolean());
        Assert.False(reply.Json.TryGetProperty("alarms", out _));
    }

    [Fact]
    public async Task A_collector_is_shown_with_the_tasks_in_hand()
    {
        var @case = CaseId.Parse("C20260301abcdefghij");
        server.Devices.Put(View(Collector, "Wang Fang") with
        {
            Tasks =
            [
                new TaskInHand(
                    $"{@case}-v1", TaskKind.Verification, @case, new GridNews("P1", 3), CityServer.Noon,
                    CityServer.Noon + Duration.FromMinutes(30), GeoPoint.At(TestCity.Lat, TestCity.WestLon), "Is it there?"),
            ],
        });

        var tasks = (await server.GetReplyAsync("/api/v1/collectors/c1")).Json.GetProperty("tasks");

        Assert.Equal(
            $$"""[{"id":"{{@case}}-v1","kind":"verification","case":"{{@case}}","givenAt":"2026-03-01T04:00:00Z","due":"2026-03-01T04:30:00Z","lon":{{TestCity.WestLon}},"lat":{{TestCity.Lat}},"text":"Is it there?"}]""",
            tasks.GetRawText());
    }

    [Fact]
    public async Task A_vehicle_has_its_kind_and_its_alarms_in_words()
    {
        server.Devices.Put(View(Vehicle, "赣A12345") with { Alarms = 0b10_0011 });

        var reply = await server.GetReplyAsync("/api/v1/vehicles/v1");

        Assert.Equal("muckTruck", reply["kind"]);
        Assert.Equal("emergency,overspeed,bit5", string.Join(",", reply.Json.GetProperty("alarms").EnumerateArray()));
        Assert.False(reply.Json.TryGetProperty("onShift", out _));
    }

    [Fact]
    public async Task A_vehicle_has_its_geofences_and_what_it_does_against_them()
    {
        var since = CityServer.Noon - Duration.FromMinutes(5);
        server.Devices.Put(View(Vehicle, "赣A12345") with
        {
            Fences = [new FenceStay(TestCity.Closed, true, since), new FenceStay(TestCity.Route, false, since), new FenceStay("gone", true, since)],
            Speeding = new SpeedingSpell(since, since + Duration.FromSeconds(10), new Speed(15), new Speed(20), default),
        });

        var reply = await server.GetReplyAsync("/api/v1/vehicles/v1");

        Assert.Equal(
            """[{"id":"closed","name":"「Closed」","rule":"enter","since":"2026-03-01T03:55:00Z"}]""",
            reply.Json.GetProperty("geofences").GetRawText());
        Assert.Equal(
            """[{"id":"closed","name":"「Closed」","rule":"enter","since":"2026-03-01T03:55:00Z"},{"id":"route","name":"「Route」","rule":"leave","since":"2026-03-01T03:55:00Z"}]""",
            reply.Json.GetProperty("violations").GetRawText());
        Assert.Equal(
            """{"since":"2026-03-01T03:55:00Z","limit":15,"peak":20}""", reply.Json.GetProperty("speeding").GetRawText());
    }

    [Fact]
    public async Task A_vehicle_that_was_fast_for_a_moment_is_not_speeding()
    {
        server.Devices.Put(View(Vehicle, "赣A12345") with
        {
            Speeding = new SpeedingSpell(
                CityServer.Noon, CityServer.Noon + Duration.FromSeconds(9), new Speed(15), new Speed(20), default),
        });

        Assert.Equal(JsonValueKind.Null, (await server.GetReplyAsync("/api/v1/vehicles/v1")).Json.GetProperty("speeding").ValueKind);
    }

    [Theory]
    [InlineData(true, 299, "online", true)]
    [InlineData(true, 300, "silent", true)]
    [InlineData(true, 1800, "offline", false)]
    [InlineData(false, 0, "offline", false)]
    public async Task A_device_is_as_present_as_its_last_word(bool connected, int seconds, string presence, bool online)
    {
        server.Devices.Put(View(Collector, null) with
        {
            Online = connected,
            HeardAt = CityServer.Noon - Duration.FromSeconds(seconds),
        });

        var reply = await server.GetReplyAsync("/api/v1/collectors/c1");

        Assert.Equal((presence, online), (reply["presence"], reply.Json.GetProperty("online").GetBoolean()));
    }

    [Fact]
    public async Task A_device_moves_or_stands_since_a_time()
    {
        var stopped = new Movement(default, CityServer.Noon - Duration.FromMinutes(9), Motion.Stopped, true);
        server.Devices.Put(View(Collector, null) with { Movement = stopped });
        var reply = await server.GetReplyAsync("/api/v1/collectors/c1");
        Assert.Equal(("stopped", "2026-03-01T03:51:00Z"), (reply["motion"], reply["stoppedSince"]));

        server.Devices.Put(View(Collector, null) with { Movement = stopped with { Motion = Motion.Moving } });
        reply = await server.GetReplyAsync("/api/v1/collectors/c1");
        Assert.Equal(("moving", null), (reply["motion"], reply["stoppedSince"]));
    }

    [Fact]
    public async Task A_device_without_a_fix_is_nowhere()
    {
        server.Devices.Put(new DeviceView(new Device(DeviceKind.Collector, "c9"), null));

        var reply = await server.GetReplyAsync("/api/v1/collectors/c9");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal((null, null, null), (reply["t"], reply["grid"], reply["patrolGrid"]));
    }

    [Theory]
    [InlineData("collectors", "collector.notFound")]
    [InlineData("vehicles", "vehicle.notFound")]
    public async Task A_device_that_is_not_there_is_not_found(string kind, string code)
    {
        (await server.GetReplyAsync($"/api/v1/{kind}/none")).Problem(HttpStatusCode.NotFound, code);
        (await server.GetReplyAsync($"/api/v1/{kind}/a%20b")).Problem(HttpStatusCode.NotFound, code);
        (await server.GetReplyAsync($"/api/v1/{kind}/none/track")).Problem(HttpStatusCode.NotFound, code);
    }

    [Fact]
    public async Task A_list_of_collectors_has_every_filter()
    {
        server.ReadModel.Devices = new Page<DeviceView>([View(Collector, "Wang Fang")], "page-2", CityServer.Noon);

        var reply = await server.GetReplyAsync(
            "/api/v1/collectors?bbox=115,28,116,29&grid=N01&online=true&presence=silent&onShift=false&limit=3&after=page-1");

        Assert.Equal("page-2", reply["next"]);
        var item = Assert.Single(reply.Json.GetProperty("items").EnumerateArray());
        Assert.Equal("c1", item.GetProperty("id").GetString());
        Assert.Equal(
            new DeviceQuery(DeviceKind.Collector)
            {
                Box = new GeoBox(GeoPoint.At(28, 115), GeoPoint.At(29, 116)),
                Grid = "N01",
                Online = true,
                Presence = Presence.Silent,
                OnShift = false,
                Limit = 3,
                After = "page-1",
            },
            server.ReadModel.LastDevices);
    }

    [Fact]
    public async Task A_list_of_vehicles_can_begin_with_the_nearest()
    {
        server.ReadModel.Devices = new Page<DeviceView>([View(Vehicle, null)], null, CityServer.Noon);

        var reply = await server.GetReplyAsync("/api/v1/vehicles?near=115.86,28.68&limit=5");

        var item = Assert.Single(reply.Json.GetProperty("items").EnumerateArray());
        Assert.Equal("muckTruck", item.GetProperty("kind").GetString());
        Assert.Equal(
            new DeviceQuery(DeviceKind.Vehicle) { Near = GeoPoint.At(28.68, 115.86), Limit = 5 },
            server.ReadModel.LastDevices);
    }

    [Theory]
    [InlineData("near=115.86", "near")]
    [InlineData("near=28.68,115.86", "near")]
    [InlineData("near=115.86,28.68&after=page-1", "after")]
    [InlineData("online=1", "online")]
    [InlineData("presence=away", "presence")]
    [InlineData("onShift=yes", "onShift")]
    [InlineData("bbox=a", "bbox")]
    [InlineData("limit=-1", "limit")]
    [InlineData("after=other", "after")]
    public async Task A_malformed_parameter_is_named(string query, string field) =>
        (await server.GetReplyAsync($"/api/v1/collectors?{query}"))
            .Faults(HttpStatusCode.BadRequest, "request.malformed", field);

    private static DeviceView View(Device device, string? name) => new(device, name)
    {
        Last = new Fix(device, CityServer.Noon, GeoPoint.At(TestCity.Lat, TestCity.EastLon))
        {
            Speed = new Speed(1.5),
            Heading = new Bearing(90),
            Accuracy = Length.FromMetres(8),
            Altitude = Length.FromMetres(21),
        },
        UnitGrid = TestCity.East,
        Beat = TestCity.PatrolGrid,
        Online = true,
        HeardAt = CityServer.Noon,
    };
}
