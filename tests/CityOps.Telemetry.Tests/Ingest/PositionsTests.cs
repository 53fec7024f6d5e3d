using CityOps.Telemetry.Codecs;
using CityOps.Telemetry.Codecs.Jt808;
using CityOps.Telemetry.Ingest;
using CityOps.Telemetry.Tests.Codecs;
using CityOps.Telemetry.Tests.Codecs.Jt808;
using CityOps.Telemetry.Tests.Jt808;

namespace CityOps.Telemetry.Tests.Ingest;

/// <summary>What is kept of messages with positions that are refused.</summary>
public sealed class PositionsTests
{
    [Theory]
    [InlineData(Frames.E, "frame.unsupported")]
    [InlineData("7E00", "frame.malformed")]
    public async Task A_frame_on_mqtt_that_cannot_be_decoded_is_kept_as_it_came(string hex, string code)
    {
        await using var platform = new Platform();
        var positions = new Positions(platform.Book, platform, TerminalCity.Configuration, platform.Metrics);
        var wire = Frames.Bytes(hex);

        Assert.True(positions.Decode(new Topic(Given.Vehicle, TopicKind.Jt808), "topic", wire, Given.Now).IsEmpty);

        var refusal = Assert.Single(platform.Refusals.Recent(null, 10));
        Assert.Equal((code, Convert.ToHexString(wire)), (refusal.Code, refusal.Raw));
        Assert.Equal((1, 1), (platform.Metrics.Received, platform.Metrics.RefusedFixes));
    }

    [Fact]
    public async Task Of_a_frame_without_a_position_nothing_is_kept()
    {
        await using var platform = new Platform();
        var positions = new Positions(platform.Book, platform, TerminalCity.Configuration, platform.Metrics);
        var wire = Jt808Frame.Encode(Jt808Message.Position, Jt808Version.V2013, "1", 0, new byte[28]);

        positions.Decode(new Topic(Given.Vehicle, TopicKind.Jt808), "topic", wire, Given.Now);

        var refusal = Assert.Single(platform.Refusals.Recent(null, 10));
        Assert.Equal(("frame.notLocated", null), (refusal.Code, refusal.Raw));
    }

    [Fact]
    public async Task Of_a_message_that_is_no_frame_nothing_is_kept()
    {
        await using var platform = new Platform();
        var positions = new Positions(platform.Book, platform, TerminalCity.Configuration, platform.Metrics);

        positions.Decode(new Topic(Given.Vehicle, TopicKind.Position), "topic", "nonsense"u8, Given.Now);

        Assert.Null(Assert.Single(platform.Refusals.Recent(null, 10)).Raw);
    }
}
