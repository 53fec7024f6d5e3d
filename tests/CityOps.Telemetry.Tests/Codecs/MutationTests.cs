using System.Text;
using CityOps.Domain;
using CityOps.Domain.Devices;
using CityOps.Telemetry.Codecs;
using CityOps.Telemetry.Codecs.Jt808;
using CityOps.Telemetry.Tests.Codecs.Jt808;

namespace CityOps.Telemetry.Tests.Codecs;

/// <summary>Seeded mutations of good payloads: whatever comes in, a codec answers with values or refusals.</summary>
public sealed class MutationTests
{
    private const int Mutations = 50_000;

    private static readonly byte[][] Texts =
    [
        .. new[]
        {
            """{"t":"2026-11-24T08:29:59.123+08:00","lon":115.857,"lat":28.683,"speed":12.5,"heading":270,"accuracy":4.5,"datum":"gcj02"}""",
            """[{"t":1795480200000,"lon":115.857,"lat":28.683},{"t":1795480200000,"lon":115.8,"lat":28.6,"x":[{"y":"\ud83d\ude00"}]}]""",
            """{"id":"r-1","t":1795480200000,"lon":115.857,"lat":28.683,"kind":"component","category":"0101","description":"\u4e95盖","photos":["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"]}""",
            """{"id":"s-1","t":1795480200000,"on":true}""",
            """{"id":"a-1","t":1795480200000,"task":"C20261124abcdefghij-i1","outcome":"passed","lon":115.857,"lat":28.683,"note":"\u5df2清","photos":[]}""",
            """{"_type":"location","acc":13,"alt":22,"cog":270,"lat":28.683,"lon":115.857,"tst":1795480200,"vel":36}""",
            "online",
            "cityops/v1/vehicles/V-1/position",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly byte[][] Captured = [.. Frames.All.Select(Frames.Bytes)];

    private readonly Random _random = new(808);
    private readonly Mutator _mutator;
    private readonly List<Fix> _fixes = [];
    private int _accepted;
    private int _refused;

    public MutationTests() => _mutator = new Mutator(_random);

    [Fact]
    public void No_mutated_text_makes_a_codec_throw()
    {
        for (var i = 0; i < Mutations / 2; i++)
        {
            var seed = _random.Next(Texts.Length);
            var payload = _mutator.Mutated(Texts[seed]);
            switch (seed)
            {
                case 0 or 1:
                    CountFixes(PositionCodec.Decode(payload, Given.Collector, Given.Now, _fixes));
                    break;
                case 2:
                    Count(ReportCodec.Decode(payload, Given.Now));
                    break;
                case 3:
                    Count(ShiftCodec.Decode(payload, Given.Now));
                    break;
                case 4:
                    Count(ResultCodec.Decode(payload, Given.Now));
                    break;
                case 5:
                    Count(OwnTracksCodec.Decode(payload, Given.Collector, Given.Now));
                    break;
                case 6:
                    Count(StatusCodec.Decode(payload));
                    break;
                default:
                    Count(Topic.TryParse(Encoding.UTF8.GetString(payload), out _, out _));
                    break;
            }
        }

        AssertBothOutcomes();
    }

    [Fact]
    public void No_mutated_frame_makes_a_codec_throw()
    {
        var scratch = new byte[Jt808Frame.MaxLength];
        for (var i = 0; i < Mutations / 2; i++)
        {
            var seed = Captured[_random.Next(Captured.Length)];

            // Half of them get a fitting check again, so that what lies behind it is reached.
            var wire = i % 2 == 0 ? _mutator.Mutated(seed) : _mutator.Rechecked(seed);
            CountFixes(Jt808PositionCodec.Decode(wire, Given.Vehicle, null, Given.Now, _fixes));
            if (Jt808Frame.TryDecode(wire, scratch, out var frame, out _))
            {
                _ = frame.ReadPhone();
                Count(Jt808Registration.TryDecode(frame, out _, out _));
                foreach (var item in new Jt808Items(frame.Body))
                {
                    Assert.InRange(item.Value.Length, 0, frame.Body.Length);
                }
            }
        }

        AssertBothOutcomes();
    }

    [Fact]
    public void Random_bytes_make_no_codec_throw()
    {
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = new byte[_random.Next(1, 200)];
            _random.NextBytes(bytes);
            Count(ReportCodec.Decode(bytes, Given.Now));
            Count(ResultCodec.Decode(bytes, Given.Now));
            Count(StatusCodec.Decode(bytes));
            CountFixes(PositionCodec.Decode(bytes, Given.Collector, Given.Now, _fixes));
            CountFixes(Jt808PositionCodec.Decode([0x7E, .. bytes, 0x7E], Given.Vehicle, null, Given.Now, _fixes));
        }

        Assert.Equal((0, 10_000), (_accepted, _refused));
    }

    private void CountFixes(IReadOnlyList<Rejection> refusals)
    {
        // Nothing is lost silently, and what is taken is plausible.
        Assert.All(_fixes, fix => Assert.Null(Plausible.FaultOf(fix.ObservedAt, Given.Now, "t")));
        Assert.All(_fixes, fix => Assert.True(fix.Place.DistanceTo(default).Metres > 100));
        _accepted += _fixes.Count;
        _refused += refusals.Count;
        _fixes.Clear();
    }

    private void Count<T>(Decoded<T> decoded) => Count(decoded is Decoded<T>.Accepted);

    private void Count(bool accepted)
    {
        _accepted += accepted ? 1 : 0;
        _refused += accepted ? 0 : 1;
    }

    private void AssertBothOutcomes()
    {
        Assert.InRange(_accepted, Mutations / 50, int.MaxValue);
        Assert.InRange(_refused, Mutations / 5, int.MaxValue);
    }
}
