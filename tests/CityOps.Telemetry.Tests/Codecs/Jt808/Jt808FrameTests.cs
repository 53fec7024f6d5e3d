using CityOps.Domain;
using CityOps.Telemetry.Codecs.Jt808;
using CsCheck;

namespace CityOps.Telemetry.Tests.Codecs.Jt808;

public sealed class Jt808FrameTests
{
    private delegate void Look(Jt808Frame frame);

    [Theory]
    [InlineData(Frames.A, 0x0200, "123456789012", 126, 38)]
    [InlineData(Frames.B, 0x0100, "000123456789", 10, 45)]
    [InlineData(Frames.D, 0x0102, "012345678900", 12345, 9)]
    [InlineData(Frames.E, 0x0002, "040021679287", 43, 0)]
    [InlineData(Frames.G, 0x0704, "112233445566", 8888, 83)]
    [InlineData(Frames.H, 0x8001, "012345678900", 10, 5)]
    [InlineData(Frames.I, 0x8100, "012345678900", 10, 9)]
    [InlineData(Frames.J, 0x8300, "012345678900", 1, 13)]
    [InlineData(Frames.L, 0x8103, "000123456789", 10, 10)]
    [InlineData(Frames.N, 0x0200, "013808358246", 1088, 44)]
    public void A_recorded_frame_of_2013_has_its_header(string hex, int id, string phone, int serial, int length) =>
        Decoded(hex, frame =>
        {
            Assert.Equal(
                (id, Jt808Version.V2013, phone, serial, length),
                (frame.MessageId, frame.Version, frame.ReadPhone(), frame.Serial, frame.Body.Length));
            Assert.False(frame.IsEncrypted || frame.IsSubpackaged);
        });

    [Fact]
    public void A_recorded_frame_of_2019_has_its_header() => Decoded(Frames.O, frame => Assert.Equal(
        (0x0200, Jt808Version.V2019, "00000860615754295917", 444, 67),
        (frame.MessageId, frame.Version, frame.ReadPhone(), frame.Serial, frame.Body.Length)));

    [Fact]
    public void Every_recorded_frame_is_encoded_to_the_same_bytes()
    {
        foreach (var hex in Frames.All)
        {
            Decoded(hex, frame => Assert.Equal(
                hex.ToUpperInvariant(),
                Convert.ToHexString(Jt808Frame.Encode(
                    frame.MessageId, frame.Version, frame.ReadPhone(), frame.Serial, frame.Body))));
        }
    }

    [Fact]
    public void Whatever_is_encoded_is_decoded_again() =>
        Gen.Select(Gen.UShort, Gen.Bool, Gen.UShort, Gen.Byte.Array[0, Jt808Frame.MaxBody]).Sample((id, is2019, serial, body) =>
        {
            var version = is2019 ? Jt808Version.V2019 : Jt808Version.V2013;
            var wire = Jt808Frame.Encode(id, version, "13800138000", serial, body);
            Assert.DoesNotContain((byte)0x7E, wire[1..^1]);
            Decoded(Convert.ToHexString(wire), frame =>
            {
                Assert.Equal((id, version, serial), (frame.MessageId, frame.Version, frame.Serial));
                Assert.Equal("13800138000".PadLeft(is2019 ? 20 : 12, '0'), frame.ReadPhone());
                Assert.Equal(body, frame.Body.ToArray());
            });
        }, iter: 300);

    [Fact]
    public void The_longest_frame_full_of_escapes_is_decoded()
    {
        var body = Enumerable.Repeat((byte)0x7E, Jt808Frame.MaxBody).ToArray();
        var wire = Jt808Frame.Encode(0x0900, Jt808Version.V2019, "1", 1, body);
        Decoded(Convert.ToHexString(wire), frame => Assert.Equal(body, frame.Body.ToArray()));
    }

    [Fact]
    public void A_part_of_a_longer_message_says_so()
    {
        // 0200, sub-packaged, 1 byte of body, part 2 of 3.
        var content = Convert.FromHexString("020020010123456789000001" + "00030002" + "AA");
        Decoded(Convert.ToHexString(Jt808Escape.Wrap([.. content, content.Aggregate((a, b) => (byte)(a ^ b))])), frame =>
        {
            Assert.True(frame.IsSubpackaged);
            Assert.Equal((3, 2, 1), (frame.PartCount, frame.Part, frame.Body.Length));
        });
    }

    [Theory]
    [InlineData("", "payload.empty")]
    [InlineData("7E", "frame.malformed")]
    [InlineData("7E7E", "frame.truncated")]
    [InlineData("7E000200007E", "frame.truncated")]
    [InlineData("00020000040021679287002B7D02", "frame.malformed")]
    [InlineData("7E00020000040021679287002B7D02", "frame.malformed")]
    [InlineData("7E00020000040021679287002B7D037E", "frame.malformed")]
    [InlineData("7E00020000040021679287002B7D7E", "frame.malformed")]
    [InlineData("7E00020000040021679287002B7D027E7E00020000040021679287002B7D027E", "frame.malformed")]
    [InlineData("7E00020000040021679287002C7D027E", "frame.badCheck")]
    [InlineData("7E00020001040021679287002B7F7E", "frame.truncated")]
    [InlineData("7E00020000040021679287002B017F7E", "frame.malformed")]
    [InlineData("7E000240000400216792873E7E", "frame.badCheck")]
    public void A_broken_frame_is_refused(string hex, string code)
    {
        Assert.False(Jt808Frame.TryDecode(
            Frames.Bytes(hex), new byte[Jt808Frame.MaxLength], out _, out var refusal));
        Assert.Equal(code, refusal?.Code);
    }

    [Fact]
    public void A_frame_with_one_byte_changed_is_never_taken_for_another()
    {
        foreach (var wire in Frames.All.Select(Frames.Bytes))
        {
            for (var i = 1; i < wire.Length - 1; i++)
            {
                var changed = wire.ToArray();
                changed[i] ^= 0x10;
                Assert.False(Jt808Frame.TryDecode(changed, new byte[Jt808Frame.MaxLength], out _, out _));
            }
        }
    }

    [Fact]
    public void More_bytes_than_any_frame_has_are_refused()
    {
        var wire = new byte[1 << 20];
        (wire[0], wire[^1]) = (0x7E, 0x7E);
        Assert.False(Jt808Frame.TryDecode(wire, new byte[Jt808Frame.MaxLength], out _, out var refusal));
        Assert.Equal("frame.malformed", refusal?.Code);
    }

    [Fact]
    public void What_no_frame_can_hold_is_not_encoded()
    {
        Assert.Throws<ArgumentException>(() => Jt808Frame.Encode(1, Jt808Version.V2013, "1", 1, new byte[1024]));
        Assert.Throws<ArgumentException>(() => Jt808Frame.Encode(1, Jt808Version.V2013, "1234567890123", 1, []));
        Assert.Throws<ArgumentException>(() => Jt808Frame.Encode(1, Jt808Version.V2019, "12a", 1, []));
    }

    private static void Decoded(string hex, Look look)
    {
        Span<byte> scratch = stackalloc byte[Jt808Frame.MaxLength];
        Assert.True(Jt808Frame.TryDecode(Frames.Bytes(hex), scratch, out var frame, out Rejection? refusal), refusal?.Message);
        look(frame);
    }
}
