using System.Net;
using CityOps.Domain.Devices;
using CityOps.Engine.Ports;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests;

public sealed class QuarantineTests(CityServer server) : IClassFixture<CityServer>
{
    private const string Acting = "X-CityOps-Acting";

    [Fact]
    public async Task What_a_device_sent_last_is_shown_as_text_or_in_digits()
    {
        Given("shown", "{}"u8.ToArray());
        Given("digits", [0x7E, 0xFF]);

        var reply = await server.GetReplyAsync("/api/v1/devices/quarantine");

        var items = reply.Json.GetProperty("items").EnumerateArray().ToDictionary(i => i.GetProperty("id").GetString() ?? "");
        Assert.Equal("{}", items["shown"].GetProperty("lastPayload").GetString());
        Assert.Equal("7eff", items["digits"].GetProperty("lastPayload").GetString());
        Assert.Equal(
            ("vehicles", "waiting", 3),
            (items["shown"].GetProperty("kind").GetString(), items["shown"].GetProperty("standing").GetString(),
                items["shown"].GetProperty("messages").GetInt32()));
    }

    [Theory]
    [InlineData("admit", "admitted")]
    [InlineData("refuse", "refused")]
    public async Task An_operator_of_the_city_decides(string act, string standing)
    {
        Given(act, []);

        var reply = await server.PostAsync($"/api/v1/devices/quarantine/vehicles/{act}/{act}", "", (Acting, "shiftLead:wang"));

        Assert.Equal((HttpStatusCode.OK, standing, "wang"), (reply.Status, reply["standing"], reply["decidedBy"]));
    }

    [Theory]
    [InlineData("acceptor:li")]
    [InlineData("leader:zhang@360102")]
    [InlineData("shiftLead:wang@roads")]
    public async Task Nobody_else_does(string acting)
    {
        Given("closed", []);

        var list = await server.GetReplyAsync("/api/v1/devices/quarantine", (Acting, acting));
        var act = await server.PostAsync("/api/v1/devices/quarantine/vehicles/closed/admit", "", (Acting, acting));

        Assert.Equal((HttpStatusCode.Forbidden, "quarantine.notForCaller"), (list.Status, list["code"]));
        Assert.Equal((HttpStatusCode.Forbidden, "quarantine.notForCaller"), (act.Status, act["code"]));
    }

    [Theory]
    [InlineData("vehicles/nobody")]
    [InlineData("lorries/shown")]
    [InlineData("vehicles/no%20id")]
    public async Task A_device_that_was_never_noted_is_not_found(string device)
    {
        var reply = await server.PostAsync($"/api/v1/devices/quarantine/{device}/admit", "", (Acting, "leader:zhang"));

        Assert.Equal(HttpStatusCode.NotFound, reply.Status);
    }

    private void Given(string id, byte[] payload)
    {
        var device = new Device(DeviceKind.Vehicle, id);
        server.Quarantine.Devices.RemoveAll(d => d.Last.Device == device);
        server.Quarantine.Devices.Add(new QuarantinedDevice(
            new QuarantineNote(
                device, $"vehicles/{id}", "192.0.2.1", CityServer.Noon, 3, $"cityops/v1/vehicles/{id}/position", payload),
            CityServer.Noon, QuarantineStanding.Waiting, null, null));
    }
}
