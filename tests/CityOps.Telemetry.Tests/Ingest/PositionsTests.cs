using CityOps.Domain.Devices;
using CityOps.Domain.Vehicles;
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
        var positions = new Positions(platform.Book, platform.Books, platform, TerminalCity.Configuration, platform.Metrics);
        var wire = Frames.Bytes(hex);

        Assert.True(positions.Decode(new Topic(Given.Vehicle, TopicKind.Jt808), "topic", wire, Given.Now).IsEmpty);

        var refusal = Assert.Single(platform.Refusals.Recent(null, 10));
        Assert.Equal((code, Convert.ToHexString(wire)), (refusal.Code, refusal.Raw));
        Assert.Equal((1, 1), (platform.Metrics.Received, platform.Metrics.RefusedFixes));
    }

    [Fact]
    public async Task Of_a_frame_without_a_position_nothing_is_kept_but_its_alarms()
    {
        await using var platform = new Platform();
        var positions = new Positions(platform.Book, platform.Books, platform, TerminalCity.Configuration, platform.Metrics);
        var wire = Jt808Frame.Encode(Jt808Message.Position, Jt808Version.V2013, "1", 0, [0, 0, 0, 5, .. new byte[24]]);
        List<AlarmReading> alarms = [];

        positions.Decode(new Topic(Given.Vehicle, TopicKind.Jt808), "topic", wire, Given.Now, alarms);

        var refusal = Assert.Single(platform.Refusals.Recent(null, 10));
        Assert.Equal(("frame.notLocated", null), (refusal.Code, refusal.Raw));
        Assert.Equal([new AlarmReading(Given.Now, 5)], alarms);
    }

    [Fact]
    public async Task Of_a_message_that_is_no_frame_nothing_is_kept()
    {
        await using var platform = new Platform();
        var positions = new Positions(platform.Book, platform.Books, platform, TerminalCity.Configuration, platform.Metrics);

        positions.Decode(new Topic(Given.Vehicle, TopicKind.Position), "topic", "nonsense"u8, Given.Now);

        Assert.Null(Assert.Single(platform.Refusals.Recent(null, 10)).Raw);
    }

    [Theory]
    [InlineData(1_000, "place.nullIsland")]
    [InlineData(1_001, "payload.tooMany")]
    public async Task Every_position_of_an_array_is_in_the_books_and_each_reason_once_in_the_look_up(int count, string code)
    {
        await using var platform = new Platform();
        var positions = new Positions(platform.Book, platform.Books, platform, TerminalCity.Configuration, platform.Metrics);
        var payload = $"[{string.Join(',', Enumerable.Repeat("""{"t":"2026-11-24T00:29:00Z","lon":0,"lat":0}""", count))}]";

        Assert.True(positions.Decode(
            new Topic(Given.Vehicle, TopicKind.Position), "topic", System.Text.Encoding.UTF8.GetBytes(payload), Given.Now).IsEmpty);

        Assert.Equal((count, count), (platform.Metrics.Received, platform.Metrics.RefusedFixes));
        var counts = platform.Books.Total();
        Assert.Equal((count, 0), (counts.Received, counts.Waiting));
        Assert.Equal([(code, (long)count)], counts.Refused.Select(r => (r.Key, r.Value)));
        var noted = platform.Refusals.Recent(Given.Vehicle.ToString(), 2_000);
        Assert.Equal((1, count), (noted.Count, noted.Sum(r => r.Count)));
    }

    [Fact]
    public async Task The_books_have_every_fix_of_a_device_and_one_page_for_strangers()
    {
        await using var platform = new Platform();
        var positions = new Positions(platform.Book, platform.Books, platform, TerminalCity.Configuration, platform.Metrics);
        var good = """[{"t":"2026-11-24T00:29:00Z","lon":115.8,"lat":28.6},{"t":"2026-11-24T00:29:00Z","lon":0,"lat":0}]""";
        var stranger = new Device(DeviceKind.Vehicle, "nobody");

        positions.Decode(new Topic(stranger, TopicKind.Position), "topic", "nonsense"u8, Given.Now);
        positions.Decode(new Topic(Given.Vehicle, TopicKind.Position), "topic", System.Text.Encoding.UTF8.GetBytes(good), Given.Now);
        platform.Books.Shed(Given.Vehicle, 1);

        Assert.Null(platform.Books.Find(stranger));
        var counts = platform.Books.Find(Given.Vehicle)?.Counts();
        Assert.NotNull(counts);
        Assert.Equal((2, 1, 0), (counts.Received, counts.Shed, counts.Waiting));
        Assert.Equal([("place.nullIsland", 1L)], counts.Refused.Select(r => (r.Key, r.Value)));
        var total = platform.Books.Total();
        Assert.Equal((3, 2, 0), (total.Received, total.Refused.Values.Sum(), total.Waiting));
    }
}
