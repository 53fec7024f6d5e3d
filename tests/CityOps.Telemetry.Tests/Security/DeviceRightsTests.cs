using CityOps.Domain.Devices;
using CityOps.Telemetry.Security;

namespace CityOps.Telemetry.Tests.Security;

public sealed class DeviceRightsTests
{
    private static readonly DeviceRights Vehicle = Of("vehicles/v1");
    private static readonly DeviceRights Collector = Of("collectors/c1");
    private static readonly DeviceRights Gateway = Of("vehicles/v1", "collectors/c2");

    [Theory]
    [InlineData("cityops/v1/vehicles/v1/position", true)]
    [InlineData("cityops/v1/vehicles/v1/", true)]
    [InlineData("cityops/v1/vehicles/v1", false)]
    [InlineData("cityops/v1/vehicles/v10/position", false)]
    [InlineData("cityops/v1/vehicles/V1/position", false)]
    [InlineData("cityops/v1/collectors/v1/position", false)]
    [InlineData("cityops/v2/vehicles/v1/position", false)]
    [InlineData("owntracks/v1/phone", false)]
    [InlineData("/cityops/v1/vehicles/v1/position", false)]
    [InlineData("$SYS/broker", false)]
    [InlineData("", false)]
    public void A_vehicle_publishes_under_its_id(string topic, bool may) => Assert.Equal(may, Vehicle.OfTopic(topic) is not null);

    [Theory]
    [InlineData("cityops/v1/collectors/c1/report", true)]
    [InlineData("owntracks/c1/phone", true)]
    [InlineData("owntracks/c1", false)]
    [InlineData("owntracks/c2/phone", false)]
    public void A_collector_also_publishes_as_OwnTracks_does(string topic, bool may) =>
        Assert.Equal(may, Collector.OfTopic(topic) is not null);

    [Theory]
    [InlineData("cityops/v1/collectors/c1/command", true)]
    [InlineData("cityops/v1/collectors/c1/ack", true)]
    [InlineData("cityops/v1/collectors/c1/+", false)]
    [InlineData("cityops/v1/collectors/c1/#", false)]
    [InlineData("cityops/v1/collectors/c1/position", false)]
    [InlineData("cityops/v1/collectors/c1/command/x", false)]
    [InlineData("cityops/v1/collectors/c2/command", false)]
    [InlineData("cityops/v1/+/c1/command", false)]
    [InlineData("owntracks/c1/command", false)]
    [InlineData("#", false)]
    [InlineData("", false)]
    public void A_device_hears_its_commands_and_answers(string filter, bool may) => Assert.Equal(may, Collector.MayHear(filter));

    [Fact]
    public void A_gateway_speaks_for_each_that_it_carries_by_its_own_name()
    {
        Assert.Equal(new Device(DeviceKind.Vehicle, "v1"), Gateway.OfTopic("cityops/v1/vehicles/v1/position")?.Device);
        Assert.Equal(new Device(DeviceKind.Collector, "c2"), Gateway.OfTopic("owntracks/c2/phone")?.Device);
        Assert.Null(Gateway.OfTopic("cityops/v1/vehicles/c2/position"));
        Assert.True(Gateway.MayHear("cityops/v1/collectors/c2/ack"));
    }

    [Fact]
    public void To_ask_allocates_nothing()
    {
        const string topic = "cityops/v1/vehicles/v1/position";
        Vehicle.OfTopic(topic);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1_000; i++)
        {
            Vehicle.OfTopic(topic);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static DeviceRights Of(params string[] names) => new(names.Select(name =>
        DeviceUser.TryParseDevice(name, out var device)
            ? new CarriedDevice(device, Standing.Known)
            : throw new ArgumentException(name)));
}
