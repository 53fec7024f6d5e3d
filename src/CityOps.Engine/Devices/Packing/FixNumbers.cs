using System.Runtime.CompilerServices;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Engine.Devices.Packing;

/// <summary>
/// A fix as whole numbers, which differ little from one fix of a device to its next: the interval in ms, the place in
/// 1e-7 degrees, speed in cm/s, heading in 0.01°, accuracy and altitude in dm. What is on disk is read for ever: the
/// order and units of the columns and the bits of the flags never change.
/// </summary>
internal struct FixNumbers
{
    /// <summary>How many numbers a fix has, beside its flags and alarms.</summary>
    public const int Columns = 7;

    private const int Interval = 0;
    private const int Latitude = 1;
    private const int Longitude = 2;
    private const int Speed = 3;
    private const int Heading = 4;
    private const int Accuracy = 5;
    private const int Altitude = 6;
    private const int MockBit = 16;
    private const int AlarmsBit = 32;
    private const int DatumShift = 6;
    private const double Degree = 1e7;

    private Values _values;

    /// <summary>When, in Unix ms.</summary>
    public long Time { get; set; }

    /// <summary>Which of the optional numbers there are, and what takes a bit or two.</summary>
    public byte Flags { get; set; }

    /// <summary>The alarm bits; 0 where there are none.</summary>
    public uint Alarms { get; set; }

    /// <summary>True if the alarms are not 0.</summary>
    public readonly bool HasAlarms => (Flags & AlarmsBit) != 0;

    /// <summary>The number in a column.</summary>
    public long this[int column]
    {
        readonly get => _values[column];
        set => _values[column] = value;
    }

    /// <summary>
    /// The numbers of a fix; what it lacks stays as it was before, so that its next value differs little, too.
    /// </summary>
    public static FixNumbers Of(in Fix fix, in FixNumbers before)
    {
        var now = before;
        now.Time = fix.ObservedAt.ToUnixTimeMilliseconds();
        now[Interval] = now.Time - before.Time;
        now[Latitude] = (long)Math.Round(fix.Place.Latitude * Degree);
        now[Longitude] = (long)Math.Round(fix.Place.Longitude * Degree);
        now.Flags = (byte)(
            now.Keep(Speed, fix.Speed?.MetresPerSecond, 100) | now.Keep(Heading, fix.Heading?.Degrees, 100)
            | now.Keep(Accuracy, fix.Accuracy?.Metres, 10) | now.Keep(Altitude, fix.Altitude?.Metres, 10)
            | (fix.Mock ? MockBit : 0) | (fix.Alarms == 0 ? 0 : AlarmsBit) | ((int)fix.Datum << DatumShift));
        now.Alarms = fix.Alarms;
        return now;
    }

    /// <summary>The fix again, once the interval has been added to the time.</summary>
    public Fix Next(Device device)
    {
        Time += this[Interval];
        return new Fix(
            device,
            Instant.FromUnixTimeMilliseconds(Time),
            GeoPoint.At(latitude: this[Latitude] / Degree, longitude: this[Longitude] / Degree))
        {
            Speed = Has(Speed) ? new Speed(this[Speed] / 100.0) : null,
            Heading = Has(Heading) ? new Bearing(this[Heading] / 100.0) : null,
            Accuracy = Has(Accuracy) ? new Length(this[Accuracy] / 10.0) : null,
            Altitude = Has(Altitude) ? new Length(this[Altitude] / 10.0) : null,
            Mock = (Flags & MockBit) != 0,
            Alarms = Alarms,
            Datum = (Datum)(Flags >> DatumShift),
        };
    }

    /// <summary>True if the fix has the number of that column.</summary>
    public readonly bool Has(int column) => column < Speed || (Flags & Bit(column)) != 0;

    private static int Bit(int column) => 1 << (column - Speed);

    private int Keep(int column, double? value, double unit)
    {
        if (value is not { } given)
        {
            return 0;
        }

        this[column] = (long)Math.Round(given * unit);
        return Bit(column);
    }

    [InlineArray(Columns)]
    private struct Values
    {
        private long _first;
    }
}
