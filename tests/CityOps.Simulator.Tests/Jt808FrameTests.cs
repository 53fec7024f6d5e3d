using CityOps.Domain.Geo;
using CityOps.Simulator.Life;
using CityOps.Simulator.Replay;
using NodaTime;

namespace CityOps.Simulator.Tests;

public sealed class Jt808FrameTests
{
    private static readonly Jt808Position Recorded = new(
        Instant.FromUtc(2018, 10, 15, 2, 10, 10), GeoPoint.At(latitude: 12.222222, longitude: 132.444444))
    {
        Alarms = 1,
        Status = 2,
        Altitude = Length.FromMetres(40),
        Speed = Speed.FromKilometresPerHour(6),
        Items = [(0x01, [0, 0, 0, 0x64]), (0x02, [0, 0x7D])],
    };

    [SkippableFact]
    public void A_position_is_written_as_a_recorded_terminal_wrote_it()
    {
        var recorded = RecordedFrames.Read(SiblingInput.PathOf("jt808-frames.json")).First(frame => frame.Id == "A");
        Assert.Equal(
            Convert.ToHexString(recorded.Bytes),
            Convert.ToHexString(Jt808Frame.Position(recorded.Phone, 126, Recorded)));
    }

    [Fact]
    public void Flags_and_escapes_inside_of_a_frame_are_escaped()
    {
        var frame = Jt808Frame.Position("123456789012", 126, Recorded);
        Assert.Equal(2, frame.Count(b => b == 0x7E));
        Assert.Equal("7D02", Convert.ToHexString(frame)[24..28]); // the serial 126 is a flag
        Assert.Equal("7D01", Convert.ToHexString(frame)[^8..^4]); // the fuel ends in an escape
    }

    [Fact]
    public void A_number_of_20_digits_makes_a_frame_of_2019()
    {
        var frame = Convert.ToHexString(Jt808Frame.Position("00000860615754295917", 1, Recorded));
        Assert.StartsWith("7E02004026" + "01" + "00000860615754295917" + "0001", frame, StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_status_says_located_and_in_which_hemisphere()
    {
        Assert.Equal(3u, new Jt808Position(default, GeoPoint.At(latitude: 28, longitude: 115)).Status);
        Assert.Equal(15u, new Jt808Position(default, GeoPoint.At(latitude: -28, longitude: -115)).Status);
    }

    [SkippableFact]
    public void Only_what_terminals_send_is_replayed() =>
        Assert.Equal(
            ["A", "B", "D", "E", "G", "N", "O"],
            RecordedFrames.Read(SiblingInput.PathOf("jt808-frames.json"))
                .Where(frame => frame.IsUplink)
                .Select(frame => frame.Id));
}
