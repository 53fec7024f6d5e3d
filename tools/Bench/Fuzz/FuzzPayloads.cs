using System.Buffers.Binary;
using System.Text;
using CityOps.Testing;
using CityOps.Telemetry.Tests.Codecs.Jt808;

namespace CityOps.Bench.Fuzz;

/// <summary>A message that is spoilt.</summary>
/// <param name="Kind">What it tells of, as <c>/metrics</c> names it.</param>
/// <param name="Topic">A good topic.</param>
/// <param name="Payload">What was made of a good payload.</param>
internal sealed record FuzzMessage(string Kind, string Topic, byte[] Payload);

/// <summary>Spoilt messages of one vehicle and one collector, the same from the same seed and time. Not thread-safe.</summary>
internal sealed class FuzzPayloads
{
    private readonly Random _random;
    private readonly Mutator _mutator;
    private readonly List<(int Share, string Kind, string Topic, byte[][] Good)> _kinds;
    private readonly int _shares;

    /// <param name="random">Decides everything.</param>
    /// <param name="name">The end of the devices' ids.</param>
    /// <param name="now">The time of good payloads.</param>
    public FuzzPayloads(Random random, string name, DateTimeOffset now)
    {
        (_random, _mutator) = (random, new Mutator(random));
        var (vehicle, collector) = ($"cityops/v1/vehicles/fuzz-{name}", $"cityops/v1/collectors/fuzz-{name}");
        var t = now.ToUnixTimeMilliseconds();
        byte[] position = Bytes($$"""{"t":"{{now:O}}","lon":115.857,"lat":28.683,"speed":12.5,"heading":270,"accuracy":4.5,"datum":"gcj02"}""");
        byte[] positions = Bytes($$"""[{"t":{{t}},"lon":115.857,"lat":28.683},{"t":{{t + 1}},"lon":115.8,"lat":28.6,"x":[{"y":"\ud83d\ude00"}]}]""");
        _kinds =
        [
            (30, "Position", $"{vehicle}/position", [position, positions]),
            (18, "Position", $"{collector}/position", [position, positions]),
            (15, "OwnTracks", $"owntracks/fuzz-{name}/phone",
                [
                    Bytes($$"""{"_type":"location","acc":13,"alt":22,"cog":270,"lat":28.683,"lon":115.857,"tst":{{t / 1000}},"vel":36}"""),
                    Bytes("""{"_type":"lwt","tst":1}"""),
                ]),
            (20, "Jt808", $"{vehicle}/jt808",
                [.. Frames.All.Select(Frames.Bytes), TerminalFrames.Position("013800000001", 7, now)]),
            (8, "Status", $"{collector}/status", [Bytes("online"), Bytes("offline")]),
            (4, "Shift", $"{collector}/shift",
                [Bytes($$"""{"id":"s-1","t":{{t}},"on":true}"""), Bytes($$"""{"id":"s-2","t":{{t}},"on":false}""")]),
            (4, "Result", $"{collector}/result",
                [Bytes($$"""{"id":"a-1","t":{{t}},"task":"C20261124abcdefghij-i1","outcome":"passed","lon":115.857,"lat":28.683,"note":"\u5df2清","photos":[]}""")]),
            (1, "Report", $"{collector}/report",
                [Bytes($$"""{"id":"r-{{name}}","t":{{t}},"lon":115.857,"lat":28.683,"kind":"component","category":"0101","description":"\u4e95盖","photos":["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"]}""")]),
        ];
        _shares = _kinds.Sum(k => k.Share);
    }

    public FuzzMessage Next()
    {
        var at = _random.Next(_shares);
        var (_, kind, topic, good) = _kinds.First(k => (at -= k.Share) < 0);
        var payload = good[_random.Next(good.Length)];
        return new FuzzMessage(
            kind, topic, kind == "Jt808" && _random.Next(2) == 0 ? _mutator.Rechecked(payload) : _mutator.Mutated(payload));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

/// <summary>Good frames of a terminal.</summary>
internal static class TerminalFrames
{
    /// <param name="message">The message id.</param>
    /// <param name="phone">The terminal's number, 12 digits.</param>
    /// <param name="serial">The message's number.</param>
    /// <param name="body">The body.</param>
    public static byte[] Message(ushort message, string phone, ushort serial, ReadOnlySpan<byte> body) => Mutator.Frame(
    [
        (byte)(message >> 8), (byte)message, (byte)(body.Length >> 8), (byte)body.Length, .. Convert.FromHexString(phone),
        (byte)(serial >> 8), (byte)serial, .. body,
    ]);

    public static byte[] Position(string phone, ushort serial, DateTimeOffset time)
    {
        var body = new byte[28];
        body[7] = 2; // located
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(8), 28_683_000);
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(12), 115_857_000);
        Convert.FromHexString($"{time.ToOffset(TimeSpan.FromHours(8)):yyMMddHHmmss}").CopyTo(body, 22);
        return Message(0x0200, phone, serial, body);
    }
}
