using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Domain.Devices;

/// <summary>One position of a device.</summary>
/// <param name="Device">Whose position it is.</param>
/// <param name="ObservedAt">When it was taken, by the device's clock; millisecond precision.</param>
/// <param name="Place">Where, in WGS-84 whatever it came in.</param>
public readonly record struct Fix(Device Device, Instant ObservedAt, GeoPoint Place)
{
    // Half of what four nullables take: there are a hundred thousand fixes in memory, and seventy thousand a second on their way.
    private readonly long _speed;
    private readonly long _heading;
    private readonly long _accuracy;
    private readonly long _altitude;

    /// <summary>Speed over ground, if the device gave it.</summary>
    public Speed? Speed
    {
        get => Given(_speed) is { } metresPerSecond ? new Speed(metresPerSecond) : null;
        init => _speed = Kept(value?.MetresPerSecond);
    }

    /// <summary>Direction of travel, if the device gave it.</summary>
    public Bearing? Heading
    {
        get => Given(_heading) is { } degrees ? new Bearing(degrees) : null;
        init => _heading = Kept(value?.Degrees);
    }

    /// <summary>Radius in which the device believes to be, if it gave one.</summary>
    public Length? Accuracy
    {
        get => Given(_accuracy) is { } metres ? new Length(metres) : null;
        init => _accuracy = Kept(value?.Metres);
    }

    /// <summary>Height above the ellipsoid or the sea, as the device has it.</summary>
    public Length? Altitude
    {
        get => Given(_altitude) is { } metres ? new Length(metres) : null;
        init => _altitude = Kept(value?.Metres);
    }

    /// <summary>The frame in which the coordinates came.</summary>
    public Datum Datum { get; init; }

    /// <summary>True if the device itself says that the position is simulated.</summary>
    public bool Mock { get; init; }

    /// <summary>Alarm bits of a vehicle terminal (JT/T 808 table 24: bit 0 emergency, 1 overspeed, 2 fatigue …), else 0.</summary>
    public uint Alarms { get; init; }

    /// <summary>
    /// How far beyond a border the fix must lie to be clearly on the other side: twice its accuracy, and 20 m at least, which is what
    /// receivers in streets are off by that give no accuracy.
    /// </summary>
    public Length Margin => Length.FromMetres(Math.Max(20, 2 * (Accuracy?.Metres ?? 0)));

    // The bits of a number, turned so that those of NaN, which no device gives, are those of the default.
    private static long Kept(double? value) => BitConverter.DoubleToInt64Bits(value ?? double.NaN) ^ NotGiven;

    private static double? Given(long kept) => kept == 0 ? null : BitConverter.Int64BitsToDouble(kept ^ NotGiven);

    private static long NotGiven => BitConverter.DoubleToInt64Bits(double.NaN);
}
