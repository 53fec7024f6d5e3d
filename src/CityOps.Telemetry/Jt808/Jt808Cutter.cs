using System.Buffers;
using CityOps.Telemetry.Codecs.Jt808;

namespace CityOps.Telemetry.Jt808;

/// <summary>
/// Cuts what comes in on one connection into frames; two may come in one segment, and one in many. What stands between any two flags
/// may be one, so that a frame whose first or last flag is lost takes no other one with it.
/// </summary>
internal sealed class Jt808Cutter
{
    private const int MaxBetweenFlags = Jt808Frame.MaxWire - 2;

    // A flag was the last that was taken off: an idle connection keeps no byte.
    private bool _begun;

    /// <summary>
    /// Takes the next piece off the front of what came. False while the rest may still become a frame: never more than its longest.
    /// </summary>
    /// <param name="buffer">What came and was not taken off yet.</param>
    /// <param name="piece">The piece, without flags.</param>
    /// <param name="isFramed">True if it stands between two flags and is no longer than a frame; else it is noise.</param>
    public bool TryCut(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> piece, out bool isFramed)
    {
        isFramed = false;
        while (buffer.PositionOf(Jt808Escape.Flag) is { } flag)
        {
            piece = buffer.Slice(0, flag);
            isFramed = _begun && piece.Length <= MaxBetweenFlags;
            _begun = true;
            buffer = buffer.Slice(buffer.GetPosition(1, flag));
            if (!piece.IsEmpty)
            {
                return true;
            }
        }

        if (buffer.IsEmpty || (_begun && buffer.Length <= MaxBetweenFlags))
        {
            piece = default;
            return false;
        }

        piece = buffer;
        isFramed = _begun = false;
        buffer = buffer.Slice(buffer.End);
        return true;
    }
}
