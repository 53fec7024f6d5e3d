using System.Buffers;

namespace CityOps.Telemetry.Codecs.Jt808;

/// <summary>The escapes of JT/T 808, 4.4.2: 7E is sent as 7D 02, and 7D as 7D 01.</summary>
internal static class Jt808Escape
{
    /// <summary>Begins and ends every frame.</summary>
    public const byte Flag = 0x7E;

    private const byte Escape = 0x7D;
    private const byte EscapedEscape = 0x01;
    private const byte EscapedFlag = 0x02;

    /// <summary>
    /// Undoes the escapes of what stands between two flags. False for an escape that does not exist, a flag inside, and
    /// more than the target holds.
    /// </summary>
    public static bool TryUnescape(ReadOnlySpan<byte> wire, Span<byte> target, out int length)
    {
        length = 0;
        for (var i = 0; i < wire.Length; i++)
        {
            var value = wire[i];
            if (value == Escape)
            {
                if (++i == wire.Length || wire[i] is not (EscapedEscape or EscapedFlag))
                {
                    return false;
                }

                value = wire[i] == EscapedFlag ? Flag : Escape;
            }
            else if (value == Flag)
            {
                return false;
            }

            if (length == target.Length)
            {
                return false;
            }

            target[length++] = value;
        }

        return true;
    }

    /// <summary>Writes the content between two flags, with escapes.</summary>
    public static byte[] Wrap(ReadOnlySpan<byte> content)
    {
        var wire = new ArrayBufferWriter<byte>((content.Length * 2) + 2);
        wire.Write([Flag]);
        foreach (var value in content)
        {
            wire.Write(value switch
            {
                Flag => [Escape, EscapedFlag],
                Escape => [Escape, EscapedEscape],
                _ => [value],
            });
        }

        wire.Write([Flag]);
        return wire.WrittenSpan.ToArray();
    }
}
