using System.Text;
using CityOps.Telemetry.Codecs.Jt808;

namespace CityOps.Telemetry.Tests.Codecs.Jt808;

public sealed class Jt808MessageTests
{
    [Fact]
    public void A_recorded_registration_is_read() => Assert.Equal(
        new Jt808Registration(40, 50, "1234", "smallchi123", "CHI123", 1, "粤A12345"), Registration(Frames.Bytes(Frames.B)));

    [Fact]
    public void Registrations_of_2011_and_2019_have_other_lengths()
    {
        Assert.Equal(
            new Jt808Registration(36, 100, "MAKER", "MODEL", "TERM", 2, "赣A12345"),
            Registration(Registering(Jt808Version.V2013, 5, 8, 7)));
        Assert.Equal(
            new Jt808Registration(36, 100, "MAKER", "MODEL", "TERM", 2, "赣A12345"),
            Registration(Registering(Jt808Version.V2019, 11, 30, 30)));

        static byte[] Registering(Jt808Version version, int maker, int model, int terminal) =>
            Jt808Frame.Encode(Jt808Message.Register, version, "13800138000", 1,
                [
                    0, 36, 0, 100, .. Field("MAKER", maker), .. Field("MODEL", model), .. Field("TERM", terminal),
                    2, .. Jt808Body.Gbk.GetBytes("赣A12345"),
                ]);

        static byte[] Field(string text, int length) => Encoding.ASCII.GetBytes(text.PadRight(length, '\0'));
    }

    [Fact]
    public void A_registration_that_is_too_short_is_refused()
    {
        Span<byte> scratch = stackalloc byte[Jt808Frame.MaxLength];
        var wire = Jt808Frame.Encode(Jt808Message.Register, Jt808Version.V2013, "1", 1, new byte[24]);
        Assert.True(Jt808Frame.TryDecode(wire, scratch, out var frame, out _));
        Assert.False(Jt808Registration.TryDecode(frame, out _, out var refusal));
        Assert.Equal("frame.truncated", refusal?.Code);
    }

    [Fact]
    public void A_general_answer_is_sent_as_recorded() =>
        Sent(Frames.H, Jt808Message.PlatformAnswer, "012345678900", 10, Jt808Body.Answer(100, 0x0200, Jt808Result.Done));

    [Fact]
    public void An_admission_is_sent_as_recorded() =>
        Sent(Frames.I, Jt808Message.RegisterAnswer, "012345678900", 10, Jt808Body.Admit(100, "123456"));

    [Fact]
    public void A_terminal_is_turned_away_with_the_reason() =>
        Assert.Equal([0x30, 0x39, 4], Jt808Body.TurnAway(12345, Jt808RegisterResult.NoTerminal));

    [Fact]
    public void A_text_is_sent_as_recorded() =>
        Sent(Frames.J, Jt808Message.Text, "012345678900", 1,
            Jt808Body.Text(Jt808Version.V2013, Jt808TextFlags.Urgent | Jt808TextFlags.Display, "smallchi 518"));

    [Fact]
    public void A_Chinese_text_of_2019_has_its_kind_and_is_in_GBK() =>
        Assert.Equal([8, 1, 0xC4, 0xE3], Jt808Body.Text(Jt808Version.V2019, Jt808TextFlags.Speak, "你"));

    [Fact]
    public void A_parameter_is_sent_as_recorded() =>
        Sent(Frames.L, Jt808Message.SetParameters, "000123456789", 10, Jt808Body.SetParameter(1, 10));

    private static void Sent(string expected, ushort id, string phone, ushort serial, byte[] body) => Assert.Equal(
        expected, Convert.ToHexString(Jt808Frame.Encode(id, Jt808Version.V2013, phone, serial, body)));

    private static Jt808Registration? Registration(byte[] wire)
    {
        Span<byte> scratch = stackalloc byte[Jt808Frame.MaxLength];
        Assert.True(Jt808Frame.TryDecode(wire, scratch, out var frame, out _));
        Assert.True(Jt808Registration.TryDecode(frame, out var registration, out _));
        return registration;
    }
}
