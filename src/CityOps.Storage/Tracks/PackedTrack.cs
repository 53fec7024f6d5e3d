using System.IO.Compression;
using System.Numerics;
using CityOps.Domain.Devices;
using CityOps.Engine.Devices.Packing;

namespace CityOps.Storage.Tracks;

/// <summary>
/// A long run of one device's fixes in as few bytes as can be: the columns of <see cref="FixNumbers"/> one after the
/// other, each as differences and in planes of bytes, the highest first, compressed together. A third smaller than
/// <see cref="FixRows"/> from some hundred fixes on, and slower to write. Format 2; what is on disk is read for ever.
/// </summary>
internal static class PackedTrack
{
    /// <summary>The first byte.</summary>
    public const byte Format = 2;

    // Of the qualities of Brotli that take microseconds, 4 makes the least of such bytes. 2^18 bytes hold any run.
    private const int Quality = 4;
    private const int Window = 18;

    public static byte[] Encode(Device device, IReadOnlyList<Fix> fixes)
    {
        var numbers = new FixNumbers[fixes.Count + 1];
        for (var i = 0; i < fixes.Count; i++)
        {
            numbers[i + 1] = FixNumbers.Of(fixes[i], numbers[i]);
        }

        var plain = Plain(device, numbers).ToArray();
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(plain.Length)];
        if (!BrotliEncoder.TryCompress(plain, packed, out var length, Quality, Window))
        {
            throw new StorageException("A track could not be compressed.");
        }

        var writer = new VarWriter();
        writer.Byte(Format);
        writer.Unsigned((ulong)plain.Length);
        return [.. writer.ToArray(), .. packed.AsSpan(0, length)];
    }

    public static List<Fix> Decode(ReadOnlySpan<byte> bytes)
    {
        var head = new VarReader(bytes[1..]);
        var plain = new byte[(int)head.Unsigned()];
        if (!BrotliDecoder.TryDecompress(head.Rest, plain, out var length) || length != plain.Length)
        {
            throw new StorageException("A track ends too early.");
        }

        var reader = new VarReader(plain);
        var device = reader.Device();
        var numbers = new FixNumbers[(int)reader.Unsigned() + 1];
        ReadColumns(ref reader, numbers);
        var fixes = new List<Fix>(numbers.Length - 1);
        for (var i = 1; i < numbers.Length; i++)
        {
            numbers[i].Time = numbers[i - 1].Time;
            fixes.Add(numbers[i].Next(device));
        }

        return fixes;
    }

    // The first of the numbers is nothing: what the first fix differs from.
    private static VarWriter Plain(Device device, FixNumbers[] numbers)
    {
        var writer = new VarWriter();
        writer.Device(device);
        writer.Unsigned((ulong)numbers.Length - 1);
        foreach (var now in numbers.AsSpan(1))
        {
            writer.Byte(now.Flags);
        }

        for (var column = 0; column < FixNumbers.Columns; column++)
        {
            var changes = Given(numbers, column).Select(i => numbers[i][column] - numbers[i - 1][column]);
            WriteColumn(writer, changes.Select(Zigzag.Fold));
        }

        WriteColumn(writer, numbers.Where(now => now.HasAlarms).Select(now => (ulong)now.Alarms));
        return writer;
    }

    private static void ReadColumns(ref VarReader reader, FixNumbers[] numbers)
    {
        foreach (ref var now in numbers.AsSpan(1))
        {
            now.Flags = reader.Byte();
        }

        for (var column = 0; column < FixNumbers.Columns; column++)
        {
            var changes = ReadColumn(ref reader, Given(numbers, column).Count());
            for (var i = 1; i < numbers.Length; i++)
            {
                var change = numbers[i].Has(column) ? Zigzag.Unfold(changes.Dequeue()) : 0;
                numbers[i][column] = numbers[i - 1][column] + change;
            }
        }

        var alarms = ReadColumn(ref reader, numbers.Count(now => now.HasAlarms));
        foreach (ref var now in numbers.AsSpan(1))
        {
            now.Alarms = now.HasAlarms ? (uint)alarms.Dequeue() : 0;
        }
    }

    /// <summary>The indices of the fixes that have the number of a column.</summary>
    private static IEnumerable<int> Given(FixNumbers[] numbers, int column) =>
        Enumerable.Range(1, numbers.Length - 1).Where(i => numbers[i].Has(column));

    private static void WriteColumn(VarWriter writer, IEnumerable<ulong> column)
    {
        var values = column.ToList();
        var planes = (BitOperations.Log2(values.Aggregate(0UL, (all, value) => all | value)) / 8) + 1;
        writer.Byte((byte)planes);
        for (var plane = planes - 1; plane >= 0; plane--)
        {
            foreach (var value in values)
            {
                writer.Byte((byte)(value >> (8 * plane)));
            }
        }
    }

    private static Queue<ulong> ReadColumn(ref VarReader reader, int count)
    {
        var values = new ulong[count];
        for (var planes = reader.Byte(); planes > 0; planes--)
        {
            foreach (ref var value in values.AsSpan())
            {
                value = (value << 8) | reader.Byte();
            }
        }

        return new Queue<ulong>(values);
    }
}
