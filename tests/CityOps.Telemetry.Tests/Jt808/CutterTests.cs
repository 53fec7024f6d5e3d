using System.Buffers;
using CityOps.Telemetry.Codecs.Jt808;
using CityOps.Telemetry.Jt808;
using CityOps.Telemetry.Tests.Codecs.Jt808;

namespace CityOps.Telemetry.Tests.Jt808;

/// <summary>Frames in a stream of bytes, wherever the network cuts it.</summary>
public sealed class CutterTests
{
    private static readonly byte[][] Recorded = [.. Frames.All.Select(Frames.Bytes)];

    [Fact]
    public void Recorded_frames_come_whole_wherever_they_are_cut()
    {
        byte[] stream = [.. Recorded.SelectMany(frame => frame)];
        for (var cut = 0; cut <= stream.Length; cut++)
        {
            Assert.Equal(Recorded, FramesOf(stream[..cut], stream[cut..]));
        }
    }

    [Fact]
    public void Byte_by_byte_gives_the_same() =>
        Assert.Equal(Recorded, FramesOf([.. Recorded.SelectMany(frame => frame).Select(value => new[] { value })]));

    [Fact]
    public void Frames_in_one_segment_all_come() =>
        Assert.Equal(Recorded, FramesOf([.. Recorded.SelectMany(frame => frame)]));

    [Theory]
    [InlineData("00112233")]
    [InlineData("7E7E7E")]
    [InlineData("7E")]
    [InlineData("7E0011")]
    [InlineData("0011 7E")]
    [InlineData("7E0000007E")]
    public void Noise_between_frames_costs_no_frame(string noise)
    {
        var (first, second) = (Recorded[0], Recorded[1]);
        byte[] stream = [.. first, .. Convert.FromHexString(noise.Replace(" ", "", StringComparison.Ordinal)), .. second];
        for (var cut = 0; cut <= stream.Length; cut++)
        {
            Assert.Equal([first, second], FramesOf(stream[..cut], stream[cut..]));
        }
    }

    [Fact]
    public void A_frame_that_has_lost_its_last_flag_takes_no_other_one_with_it() =>
        Assert.Equal([Recorded[0], Recorded[1]], FramesOf([.. Recorded[0][..^1], .. Recorded[1]]));

    [Fact]
    public void A_frame_that_is_cut_off_takes_no_other_one_with_it() =>
        Assert.Equal([Recorded[1]], FramesOf([.. Recorded[0][..^9], .. Recorded[1]]));

    [Fact]
    public void A_frame_that_has_lost_its_first_flag_takes_no_other_one_with_it() =>
        Assert.Equal([Recorded[0], Recorded[1], Recorded[2]], FramesOf([.. Recorded[0], .. Recorded[1][1..], .. Recorded[2]]));

    [Fact]
    public void Bytes_without_a_flag_are_not_kept_beyond_the_longest_frame()
    {
        var cutter = new Jt808Cutter();
        var kept = new ReadOnlySequence<byte>([0x7E, .. new byte[Jt808Frame.MaxWire - 2]]);
        Assert.False(cutter.TryCut(ref kept, out _, out _));
        Assert.Equal(Jt808Frame.MaxWire - 2, kept.Length);

        var dropped = new ReadOnlySequence<byte>(new byte[Jt808Frame.MaxWire - 1]);
        Assert.True(cutter.TryCut(ref dropped, out var noise, out var isFramed));
        Assert.Equal((Jt808Frame.MaxWire - 1, 0, false), (noise.Length, dropped.Length, isFramed));

        var next = new ReadOnlySequence<byte>([0, 0x7E]);
        Assert.True(cutter.TryCut(ref next, out _, out isFramed));
        Assert.False(isFramed);
    }

    [Fact]
    public void The_longest_frame_is_one()
    {
        // Every byte that can be is escaped.
        var body = Enumerable.Repeat((byte)0x7E, Jt808Frame.MaxBody).ToArray();
        var frame = Jt808Frame.Encode(0x7E7E, Jt808Version.V2019, "1", 0x7E7E, body);

        Assert.InRange(frame.Length, 2 * Jt808Frame.MaxBody, Jt808Frame.MaxWire);
        Assert.Equal([frame], FramesOf(frame));
    }

    /// <summary>Reads segments as the connection does.</summary>
    private static List<byte[]> FramesOf(params byte[][] segments)
    {
        var found = new List<byte[]>();
        byte[] left = [];
        var cutter = new Jt808Cutter();
        var scratch = new byte[Jt808Frame.MaxLength];
        foreach (var segment in segments)
        {
            var rest = new ReadOnlySequence<byte>([.. left, .. segment]);
            while (cutter.TryCut(ref rest, out var piece, out var isFramed))
            {
                byte[] wire = [0x7E, .. piece.ToArray(), 0x7E];
                if (isFramed && Jt808Frame.TryDecode(wire, scratch, out _, out _))
                {
                    found.Add(wire);
                }
            }

            left = rest.ToArray();
            Assert.InRange(left.Length, 0, Jt808Frame.MaxWire);
        }

        return found;
    }
}
