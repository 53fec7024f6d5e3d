using System.Net;
using CityOps.Domain;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Domain.Geo;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Http.Tests.Running;
using NodaTime;

namespace CityOps.Http.Tests;

public sealed class CommandTests : IClassFixture<CityServer>
{
    private const string Acting = "X-CityOps-Acting";
    private static readonly Device Truck = new(DeviceKind.Vehicle, "v1");
    private static readonly Device Collector = new(DeviceKind.Collector, "c1");
    private readonly CityServer _server;

    public CommandTests(CityServer server)
    {
        _server = server;
        server.Devices.Put(At(Truck, TestCity.WestLon));
        server.Devices.Put(At(Collector, TestCity.WestLon));
    }

    [Theory]
    [InlineData("vehicles/v1")]
    [InlineData("collectors/c1")]
    public async Task A_command_is_taken_and_can_be_read(string device)
    {
        var path = $"/api/v1/{device}/commands";
        var taken = await _server.PostAsync(
            path, new { id = "o1", type = "dispatch", text = "去看", lon = TestCity.WestLon, lat = TestCity.Lat, due = "2026-03-01T05:00:00Z" },
            (Acting, "dispatcher:li"));

        Assert.Equal(
            (HttpStatusCode.Accepted, $"{path}/o1", "waiting", "li", "2026-03-01T05:00:00Z"),
            (taken.Status, taken.Headers.Location?.ToString(), taken["state"], taken["by"], taken["due"]));
        Assert.Equal(taken.Text, (await _server.GetReplyAsync($"{path}/o1")).Text);
        Assert.Equal(
            taken.Text, Assert.Single((await _server.GetReplyAsync(path)).Json.GetProperty("items").EnumerateArray()).GetRawText());
    }

    [Fact]
    public async Task What_became_of_it_is_shown_newest_first()
    {
        await Give(new { id = "o1", type = "locate" });
        await Give(new { id = "o2", type = "message", text = "好" });
        await _server.Devices.SendAsync(
            new AnswerCommand(Truck, new Origin(new Actor("v1", Roles.Device), Channel.Vehicle, "r", CityServer.Noon), "o1", false, "没油了"),
            default);

        var items = (await _server.GetReplyAsync("/api/v1/vehicles/v1/commands")).Json.GetProperty("items").EnumerateArray().ToList();

        Assert.Equal(["o2", "o1"], items.Select(i => i.GetProperty("id").GetString()));
        Assert.Equal(
            ("refused", "没油了", "2026-03-01T04:00:00Z"),
            (items[1].GetProperty("state").GetString(), items[1].GetProperty("note").GetString(), items[1].GetProperty("endedAt").GetString()));
    }

    [Fact]
    public async Task The_key_is_the_id_where_the_body_has_none()
    {
        var first = await _server.PostAsync("/api/v1/vehicles/v1/commands", new { type = "locate" }, ("Idempotency-Key", "k1"));
        var again = await _server.PostAsync("/api/v1/vehicles/v1/commands", new { type = "locate" }, ("Idempotency-Key", "k1"));

        Assert.Equal(("k1", first.Text), (first["id"], again.Text));
        (await _server.PostAsync("/api/v1/vehicles/v1/commands", new { id = "k1", type = "message", text = "x" }))
            .Problem(HttpStatusCode.Conflict, "command.idUsed");
    }

    [Theory]
    [InlineData("""{}""", "type")]
    [InlineData("""{"type":"message"}""", "text")]
    [InlineData("""{"type":"message","text":"  "}""", "text")]
    [InlineData("""{"type":"dispatch"}""", "lon")]
    [InlineData("""{"type":"dispatch","lon":115.855}""", "lat")]
    [InlineData("""{"type":"locate","due":"2026-03-01T04:00:00Z"}""", "due")]
    [InlineData("""{"type":"locate","due":"2026-04-01T04:00:00Z"}""", "due")]
    [InlineData("""{"type":"locate","id":"a/b"}""", "id")]
    [InlineData("""{"type":"explode"}""", "type")]
    public async Task A_command_that_is_no_good_names_its_field(string body, string field)
    {
        var reply = await _server.PostAsync("/api/v1/vehicles/v1/commands", body);

        Assert.Equal(field, Assert.Single(reply.Json.GetProperty("errors").EnumerateObject()).Name);
        Assert.True(reply.Status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest, reply.Text);
    }

    [Fact]
    public async Task A_text_of_four_hundred_characters_is_the_longest()
    {
        (await _server.PostAsync("/api/v1/vehicles/v1/commands", new { type = "message", text = new string('x', 401) }))
            .Faults(HttpStatusCode.UnprocessableEntity, "request.invalid", "text");
        await Give(new { type = "message", text = new string('x', 400) });
    }

    [Theory]
    [InlineData("acceptor:li", HttpStatusCode.Forbidden, "command.roleMissing")]
    [InlineData("handler:li@parks", HttpStatusCode.NotFound, "vehicle.notFound")]
    [InlineData("dispatcher:li@360102", HttpStatusCode.NotFound, "vehicle.notFound")]
    public async Task Who_may_not_is_refused(string acting, HttpStatusCode status, string code) =>
        (await _server.PostAsync("/api/v1/vehicles/v1/commands", new { type = "locate" }, (Acting, acting))).Problem(status, code);

    [Theory]
    [InlineData("vehicles/v9", "vehicle.notFound")]
    [InlineData("collectors/v1", "collector.notFound")]
    [InlineData("vehicles/no%20id", "vehicle.notFound")]
    public async Task A_device_that_nobody_knows_is_not_found(string device, string code)
    {
        var path = $"/api/v1/{device}/commands";

        (await _server.PostAsync(path, new { type = "locate" })).Problem(HttpStatusCode.NotFound, code);
        (await _server.GetReplyAsync(path)).Problem(HttpStatusCode.NotFound, code);
    }

    [Fact]
    public async Task A_command_that_was_never_given_is_not_found() =>
        (await _server.GetReplyAsync("/api/v1/vehicles/v1/commands/o9")).Problem(HttpStatusCode.NotFound, "command.notFound");

    [Fact]
    public async Task A_group_is_told_once_each()
    {
        Listed(At(Truck, TestCity.WestLon), At(new Device(DeviceKind.Vehicle, "v2"), TestCity.WestLon));

        for (var i = 0; i < 2; i++)
        {
            var reply = await _server.PostAsync("/api/v1/commands", new { id = "g1", type = "message", text = "收队", to = new { grid = TestCity.PatrolGrid } });

            Assert.Equal((HttpStatusCode.Accepted, 1), (reply.Status, reply.Json.GetProperty("given").GetInt32()));
            Assert.Equal(
                """[{"kind":"vehicle","id":"v1","command":"/api/v1/vehicles/v1/commands/g1"}]""", reply.Json.GetProperty("devices").GetRawText());
            Assert.Equal("vehicle.notFound", reply.Json.GetProperty("refused")[0].GetProperty("code").GetString());
            Assert.Equal((DeviceKind.Vehicle, TestCity.PatrolGrid), (_server.ReadModel.LastDevices?.Kind, _server.ReadModel.LastDevices?.Grid));
        }

        Assert.Equal("收队", (await _server.GetReplyAsync("/api/v1/vehicles/v1/commands/g1"))["text"]);
    }

    [Fact]
    public async Task A_key_that_was_used_for_another_command_is_refused_for_a_group_as_for_one()
    {
        Listed(At(Truck, TestCity.WestLon));
        var (key, to) = (("Idempotency-Key", "g-2"), new { grid = TestCity.PatrolGrid });
        await _server.PostAsync("/api/v1/commands", new { type = "locate", to }, key);

        foreach (var (path, body) in new (string, object)[]
        {
            ("commands", new { type = "message", text = "x", to }),
            ("vehicles/v1/commands", new { type = "message", text = "x" }),
        })
        {
            (await _server.PostAsync($"/api/v1/{path}", body, key))
                .Faults(HttpStatusCode.UnprocessableEntity, "request.keyReused", "Idempotency-Key");
        }
    }

    [Theory]
    [InlineData("""{"kind":"muckTruck"}""", true)]
    [InlineData("""{"kind":"sanitation"}""", false)]
    [InlineData("""{"department":"roads"}""", true)]
    [InlineData("""{"department":"parks"}""", false)]
    [InlineData("""{"near":[115.86,28.685],"radius":500}""", true)]
    [InlineData("""{"near":[115.86,28.685],"radius":400}""", false)]
    [InlineData("""{"near":[115.86,28.685]}""", true)]
    [InlineData("""{"near":[115.88,28.685]}""", false)]
    [InlineData("""{"near":[115.86,28.685],"kind":"sanitation"}""", false)]
    public async Task A_group_is_who_fits_every_condition(string to, bool isMember)
    {
        Listed(At(Truck, TestCity.WestLon));

        var reply = await _server.PostAsync("/api/v1/commands", $$"""{"type":"locate","to":{{to}}}""");

        Assert.Equal((HttpStatusCode.Accepted, isMember ? 1 : 0), (reply.Status, reply.Json.GetProperty("given").GetInt32()));
    }

    [Theory]
    [InlineData("""{"kind":"muckTruck"}""", 1)]
    [InlineData("""{"department":"roads"}""", 1)]
    [InlineData("""{"kind":"sanitation"}""", 0)]
    [InlineData("""{"kind":"muckTruck","near":[115.86,28.685]}""", 0)]
    [InlineData("""{"kind":"muckTruck","grid":"N01"}""", 0)]
    public async Task A_vehicle_that_was_never_heard_of_is_in_a_group_unless_that_is_one_of_a_place(string to, int given)
    {
        Listed();

        var reply = await _server.PostAsync("/api/v1/commands", $$"""{"type":"locate","to":{{to}}}""");

        Assert.Equal((HttpStatusCode.Accepted, given), (reply.Status, reply.Json.GetProperty("given").GetInt32()));
    }

    [Theory]
    [InlineData("""{"type":"locate"}""", "to")]
    [InlineData("""{"type":"locate","to":{}}""", "to")]
    [InlineData("""{"type":"locate","to":{"devices":"collector","kind":"muckTruck"}}""", "to.devices")]
    [InlineData("""{"type":"locate","to":{"near":[115.86]}}""", "to.near")]
    [InlineData("""{"type":"locate","to":{"near":[28.685,115.86]}}""", "to.near")]
    [InlineData("""{"type":"locate","to":{"near":[115.86,28.685],"radius":50001}}""", "to.radius")]
    [InlineData("""{"type":"locate","to":{"grid":"N01","radius":5}}""", "to.radius")]
    [InlineData("""{"to":{"grid":"N01"}}""", "type")]
    public async Task A_group_that_is_no_good_names_its_field(string body, string field) =>
        (await _server.PostAsync("/api/v1/commands", body)).Faults(HttpStatusCode.UnprocessableEntity, "request.invalid", field);

    [Fact]
    public async Task A_caller_who_may_command_none_of_a_group_is_refused()
    {
        Listed(At(Truck, TestCity.WestLon));

        (await _server.PostAsync("/api/v1/commands", new { type = "locate", to = new { grid = "N01" } }, (Acting, "citizen:li")))
            .Problem(HttpStatusCode.Forbidden, "command.roleMissing");
    }

    [Fact]
    public async Task A_group_of_more_than_a_thousand_is_refused()
    {
        Listed([.. Enumerable.Range(0, 1_001).Select(i => At(new Device(DeviceKind.Vehicle, $"v{i}"), TestCity.WestLon))]);

        (await _server.PostAsync("/api/v1/commands", new { type = "locate", to = new { grid = "N01" } }))
            .Problem(HttpStatusCode.UnprocessableEntity, "command.groupTooLarge");
    }

    [Theory]
    [InlineData(1_000, HttpStatusCode.Accepted, null)]
    [InlineData(1_001, HttpStatusCode.UnprocessableEntity, "command.groupTooLarge")]
    public async Task A_group_of_more_than_a_thousand_around_a_place_is_refused(int near, HttpStatusCode status, string? code)
    {
        var strangers = Enumerable.Range(1, near - 1).Select(i => At(new Device(DeviceKind.Vehicle, $"stranger-{i}"), TestCity.WestLon));
        Listed([At(Truck, TestCity.WestLon), .. strangers, At(new Device(DeviceKind.Vehicle, "far"), TestCity.LoneLon)]);

        var reply = await _server.PostAsync(
            "/api/v1/commands", new { type = "locate", to = new { near = new[] { TestCity.WestLon, TestCity.Lat } } });

        Assert.Equal((status, code), (reply.Status, reply.Code));
    }

    [Theory]
    [InlineData("""{"kind":"muckTruck","near":[115.86,28.685]}""", "v1")]
    [InlineData("""{"department":"parks","near":[115.86,28.685]}""", "")]
    public async Task What_the_vehicles_of_a_group_are_is_asked_with_the_place(string to, string only)
    {
        Listed();

        await _server.PostAsync("/api/v1/commands", $$"""{"type":"locate","to":{{to}}}""");

        Assert.Equal(only, string.Join(',', _server.ReadModel.LastDevices?.Only ?? ["all"]));
    }

    private async Task Give(object body) =>
        Assert.Equal(HttpStatusCode.Accepted, (await _server.PostAsync("/api/v1/vehicles/v1/commands", body)).Status);

    private void Listed(params IReadOnlyList<DeviceView> devices) =>
        _server.ReadModel.Devices = new Page<DeviceView>(devices, null, CityServer.Noon);

    private static DeviceView At(Device device, double longitude) =>
        new(device, null) { Last = new Fix(device, CityServer.Noon, GeoPoint.At(TestCity.Lat, longitude)) };
}
