using System.Runtime.InteropServices;
using CityOps.Domain.Devices;

namespace CityOps.Engine.Devices.Packing;

/// <summary>
/// Fixes as bytes, quickly written: one after the other, each as its difference to the one before of the same device
/// (<see cref="FixNumbers"/>). Format 1; what is on disk is read for ever. Nodes send each other the same.
/// </summary>
internal static class FixRows
{
    /// <summary>The first byte.</summary>
    public const byte Format = 1;

    public static byte[] Encode(ReadOnlySpan<Fix> fixes)
    {
        var writer = new VarWriter();
        var index = new Dictionary<Device, int>();
        var devices = new int[fixes.Length];
        for (var i = 0; i < fixes.Length; i++)
        {
            // A message has the fixes of one device.
            if (i > 0 && fixes[i].Device == fixes[i - 1].Device)
            {
                devices[i] = devices[i - 1];
                continue;
            }

            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(index, fixes[i].Device, out var exists);
            known = exists ? known : index.Count - 1;
            devices[i] = known;
        }

        writer.Byte(Format);
        writer.Unsigned((ulong)index.Count);
        foreach (var device in index.Keys)
        {
            writer.Device(device);
        }

        writer.Unsigned((ulong)fixes.Length);
        var before = new FixNumbers[index.Count];
        for (var i = 0; i < fixes.Length; i++)
        {
            var device = devices[i];
            if (index.Count > 1)
            {
                writer.Unsigned((ulong)device);
            }

            before[device] = WriteRow(writer, fixes[i], before[device]);
        }

        return writer.ToArray();
    }

    /// <summary>The fixes of one device whose rows are written already.</summary>
    public static byte[] OfOne(Device device, int count, VarWriter rows)
    {
        var writer = new VarWriter();
        writer.Byte(Format);
        writer.Unsigned(1);
        writer.Device(device);
        writer.Unsigned((ulong)count);
        return [.. writer.Written, .. rows.Written];
    }

    /// <summary>What every row with fixes of a device has in it, and hardly another.</summary>
    public static byte[] NameOf(Device device)
    {
        var writer = new VarWriter();
        writer.Device(device);
        return writer.ToArray();
    }

    /// <summary>Writes one fix.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="fix">The fix.</param>
    /// <param name="before">The numbers of the one before it, of the same device.</param>
    /// <returns>Its own numbers.</returns>
    public static FixNumbers WriteRow(VarWriter writer, in Fix fix, in FixNumbers before)
    {
        var now = FixNumbers.Of(fix, before);
        writer.Byte(now.Flags);
        for (var column = 0; column < FixNumbers.Columns; column++)
        {
            if (now.Has(column))
            {
                writer.Signed(now[column] - before[column]);
            }
        }

        if (now.HasAlarms)
        {
            writer.Unsigned(now.Alarms);
        }

        return now;
    }

    /// <summary>Reads them again.</summary>
    /// <exception cref="InvalidDataException">They are not fixes, or of a format that this program does not know.</exception>
    public static List<Fix> Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new VarReader(bytes);
        return Read(ref reader);
    }

    /// <summary>Reads them, and leaves the reader behind them.</summary>
    public static List<Fix> Read(ref VarReader reader)
    {
        if (reader.Byte() is not Format and var format)
        {
            throw new InvalidDataException($"A track has format {format}, which this program does not know.");
        }

        var devices = new Device[(int)reader.Unsigned()];
        for (var i = 0; i < devices.Length; i++)
        {
            devices[i] = reader.Device();
        }

        var count = (int)reader.Unsigned();
        var fixes = new List<Fix>(count);
        var before = new FixNumbers[devices.Length];
        for (var n = 0; n < count; n++)
        {
            var i = devices.Length > 1 ? (int)reader.Unsigned() : 0;
            Read(ref reader, ref before[i]);
            fixes.Add(before[i].Next(devices[i]));
        }

        return fixes;
    }

    private static void Read(ref VarReader reader, ref FixNumbers at)
    {
        at.Flags = reader.Byte();
        for (var column = 0; column < FixNumbers.Columns; column++)
        {
            if (at.Has(column))
            {
                at[column] += reader.Signed();
            }
        }

        at.Alarms = at.HasAlarms ? (uint)reader.Unsigned() : 0;
    }
}
