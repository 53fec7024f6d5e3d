using System.Text;

namespace CityOps.Testing;

/// <summary>
/// Seeded mutations of good payloads and frames: the same seed spoils the same way. Not thread-safe. Linked into tests and the bench.
/// </summary>
internal sealed class Mutator(Random random)
{
    private const byte Flag = 0x7E;
    private const byte Escape = 0x7D;

    private static readonly byte[][] Splices =
    [
        .. new[] { "1e999", "NaN", "null", "\\ud800", "{\"", "[[[[", "-0", "9999-12-31T23:59:60-23:59", "\"t\":", "\0" }
            .Select(Encoding.UTF8.GetBytes),
        [Escape], [Escape, 0x02], [Flag], [0xFF, 0xFF, 0xFF, 0xFF],
    ];

    /// <summary>The bytes with one to three of them, or of their runs, spoilt, left out, doubled or put in between.</summary>
    public byte[] Mutated(ReadOnlySpan<byte> good)
    {
        List<byte> bytes = [.. good];
        for (var step = random.Next(1, 4); step > 0; step--)
        {
            var at = random.Next(bytes.Count + 1);
            var count = Math.Min(random.Next(1, 9), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0 when count > 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1 when count > 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, count);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, count));
                    break;
                default:
                    bytes.InsertRange(at, Splices[random.Next(Splices.Length)]);
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>A JT/T 808 frame with one to three bits turned and a check that fits, so that what lies behind it is reached.</summary>
    public byte[] Rechecked(ReadOnlySpan<byte> frame)
    {
        var content = Content(frame);
        for (var step = random.Next(1, 4); step > 0; step--)
        {
            content[random.Next(content.Length)] ^= (byte)(1 << random.Next(8));
        }

        return Frame(content);
    }

    /// <summary>The content of a frame, from message id to body, as it goes over the wire: with its check, escaped, from 7E to 7E.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> content)
    {
        var check = (byte)0;
        foreach (var one in content)
        {
            check ^= one;
        }

        List<byte> wire = [Flag];
        foreach (var one in (ReadOnlySpan<byte>)[.. content, check])
        {
            wire.AddRange(one is Flag or Escape ? [Escape, (byte)(one == Flag ? 2 : 1)] : [one]);
        }

        wire.Add(Flag);
        return [.. wire];
    }

    /// <summary>What a good frame holds, from message id to body.</summary>
    public static byte[] Content(ReadOnlySpan<byte> frame)
    {
        List<byte> content = [];
        for (var i = 1; i < frame.Length - 1; i++)
        {
            content.Add(frame[i] != Escape ? frame[i] : frame[++i] == 1 ? Escape : Flag);
        }

        return [.. content[..^1]];
    }
}
