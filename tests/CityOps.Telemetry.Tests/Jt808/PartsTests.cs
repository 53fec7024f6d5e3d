using CityOps.Telemetry.Codecs.Jt808;
using CityOps.Telemetry.Jt808;
using NodaTime;

namespace CityOps.Telemetry.Tests.Jt808;

/// <summary>Messages that come in parts.</summary>
public sealed class PartsTests
{
    private const int Count = 80;

    // More than one frame holds.
    private static readonly byte[] Batch =
    [
        0, Count, 1,
        .. Enumerable.Range(0, Count).SelectMany(i => (byte[])[0, 28, .. Jt808Body.Position(Platform.Fix("v1", 1000 - i))]),
    ];

    private static readonly byte[][] Bodies = [.. Batch.Chunk(1000)];

    [Theory]
    [InlineData("1 2 3")]
    [InlineData("3 1 2")]
    [InlineData("2 2 1 1 3")]
    public async Task A_message_is_whole_once_all_its_parts_came_in_whatever_order(string order)
    {
        await using var terminal = await Wired.EnteredAsync();
        terminal.Platform.HoldDisk();
        var parts = order.Split(' ').Select(int.Parse).ToList();
        foreach (var part in parts)
        {
            await terminal.SendAsync(Part(part));
        }

        foreach (var part in parts.SkipLast(1))
        {
            await terminal.AnsweredAsync(100 + part, Jt808Message.PositionBatch, Jt808Result.Done);
        }

        var last = terminal.AnsweredAsync(100 + parts[^1], Jt808Message.PositionBatch, Jt808Result.Done);
        Assert.Empty(terminal.Platform.Durable);
        terminal.Platform.ReleaseDisk();
        await last;
        Assert.Equal(
            Enumerable.Range(0, Count).Select(i => Platform.Fix("v1", 1000 - i).ObservedAt),
            terminal.Platform.Durable.Select(fix => fix.ObservedAt));
        Assert.Empty(terminal.Platform.Refused);
    }

    [Theory]
    [InlineData(TerminalCity.Phone, "0065" + "02" + "0001" + "0003")]
    [InlineData(TerminalCity.Phone2019, "0065" + "0002" + "0001" + "0003")]
    public async Task Parts_that_do_not_come_are_asked_for(string phone, string asked)
    {
        await using var terminal = await Wired.EnteredAsync(phone);
        await terminal.SendAsync(Part(2, phone));
        await terminal.AnsweredAsync(102, Jt808Message.PositionBatch, Jt808Result.Done);

        terminal.Pass(Jt808Parts.Patience);
        Assert.Equal((Jt808Message.ResendParts, asked), await terminal.NextAsync());

        // Sent again with other serials, as some terminals do.
        await terminal.SendAsync(Part(1, phone, serial: 500));
        await terminal.SendAsync(Part(3, phone, serial: 501));
        await terminal.AnsweredAsync(500, Jt808Message.PositionBatch, Jt808Result.Done);
        await terminal.AnsweredAsync(501, Jt808Message.PositionBatch, Jt808Result.Done);
        Assert.Equal(Count, terminal.Platform.Durable.Count);
    }

    [Fact]
    public async Task After_three_questions_the_message_is_given_up_and_counted()
    {
        await using var terminal = await Wired.EnteredAsync();
        await terminal.SendAsync(Part(2));
        await terminal.AnsweredAsync(102, Jt808Message.PositionBatch, Jt808Result.Done);
        for (var i = 0; i < 3; i++)
        {
            terminal.Pass(Jt808Parts.Patience);
            Assert.Equal(Jt808Message.ResendParts, (await terminal.NextAsync()).Message);
        }

        terminal.Pass(Jt808Parts.Patience);
        await terminal.SendAsync(Jt808Message.Heartbeat);
        await terminal.AnsweredAsync(2, Jt808Message.Heartbeat, Jt808Result.Done);
        Assert.Equal(["frame.incomplete"], terminal.Platform.Refused);
        Assert.Equal((1, 1), (terminal.Platform.Metrics.Received, terminal.Platform.Metrics.RefusedFixes));
    }

    [Fact]
    public async Task What_is_incomplete_when_the_terminal_goes_is_counted()
    {
        await using var terminal = await Wired.EnteredAsync();
        await terminal.SendAsync(Part(1));
        await terminal.HangUpAsync();

        Assert.Equal(["frame.incomplete"], terminal.Platform.Refused);
    }

    [Theory]
    [InlineData(0, 3, "frame.malformed")]
    [InlineData(4, 3, "frame.malformed")]
    [InlineData(1, Jt808Parts.MaxParts + 1, "payload.tooMany")]
    public async Task A_part_that_cannot_be_is_wrong(int part, int count, string code)
    {
        await using var terminal = await Wired.EnteredAsync();
        await terminal.SendAsync(Part(part, count: count, body: [1]));

        await terminal.AnsweredAsync(100 + part, Jt808Message.PositionBatch, Jt808Result.Wrong);
        Assert.Equal([code], terminal.Platform.Refused);
    }

    [Fact]
    public void Parts_are_kept_within_bounds()
    {
        var (parts, lost) = (new Jt808Parts(), new List<ushort>());
        Span<byte> scratch = stackalloc byte[Jt808Frame.MaxLength];
        for (var message = 0; message <= Jt808Parts.MaxMessages; message++)
        {
            Assert.True(Jt808Frame.TryDecode(Part(1, serial: (ushort)(message * 100), count: 2), scratch, out var frame, out _));
            Assert.Null(parts.Add(frame, Platform.Now, out var whole, lost));
            Assert.Null(whole);
        }

        Assert.Equal([Jt808Message.PositionBatch], lost);

        // The other three hold a part of 1,000 bytes each.
        var most = (Jt808Parts.MaxBytes - ((Jt808Parts.MaxMessages - 1) * 1000)) / 1000;
        for (var taken = 0; taken <= most; taken++)
        {
            var wire = Part(taken + 1, serial: (ushort)(9000 + taken), count: Jt808Parts.MaxParts, body: new byte[1000]);
            Assert.True(Jt808Frame.TryDecode(wire, scratch, out var frame, out _));
            Assert.Equal(taken < most ? null : "payload.tooLarge", parts.Add(frame, Platform.Now, out _, lost)?.Code);
        }
    }

    [Fact]
    public void Of_a_message_that_is_too_large_no_part_is_asked_for()
    {
        var (parts, lost) = (new Jt808Parts(), new List<ushort>());
        Span<byte> scratch = stackalloc byte[Jt808Frame.MaxLength];
        var most = Jt808Parts.MaxBytes / 1000;
        for (var part = 1; part <= Jt808Parts.MaxParts; part++)
        {
            Assert.True(Jt808Frame.TryDecode(
                Part(part, count: Jt808Parts.MaxParts, body: new byte[1000]), scratch, out var frame, out _));
            Assert.Equal(part <= most ? null : "payload.tooLarge", parts.Add(frame, Platform.Now, out _, lost)?.Code);
        }

        Assert.False(parts.IsWaiting);
        Assert.Empty(lost);

        // Another of as many parts begins with its first one.
        for (var part = 1; part <= 2; part++)
        {
            Assert.True(Jt808Frame.TryDecode(
                Part(part, serial: (ushort)(9000 + part), count: Jt808Parts.MaxParts, body: [1]), scratch, out var frame, out _));
            Assert.Null(parts.Add(frame, Platform.Now, out _, lost));
        }

        Assert.True(parts.IsWaiting);
    }

    [Fact]
    public void Before_the_patience_is_over_nothing_is_asked()
    {
        var (parts, lost) = (new Jt808Parts(), new List<ushort>());
        Span<byte> scratch = stackalloc byte[Jt808Frame.MaxLength];
        Assert.True(Jt808Frame.TryDecode(Part(1), scratch, out var frame, out _));
        parts.Add(frame, Platform.Now, out _, lost);

        Assert.Empty(parts.Ask(Platform.Now + Jt808Parts.Patience - Duration.Epsilon, lost));
        Assert.Single(parts.Ask(Platform.Now + Jt808Parts.Patience, lost));
    }

    private static byte[] Part(
        int part, string phone = TerminalCity.Phone, ushort? serial = null, int? count = null, byte[]? body = null)
    {
        body ??= Bodies[(part - 1) % Bodies.Length];
        var attributes = body.Length | 0x2000 | (phone.Length == 20 ? 0x4000 : 0);
        var number = serial ?? 100 + part;
        byte[] content =
        [
            0x07, 0x04, (byte)(attributes >> 8), (byte)attributes, .. phone.Length == 20 ? (byte[])[1] : [],
            .. Convert.FromHexString(phone), (byte)(number >> 8), (byte)number,
            0, (byte)(count ?? Bodies.Length), 0, (byte)part, .. body,
        ];
        return Jt808Escape.Wrap([.. content, content.Aggregate((a, b) => (byte)(a ^ b))]);
    }
}
