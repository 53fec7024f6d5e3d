using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Storage.Tracks;

/// <summary>
/// Fixes as bytes, each as its difference to the one before of the same device: time in ms (change of the interval), place in
/// 1e-7 degrees, speed in cm/s, heading in 0.01°, accuracy and altitude in dm. Version 1; what is on disk is read for ever.
/// </summary>
internal static class FixBlob
{
    private const byte Version = 1;
    private const double Degree = 1e7;

    public static byte[] Encode(IReadOnlyList<Fix> fixes)
    {
        var writer = new VarWriter();
        var devices = fixes.Select(f => f.Device).Distinct().ToList();
        var index = new Dictionary<Device, int>(devices.Count);
        writer.Byte(Version);
        writer.Unsigned((ulong)devices.Count);
        foreach (var device in devices)
        {
            index[device] = index.Count;
            writer.Byte((byte)device.Kind);
            writer.Text(device.Id);
        }

        writer.Unsigned((ulong)fixes.Count);
        var before = new Units[devices.Count];
        foreach (var fix in fixes)
        {
            var i = index[fix.Device];
            if (devices.Count > 1)
            {
                writer.Unsigned((ulong)i);
            }

            before[i] = Write(writer, fix, before[i]);
        }

        return writer.ToArray();
    }

    public static List<Fix> Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new VarReader(bytes);
        if (reader.Byte() is not Version and var version)
        {
            throw new StorageException($"A track has format {version}, which this program does not know.");
        }

        var devices = new Device[(int)reader.Unsigned()];
        for (var i = 0; i < devices.Length; i++)
        {
            devices[i] = new Device((DeviceKind)reader.Byte(), reader.Text());
        }

        var count = (int)reader.Unsigned();
        var fixes = new List<Fix>(count);
        var before = new Units[devices.Length];
        for (var n = 0; n < count; n++)
        {
            var i = devices.Length > 1 ? (int)reader.Unsigned() : 0;
            fixes.Add(Read(ref reader, devices[i], ref before[i]));
        }

        return fixes;
    }

    private static Units Write(VarWriter writer, Fix fix, Units before)
    {
        var time = fix.ObservedAt.ToUnixTimeMilliseconds();
        var now = new Units
        {
            Time = time,
            Interval = time - before.Time,
            Latitude = (long)Math.Round(fix.Place.Latitude * Degree),
            Longitude = (long)Math.Round(fix.Place.Longitude * Degree),
            Speed = fix.Speed is { } s ? (long)Math.Round(s.MetresPerSecond * 100) : before.Speed,
            Heading = fix.Heading is { } h ? (long)Math.Round(h.Degrees * 100) : before.Heading,
            Accuracy = fix.Accuracy is { } a ? (long)Math.Round(a.Metres * 10) : before.Accuracy,
            Altitude = fix.Altitude is { } z ? (long)Math.Round(z.Metres * 10) : before.Altitude,
        };
        writer.Byte((byte)(
            (fix.Speed is null ? 0 : 1) | (fix.Heading is null ? 0 : 2) | (fix.Accuracy is null ? 0 : 4)
            | (fix.Altitude is null ? 0 : 8) | (fix.Mock ? 16 : 0) | (fix.Alarms == 0 ? 0 : 32) | ((int)fix.Datum << 6)));
        writer.Signed(now.Interval - before.Interval);
        writer.Signed(now.Latitude - before.Latitude);
        writer.Signed(now.Longitude - before.Longitude);
        writer.SignedIf(fix.Speed is not null, now.Speed - before.Speed);
        writer.SignedIf(fix.Heading is not null, now.Heading - before.Heading);
        writer.SignedIf(fix.Accuracy is not null, now.Accuracy - before.Accuracy);
        writer.SignedIf(fix.Altitude is not null, now.Altitude - before.Altitude);
        if (fix.Alarms != 0)
        {
            writer.Unsigned(fix.Alarms);
        }

        return now;
    }

    private static Fix Read(ref VarReader reader, Device device, ref Units at)
    {
        var flags = reader.Byte();
        at.Interval += reader.Signed();
        at.Time += at.Interval;
        at.Latitude += reader.Signed();
        at.Longitude += reader.Signed();
        at.Speed += (flags & 1) != 0 ? reader.Signed() : 0;
        at.Heading += (flags & 2) != 0 ? reader.Signed() : 0;
        at.Accuracy += (flags & 4) != 0 ? reader.Signed() : 0;
        at.Altitude += (flags & 8) != 0 ? reader.Signed() : 0;
        return new Fix(
            device,
            Instant.FromUnixTimeMilliseconds(at.Time),
            GeoPoint.At(latitude: at.Latitude / Degree, longitude: at.Longitude / Degree))
        {
            Speed = (flags & 1) != 0 ? new Speed(at.Speed / 100.0) : null,
            Heading = (flags & 2) != 0 ? new Bearing(at.Heading / 100.0) : null,
            Accuracy = (flags & 4) != 0 ? new Length(at.Accuracy / 10.0) : null,
            Altitude = (flags & 8) != 0 ? new Length(at.Altitude / 10.0) : null,
            Mock = (flags & 16) != 0,
            Alarms = (flags & 32) != 0 ? (uint)reader.Unsigned() : 0,
            Datum = (Datum)(flags >> 6),
        };
    }

    private struct Units
    {
        public long Time;
        public long Interval;
        public long Latitude;
        public long Longitude;
        public long Speed;
        public long Heading;
        public long Accuracy;
        public long Altitude;
    }
}
