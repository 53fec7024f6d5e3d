using CityOps.Domain;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Telemetry.Codecs.Jt808;
using CsCheck;
using NodaTime;

namespace CityOps.Telemetry.Tests.Codecs.Jt808;

public sealed class Jt808PositionCodecTests
{
    private static readonly Fix Parked =
        new(Given.Vehicle, Instant.FromUtc(2026, 11, 24, 0, 29, 58), GeoPoint.At(28.683123, 115.857456))
        {
            Speed = new Speed(0),
            Heading = new Bearing(0),
            Altitude = Length.FromMetres(0),
        };

    [Fact]
    public void A_recorded_position_of_2013_is_a_fix() => Assert.Equal(
        new Fix(Given.Vehicle, China(2018, 10, 15, 10, 10, 10), GeoPoint.At(12.222222, 132.444444))
        {
            Speed = Speed.FromKilometresPerHour(6),
            Heading = new Bearing(0),
            Altitude = Length.FromMetres(40),
            Alarms = 1,
        },
        Assert.Single(Fixes(Frames.A)));

    [Fact]
    public void A_position_captured_in_Chengdu_is_a_fix() => Assert.Equal(
        new Fix(Given.Vehicle, China(2021, 9, 17, 17, 11, 26), GeoPoint.At(30.636853, 104.816201))
        {
            Speed = Speed.FromKilometresPerHour(33),
            Heading = new Bearing(283),
            Altitude = Length.FromMetres(416),
        },
        Assert.Single(Fixes(Frames.N)));

    [Fact]
    public void A_captured_position_of_2019_is_a_fix() => Assert.Equal(
        new Fix(Given.Vehicle, China(2021, 9, 17, 17, 25, 59), GeoPoint.At(22.589078, 113.837718))
        {
            Speed = new Speed(0),
            Heading = new Bearing(107),
            Altitude = Length.FromMetres(0),
        },
        Assert.Single(Fixes(Frames.O)));

    [Theory]
    [InlineData(Frames.A, "123456789012")]
    [InlineData(Frames.A, "00000000123456789012")]
    [InlineData(Frames.N, "013808358246")]
    [InlineData(Frames.O, "00000860615754295917")]
    public void A_frame_of_the_registered_terminal_is_taken(string frame, string phone)
    {
        var into = new List<Fix>();
        Assert.Empty(Jt808PositionCodec.Decode(Frames.Bytes(frame), Given.Vehicle, phone, Given.Now, into));
        Assert.Single(into);
    }

    [Theory]
    [InlineData("123456789013")]
    [InlineData("023456789012")]
    [InlineData("10000000123456789012")]
    public void A_frame_of_another_terminal_is_refused(string registered)
    {
        var into = new List<Fix>();
        var refusals = Jt808PositionCodec.Decode(Frames.Bytes(Frames.A), Given.Vehicle, registered, Given.Now, into);
        Assert.Equal("frame.foreignTerminal", Assert.Single(refusals).Code);
        Assert.Empty(into);
    }

    [Fact]
    public void Of_a_recorded_batch_the_located_position_is_a_fix_and_the_other_refused()
    {
        var into = new List<Fix>();
        Assert.Equal("frame.notLocated", Assert.Single(Decode(Frames.Bytes(Frames.G), into)).Code);
        var fix = Assert.Single(into);
        Assert.Equal(
            (China(2018, 7, 15, 10, 10, 10), GeoPoint.At(12.222222, 132.444444), 1u), (fix.ObservedAt, fix.Place, fix.Alarms));
    }

    [Theory]
    [InlineData(Frames.A, "01:00000064 02:007D")]
    [InlineData(Frames.N, "01:00000C45 30:15 31:04 61:1D74")]
    [InlineData(Frames.O, "01:00000001 30:19 31:0A 61:04DC E2:47423230312D47534D2D32313030312D312E312E31")]
    public void Additional_items_are_walked_by_their_length(string hex, string expected)
    {
        Span<byte> scratch = stackalloc byte[Jt808Frame.MaxLength];
        Assert.True(Jt808Frame.TryDecode(Frames.Bytes(hex), scratch, out var frame, out _));
        Assert.True(Jt808Position.TryRead(frame.Body, out var position));
        Assert.Equal(expected, Listed(position.Items));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("01", "")]
    [InlineData("0100", "01:")]
    [InlineData("010155", "01:55")]
    [InlineData("01015530", "01:55")]
    [InlineData("0101553002AA", "01:55")]
    [InlineData("01FF00", "")]
    public void Items_end_where_one_claims_more_than_there_is(string hex, string expected) =>
        Assert.Equal(expected, Listed(new Jt808Items(Frames.Bytes(hex))));

    [Theory]
    [InlineData(Frames.B, "frame.unsupported")]
    [InlineData(Frames.D, "frame.unsupported")]
    [InlineData(Frames.E, "frame.unsupported")]
    [InlineData(Frames.H, "frame.unsupported")]
    public void Frames_that_are_no_position_are_refused(string hex, string code) =>
        Assert.Equal(code, Assert.Single(Decode(Frames.Bytes(hex), [])).Code);

    [Fact]
    public void South_and_west_are_negative()
    {
        var fix = Parked with { Place = GeoPoint.At(-12.5, -77.25) };
        Assert.Equal(fix, Assert.Single(Fixes(Convert.ToHexString(Framed(Jt808Body.Position(fix))))));
    }

    [Theory]
    [InlineData("0000", 0)]
    [InlineData("7FFF", 32_767)]
    [InlineData("FFFF", -1)]
    [InlineData("FF66", -154)]
    public void An_altitude_below_the_sea_is_a_twos_complement(string hex, int metres)
    {
        var body = Jt808Body.Position(Parked);
        Frames.Bytes(hex).CopyTo(body, 16);

        var fix = Assert.Single(Fixes(Convert.ToHexString(Framed(body))));

        Assert.Equal(Length.FromMetres(metres), fix.Altitude);
        Assert.Equal(body, Jt808Body.Position(fix));
    }

    [Fact]
    public void A_fix_that_is_written_is_read_again() =>
        Gen.Select(Gen.Int[-89_999_999, 89_999_999], Gen.Int[1_000, 179_999_999], Gen.Int[0, 5_399], Gen.Int[0, 359], Gen.UInt)
            .Sample((latitude, longitude, speed, heading, alarms) =>
            {
                var fix = Parked with
                {
                    Place = GeoPoint.At(latitude / 1e6, longitude / 1e6),
                    Speed = Speed.FromKilometresPerHour(speed / 10.0),
                    Heading = new Bearing(heading),
                    Alarms = alarms,
                };
                Assert.Equal(fix, Assert.Single(Fixes(Convert.ToHexString(Framed(Jt808Body.Position(fix))))));
            }, iter: 1_000);

    [Theory]
    [InlineData(4, "00000001", "frame.notLocated", null)]
    [InlineData(4, "00000022", "frame.encrypted", null)]
    [InlineData(8, "0000000000000000", "place.nullIsland", null)]
    [InlineData(8, "055D4A81", "field.outOfRange", "latitude")]
    [InlineData(12, "0ABA9501", "field.outOfRange", "longitude")]
    [InlineData(18, "1518", "field.outOfRange", "speed")]
    [InlineData(20, "0169", "field.outOfRange", "direction")]
    [InlineData(22, "000000000000", "field.malformed", "time")]
    [InlineData(22, "261324083000", "field.malformed", "time")]
    [InlineData(22, "260230083000", "field.malformed", "time")]
    [InlineData(22, "2611240830FF", "field.malformed", "time")]
    [InlineData(22, "000101000000", "time.beforeFirst", "time")]
    [InlineData(22, "261124083501", "time.inFuture", "time")]
    [InlineData(22, "900101000000", "time.inFuture", "time")]
    public void A_position_out_of_bounds_is_refused(int at, string hex, string code, string? field)
    {
        var body = Jt808Body.Position(Parked);
        Frames.Bytes(hex).CopyTo(body, at);
        var refusal = Assert.Single(Decode(Framed(body), []));
        Assert.Equal((code, field), (refusal.Code, refusal.Field));
    }

    [Fact]
    public void A_position_that_is_too_short_encrypted_or_in_parts_is_refused()
    {
        Assert.Equal("frame.truncated", Assert.Single(Decode(Framed(new byte[27]), [])).Code);
        Assert.Equal("frame.encrypted", Assert.Single(Decode(WithAttributes(0x0400), [])).Code);
        Assert.Equal("frame.subpackaged", Assert.Single(Decode(WithAttributes(0x2000), [])).Code);

        static byte[] WithAttributes(int bits)
        {
            var body = Jt808Body.Position(Parked);
            byte[] parts = (bits & 0x2000) == 0 ? [] : [0, 2, 0, 1];
            var attributes = bits | body.Length;
            byte[] content = [2, 0, (byte)(attributes >> 8), (byte)attributes, 1, 2, 3, 4, 5, 6, 0, 1, .. parts, .. body];
            return Jt808Escape.Wrap([.. content, content.Aggregate((a, b) => (byte)(a ^ b))]);
        }
    }

    [Theory]
    [InlineData(2, 2, 0, "")]
    [InlineData(3, 2, 0, "frame.truncated")]
    [InlineData(65535, 2, 0, "frame.truncated")]
    [InlineData(1, 1, 3, "frame.malformed")]
    [InlineData(0, 0, 0, "")]
    public void A_batch_that_is_not_as_long_as_it_says_keeps_what_is_good(int declared, int present, int extra, string code)
    {
        var position = Jt808Body.Position(Parked);
        byte[] item = [0, (byte)position.Length, .. position];
        var items = Enumerable.Repeat(item, present).SelectMany(bytes => bytes);
        byte[] body = [(byte)(declared >> 8), (byte)declared, 1, .. items, .. new byte[extra]];
        var into = new List<Fix>();
        var refusals = Decode(Jt808Frame.Encode(Jt808Message.PositionBatch, Jt808Version.V2013, "1", 1, body), into);
        Assert.Equal(present, into.Count);
        Assert.Equal(code, string.Join(' ', refusals.Select(refusal => refusal.Code)));
    }

    private static Instant China(int year, int month, int day, int hour, int minute, int second) =>
        Instant.FromUtc(year, month, day, hour, minute, second) - Duration.FromHours(8);

    private static byte[] Framed(byte[] body) =>
        Jt808Frame.Encode(Jt808Message.Position, Jt808Version.V2013, "13800138000", 1, body);

    private static string Listed(Jt808Items items)
    {
        var list = new List<string>();
        foreach (var item in items)
        {
            list.Add($"{item.Id:X2}:{Convert.ToHexString(item.Value)}");
        }

        return string.Join(' ', list);
    }

    private static List<Fix> Fixes(string hex)
    {
        var into = new List<Fix>();
        Assert.Empty(Decode(Frames.Bytes(hex), into));
        return into;
    }

    private static IReadOnlyList<Rejection> Decode(byte[] wire, List<Fix> into) =>
        Jt808PositionCodec.Decode(wire, Given.Vehicle, null, Given.Now, into);
}
