using System.Collections.Immutable;
using CityOps.Domain.Devices;
using CityOps.Engine.Devices.Packing;
using NodaTime;

namespace CityOps.Engine.Devices;

/// <summary>
/// Fixes that one node has on disk, and of which another has the devices: those of one batch together, in few bytes, and without their grids,
/// which every node finds by itself. Answered by <see cref="ParcelTaken"/>.
/// </summary>
/// <param name="Fixes">In the order in which they came.</param>
/// <param name="ReceivedAt">When each came in; to the millisecond.</param>
internal sealed record FixParcel(ImmutableArray<Fix> Fixes, ImmutableArray<Instant> ReceivedAt)
{
    /// <summary>The first byte.</summary>
    private const byte Format = 1;

    public byte[] ToBytes()
    {
        var writer = new VarWriter();
        writer.Byte(Format);
        var before = 0L;
        foreach (var at in ReceivedAt)
        {
            // Fixes of a batch came within milliseconds of each other.
            var milliseconds = at.ToUnixTimeMilliseconds();
            writer.Signed(milliseconds - before);
            before = milliseconds;
        }

        return [.. FixRows.Encode(Fixes.AsSpan()), .. writer.Written];
    }

    /// <exception cref="InvalidDataException">They are no parcel.</exception>
    public static FixParcel Of(ReadOnlySpan<byte> bytes)
    {
        var reader = new VarReader(bytes);
        var fixes = FixRows.Read(ref reader);
        if (reader.Byte() is not Format and var format)
        {
            throw new InvalidDataException($"A parcel of fixes has format {format}, which this program does not know.");
        }

        var received = ImmutableArray.CreateBuilder<Instant>(fixes.Count);
        var before = 0L;
        foreach (var _ in fixes)
        {
            before += reader.Signed();
            received.Add(Instant.FromUnixTimeMilliseconds(before));
        }

        return new FixParcel([.. fixes], received.MoveToImmutable());
    }
}

/// <summary>So many fixes of another node's parcel are on their way to their devices here.</summary>
internal sealed record ParcelTaken(int Count);
