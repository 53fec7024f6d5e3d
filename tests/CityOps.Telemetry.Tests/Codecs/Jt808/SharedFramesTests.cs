using System.Globalization;
using System.Text.Json;
using CityOps.Domain.Devices;
using CityOps.Telemetry.Codecs.Jt808;

namespace CityOps.Telemetry.Tests.Codecs.Jt808;

/// <summary>The collection of frames beside the repository, where it is there.</summary>
public sealed class SharedFramesTests
{
    [SkippableFact]
    public void Every_frame_of_the_collection_decodes_to_what_is_written_there()
    {
        var file = Find();
        Skip.If(file is null, "There is no collection of frames beside the repository.");
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        var seen = 0;
        foreach (var entry in document.RootElement.GetProperty("frames").EnumerateArray())
        {
            seen++;
            Check(Frames.Bytes(entry.GetProperty("hex").GetString() ?? ""), entry.GetProperty("decoded"));
        }

        Assert.True(seen > 0);
    }

    private static void Check(byte[] wire, JsonElement expected)
    {
        Span<byte> scratch = stackalloc byte[Jt808Frame.MaxLength];
        Assert.True(Jt808Frame.TryDecode(wire, scratch, out var frame, out _));
        Assert.Equal(expected.GetProperty("id").GetString(), frame.MessageId.ToString("X4", CultureInfo.InvariantCulture));
        Assert.Equal(expected.GetProperty("ver2019").GetInt32() == 1, frame.Version == Jt808Version.V2019);
        Assert.Equal(expected.GetProperty("phone").GetString(), frame.ReadPhone());
        Assert.Equal(expected.GetProperty("sn").GetInt32(), frame.Serial);
        Assert.Equal(expected.GetProperty("len").GetInt32(), frame.Body.Length);
        if (expected.TryGetProperty("body", out var body))
        {
            Assert.Equal(body.GetString(), Convert.ToHexStringLower(frame.Body));
        }

        if (frame.MessageId == Jt808Message.Position)
        {
            CheckPosition(frame.Body, expected);
        }

        if (expected.TryGetProperty("items", out var items))
        {
            var into = new List<Fix>();
            var refusals = Jt808PositionCodec.Decode(frame, Given.Vehicle, Given.Now, into);
            Assert.Equal(items.GetArrayLength(), into.Count + refusals.Count);
        }
    }

    private static void CheckPosition(ReadOnlySpan<byte> body, JsonElement expected)
    {
        Assert.True(Jt808Position.TryRead(body, out var position));
        Assert.Equal(expected.GetProperty("alarm").GetString(), Convert.ToHexStringLower(body[..4]));
        Assert.Equal(expected.GetProperty("status").GetString(), $"{(uint)position.Status:x8}");
        Assert.Equal(expected.GetProperty("lat").GetDouble(), position.Latitude);
        Assert.Equal(expected.GetProperty("lng").GetDouble(), position.Longitude);
        Assert.Equal(expected.GetProperty("alt").GetInt32(), position.AltitudeMetres);
        Assert.Equal(expected.GetProperty("speed_kmh").GetDouble(), position.KilometresPerHour);
        Assert.Equal(expected.GetProperty("dir").GetInt32(), position.DirectionDegrees);
        var extra = expected.GetProperty("extra").EnumerateArray().ToArray();
        var count = 0;
        foreach (var item in position.Items)
        {
            Assert.Equal(extra[count][0].GetString(), $"0x{item.Id:x}");
            Assert.Equal(extra[count][1].GetString(), Convert.ToHexStringLower(item.Value));
            count++;
        }

        Assert.Equal(extra.Length, count);
    }

    private static string? Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "CityOps.sln")))
            {
                var file = Path.Combine(at.FullName, "..", "shared", "data", "jt808-frames.json");
                return File.Exists(file) ? file : null;
            }
        }

        return null;
    }
}
