using CityOps.Domain.Devices;
using CityOps.Telemetry.Codecs;

namespace CityOps.Telemetry.Tests.Codecs;

public sealed class TopicTests
{
    [Theory]
    [InlineData("cityops/v1/vehicles/V-1/position", DeviceKind.Vehicle, "V-1", "Position")]
    [InlineData("cityops/v1/vehicles/V-1/jt808", DeviceKind.Vehicle, "V-1", "Jt808")]
    [InlineData("cityops/v1/vehicles/V-1/report", DeviceKind.Vehicle, "V-1", "Report")]
    [InlineData("cityops/v1/vehicles/V-1/response", DeviceKind.Vehicle, "V-1", "Response")]
    [InlineData("cityops/v1/vehicles/V-1/status", DeviceKind.Vehicle, "V-1", "Status")]
    [InlineData("cityops/v1/collectors/c.2/position", DeviceKind.Collector, "c.2", "Position")]
    [InlineData("cityops/v1/collectors/c.2/report", DeviceKind.Collector, "c.2", "Report")]
    [InlineData("cityops/v1/collectors/c.2/shift", DeviceKind.Collector, "c.2", "Shift")]
    [InlineData("cityops/v1/collectors/c.2/result", DeviceKind.Collector, "c.2", "Result")]
    [InlineData("owntracks/c.2/phone", DeviceKind.Collector, "c.2", "OwnTracks")]
    [InlineData("owntracks/c.2/my phone", DeviceKind.Collector, "c.2", "OwnTracks")]
    public void A_topic_of_the_contract_is_known(string text, DeviceKind kind, string id, string what)
    {
        Assert.True(Topic.TryParse(text, out var topic, out var refusal));
        Assert.Null(refusal);
        Assert.Equal(new Topic(new Device(kind, id), Enum.Parse<TopicKind>(what)), topic);
    }

    [Theory]
    [InlineData("cityops/v1/vehicles/V-1/command", "vehicles/V-1")]
    [InlineData("cityops/v1/collectors/c.2/what/ever", "collectors/c.2")]
    [InlineData("owntracks/c.2/phone/event", "collectors/c.2")]
    [InlineData("cityops/v1/vehicles/V-1", null)]
    [InlineData("cityops/v1/vehicles/V 1/command", null)]
    [InlineData("cityops/v1/drones/V-1/command", null)]
    [InlineData("cityops/v2/vehicles/V-1/command", null)]
    public void A_topic_has_an_owner_whether_it_is_known_or_not(string text, string? owner) =>
        Assert.Equal(owner, Topic.OwnerOf(text)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("cityops")]
    [InlineData("cityops/v1/")]
    [InlineData("cityops/v1/vehicles")]
    [InlineData("cityops/v1/vehicles/V-1")]
    [InlineData("cityops/v1/vehicles/V-1/")]
    [InlineData("cityops/v1/vehicles/V-1/position/")]
    [InlineData("cityops/v1/vehicles/a/b/position")]
    [InlineData("cityops/v1/vehicles/V-1/Position")]
    [InlineData("cityops/v1/vehicles/V-1/shift")]
    [InlineData("cityops/v1/vehicles/V-1/result")]
    [InlineData("cityops/v1/vehicles/V-1/command")]
    [InlineData("cityops/v1/vehicles/V-1/ack")]
    [InlineData("cityops/v1/collectors/c.2/jt808")]
    [InlineData("cityops/v1/cameras/c.2/position")]
    [InlineData("cityops/v2/vehicles/V-1/position")]
    [InlineData("/cityops/v1/vehicles/V-1/position")]
    [InlineData("owntracks/c.2")]
    [InlineData("owntracks/c.2/")]
    [InlineData("owntracks/c.2/phone/event")]
    [InlineData("$SYS/broker")]
    public void Any_other_topic_is_refused(string text)
    {
        Assert.False(Topic.TryParse(text, out _, out var refusal));
        Assert.Equal("topic.unknown", refusal?.Code);
    }

    [Theory]
    [InlineData("cityops/v1/vehicles//position")]
    [InlineData("cityops/v1/vehicles/a b/position")]
    [InlineData("cityops/v1/collectors/王/report")]
    [InlineData("cityops/v1/vehicles/12345678901234567890123456789012345678901234567890123456789012345/position")]
    [InlineData("owntracks//phone")]
    [InlineData("owntracks/+/phone")]
    public void An_id_of_another_form_is_refused(string text)
    {
        Assert.False(Topic.TryParse(text, out _, out var refusal));
        Assert.Equal(("id.malformed", "topic"), (refusal?.Code, refusal?.Field));
    }

    [Fact]
    public void Parsing_allocates_the_id_alone()
    {
        const string text = "cityops/v1/vehicles/V-12345678/position";
        _ = Topic.TryParse(text, out _, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = Topic.TryParse(text, out _, out _);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 48);
    }
}
