using CityOps.Engine.Ports;
using CityOps.Telemetry.Codecs.Jt808;
using CityOps.Telemetry.Jt808;
using NodaTime;

namespace CityOps.Telemetry.Tests.Jt808;

/// <summary>Commands to terminals: their bytes, and what becomes of them.</summary>
public sealed class CommandTests
{
    public static TheoryData<string, TerminalCommand, ushort, string> Bytes => new()
    {
        { TerminalCity.Phone, new ShowText("请回中心"), Jt808Message.Text, "0C" + "C7EBBBD8D6D0D0C4" },
        { TerminalCity.Phone, new ShowText("stop", urgent: true), Jt808Message.Text, "0D" + "73746F70" },
        { TerminalCity.Phone2019, new ShowText("stop"), Jt808Message.Text, "0C" + "01" + "73746F70" },
        {
            TerminalCity.Phone, new SetReportingInterval(Duration.FromSeconds(10)), Jt808Message.SetParameters,
            "01" + "00000029" + "04" + "0000000A"
        },
        { TerminalCity.Phone, new AskPosition(), Jt808Message.AskPosition, "" },
    };

    [Theory]
    [MemberData(nameof(Bytes))]
    public async Task A_command_goes_out_as_the_standard_has_it(
        string phone, TerminalCommand command, ushort message, string body)
    {
        await using var terminal = await Wired.EnteredAsync(phone);
        _ = AskAsync(terminal, command);

        Assert.Equal((message, body), await terminal.NextAsync());
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(4, null)]
    public async Task The_terminals_answer_is_what_became_of_it(byte result, int? refused)
    {
        await using var terminal = await Wired.EnteredAsync();
        var asking = AskAsync(terminal, new ShowText("stop"));
        var (serial, message, _) = await terminal.NextWithSerialAsync();
        await terminal.SendAsync(Jt808Message.TerminalAnswer, Jt808Body.Answer(serial, message, (Jt808Result)result));

        Assert.Equal(
            refused is { } number ? new TerminalOutcome.Refused(number) : new TerminalOutcome.Answered(), await asking);
        Assert.Empty(terminal.Platform.Refused);
    }

    [Fact]
    public async Task The_position_that_is_asked_for_is_told_and_kept()
    {
        await using var terminal = await Wired.EnteredAsync();
        var asking = AskAsync(terminal, new AskPosition());
        var (serial, message, _) = await terminal.NextWithSerialAsync();
        await terminal.SendAsync(Jt808Message.TerminalAnswer, Jt808Body.Answer(serial, message, Jt808Result.Done));
        await terminal.SendAsync(
            Jt808Message.PositionAnswer, [(byte)(serial >> 8), (byte)serial, .. Jt808Body.Position(Platform.Fix("v1"))]);

        var located = Assert.IsType<TerminalOutcome.Located>(await asking);
        Assert.Equal(Platform.Fix("v1").ObservedAt, located.Fix.ObservedAt);
        await terminal.HangUpAsync();
        Assert.Equal(1, terminal.Platform.Metrics.Received);
    }

    [Fact]
    public async Task A_terminal_that_does_not_know_where_it_is_says_so()
    {
        await using var terminal = await Wired.EnteredAsync();
        var asking = AskAsync(terminal, new AskPosition());
        var (serial, _, _) = await terminal.NextWithSerialAsync();
        await terminal.SendAsync(Jt808Message.PositionAnswer, [(byte)(serial >> 8), (byte)serial, .. new byte[28]]);

        Assert.Equal(new TerminalOutcome.NotLocated(), await asking);
        Assert.Equal(["frame.notLocated"], terminal.Platform.Refused);
    }

    [Fact]
    public async Task Several_questions_at_once_each_get_their_own_answer()
    {
        await using var terminal = await Wired.EnteredAsync();
        var first = AskAsync(terminal, new ShowText("one"));
        var (one, message, _) = await terminal.NextWithSerialAsync();
        var second = AskAsync(terminal, new ShowText("two"));
        var (two, _, _) = await terminal.NextWithSerialAsync();

        await terminal.SendAsync(Jt808Message.TerminalAnswer, Jt808Body.Answer(two, message, Jt808Result.Failed));
        await terminal.SendAsync(Jt808Message.TerminalAnswer, Jt808Body.Answer(one, message, Jt808Result.Done));

        Assert.Equal(new TerminalOutcome.Answered(), await first);
        Assert.Equal(new TerminalOutcome.Refused(1), await second);
    }

    [Fact]
    public async Task Without_an_answer_it_has_timed_out_and_a_late_one_is_counted()
    {
        await using var terminal = await Wired.EnteredAsync();
        var asking = AskAsync(terminal, new ShowText("stop"));
        var (serial, message, _) = await terminal.NextWithSerialAsync();
        terminal.Platform.Clock.Advance(Jt808Session.Patience);
        Assert.Equal(new TerminalOutcome.TimedOut(), await asking);

        await terminal.SendAsync(Jt808Message.TerminalAnswer, Jt808Body.Answer(serial, message, Jt808Result.Done));
        await terminal.HangUpAsync();
        Assert.Equal(["terminal.noAnswerTo"], terminal.Platform.Refused);
    }

    [Fact]
    public async Task A_terminal_that_goes_before_it_answers_is_not_connected()
    {
        await using var terminal = await Wired.EnteredAsync();
        var asking = AskAsync(terminal, new ShowText("stop"));
        await terminal.NextAsync();
        await terminal.HangUpAsync();

        Assert.Equal(new TerminalOutcome.NotConnected(), await asking);
        Assert.Equal(new TerminalOutcome.NotConnected(), await AskAsync(terminal, new AskPosition()));
    }

    [Fact]
    public async Task A_terminal_that_was_never_there_is_not_connected()
    {
        await using var terminal = await Wired.EnteredAsync();

        Assert.Equal(
            new TerminalOutcome.NotConnected(),
            await terminal.Platform.Sessions.SendAsync("v2", new AskPosition(), CancellationToken.None));
    }

    [Fact]
    public void What_no_terminal_can_be_told_is_no_command()
    {
        Assert.ThrowsAny<ArgumentException>(() => new ShowText(""));
        Assert.ThrowsAny<ArgumentException>(() => new ShowText(new string('好', ShowText.MaxLength + 1)));
        Assert.ThrowsAny<ArgumentException>(() => new SetReportingInterval(Duration.FromSeconds(1) - Duration.Epsilon));
        Assert.ThrowsAny<ArgumentException>(() => new SetReportingInterval(Duration.FromDays(1) + Duration.Epsilon));
        var longest = Jt808Commands.Of(
            new ShowText(new string('好', ShowText.MaxLength)), new Jt808Address(Jt808Version.V2019, TerminalCity.Phone2019));
        Assert.InRange(longest.Body.Length, 1000, Jt808Frame.MaxBody);
    }

    [Fact]
    public void Everything_that_is_sent_comes_back_through_the_decoder_with_every_byte_escaped_that_must_be()
    {
        var scratch = new byte[Jt808Frame.MaxLength];
        foreach (var version in new[] { Jt808Version.V2013, Jt808Version.V2019 })
        {
            byte[][] bodies =
            [
                Jt808Body.Answer(0x7E7D, 0x7D7E, Jt808Result.NotSupported), Jt808Body.Admit(0x7D7E, "7E}~"),
                Jt808Body.TurnAway(0x7E7E, Jt808RegisterResult.NoTerminal), Jt808Body.Text(version, Jt808TextFlags.Display, "}~ 盖"),
                Jt808Body.SetParameter(0x7D7E7D7E, 0x7E7D7E7D), Jt808Body.ResendParts(version, 0x7E7D, [0x7D, 0x7E]),
                [],
            ];
            foreach (var body in bodies)
            {
                var wire = Jt808Frame.Encode(0x7D7E, version, "7", 0x7E7D, body);
                Assert.Equal(2, wire.Count(value => value == 0x7E));
                Assert.True(Jt808Frame.TryDecode(wire, scratch, out var frame, out _));
                Assert.Equal(
                    (0x7D7E, version, 0x7E7D, Convert.ToHexString(body)),
                    (frame.MessageId, frame.Version, frame.Serial, Convert.ToHexString(frame.Body)));
            }
        }
    }

    private static Task<TerminalOutcome> AskAsync(Wired terminal, TerminalCommand command) =>
        terminal.Platform.Sessions.SendAsync(
            terminal.Version == Jt808Version.V2019 ? "v2" : "v1", command, CancellationToken.None);
}
