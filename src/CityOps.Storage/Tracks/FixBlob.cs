using CityOps.Domain.Devices;
using CityOps.Engine.Devices.Packing;

namespace CityOps.Storage.Tracks;

/// <summary>Fixes as bytes on disk: quickly written rows (<see cref="FixRows"/>) or a long run in few bytes (<see cref="PackedTrack"/>).</summary>
internal static class FixBlob
{
    /// <summary>Reads what was written in any format.</summary>
    /// <exception cref="StorageException">It is none of them.</exception>
    public static List<Fix> Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return bytes is [PackedTrack.Format, ..] ? PackedTrack.Decode(bytes) : FixRows.Decode(bytes);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or ArithmeticException or InvalidOperationException
            or IndexOutOfRangeException or OutOfMemoryException)
        {
            // Bytes that were damaged say any number: of a place that is none, or of fixes that no memory holds.
            throw new StorageException(e.Message, e);
        }
    }
}
