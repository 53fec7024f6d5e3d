using System.Buffers;
using CityOps.Telemetry.Codecs.Jt808;

namespace CityOps.Telemetry.Jt808;

/// <summary>Cuts what comes in by TCP into frames; two may come in one segment, and one in many.</summary>
internal static class Jt808Cutter
{
    /// <summary>
    /// Takes the next piece off the front: what stands between two flags and is short enough for a frame, or else noise. False
    /// while the rest may still become a frame; never more than the longest one is left.
    /// </summary>
    /// <param name="buffer">
    /// What came. After a piece that ends at a flag it begins with that flag: whoever finds that the piece was no frame lets the
    /// next one begin with it, and whoever finds a frame drops it.
    /// </param>
    /// <param name="piece">The piece, without flags.</param>
    /// <param name="isFramed">True if it stands between two flags.</param>
    public static bool TryCut(
        ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> piece, out bool isFramed)
    {
        isFramed = false;
        while (!buffer.IsEmpty)
        {
            var begins = buffer.FirstSpan[0] == Jt808Escape.Flag;
            var rest = begins ? buffer.Slice(1) : buffer;
            if (rest.PositionOf(Jt808Escape.Flag) is not { } flag)
            {
                if (begins && buffer.Length < Jt808Frame.MaxWire)
                {
                    break;
                }

                piece = buffer;
                buffer = buffer.Slice(buffer.End);
                return true;
            }

            piece = rest.Slice(0, flag);
            buffer = buffer.Slice(flag);

            // Of two flags in a row the second one begins.
            if (!piece.IsEmpty)
            {
                isFramed = begins && piece.Length <= Jt808Frame.MaxWire - 2;
                return true;
            }
        }

        piece = default;
        return false;
    }
}
