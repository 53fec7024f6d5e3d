using System.Buffers.Binary;
using NodaTime;

namespace CityOps.Telemetry.Codecs.Jt808;

/// <summary>
/// The body of 0x0200 (JT/T 808-2013, 8.18): 28 bytes, then additional items. It looks into the frame's buffer.
/// </summary>
internal readonly ref struct Jt808Position
{
    /// <summary>The length of the part that is always there.</summary>
    public const int BasicLength = 28;

    private readonly ReadOnlySpan<byte> _body;

    private Jt808Position(ReadOnlySpan<byte> body) => _body = body;

    /// <summary>Alarm bits (table 24).</summary>
    public uint Alarms => BinaryPrimitives.ReadUInt32BigEndian(_body);

    /// <summary>Status bits (table 25).</summary>
    public Jt808Status Status => (Jt808Status)BinaryPrimitives.ReadUInt32BigEndian(_body[4..]);

    /// <summary>Degrees north, as sent; a device may send what is none.</summary>
    public double Latitude => Degrees(8, Jt808Status.South);

    /// <summary>Degrees east, as sent.</summary>
    public double Longitude => Degrees(12, Jt808Status.West);

    /// <summary>
    /// Height above the sea, metres. The standard has a WORD, and no word on what is below the sea: terminals send the two's
    /// complement there. No vehicle is above 32,767 m, so nothing else can be meant.
    /// </summary>
    public short AltitudeMetres => BinaryPrimitives.ReadInt16BigEndian(_body[16..]);

    /// <summary>Speed over ground, km/h.</summary>
    public double KilometresPerHour => BinaryPrimitives.ReadUInt16BigEndian(_body[18..]) / 10.0;

    /// <summary>Degrees clockwise from north.</summary>
    public ushort DirectionDegrees => BinaryPrimitives.ReadUInt16BigEndian(_body[20..]);

    /// <summary>The additional items.</summary>
    public Jt808Items Items => new(_body[BasicLength..]);

    /// <summary>The time; false if the bytes are none.</summary>
    public bool TryReadTime(out Instant time) => Jt808Time.TryRead(_body.Slice(22, Jt808Time.Length), out time);

    /// <summary>Takes a body; false if it is too short for one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out Jt808Position position)
    {
        var complete = body.Length >= BasicLength;
        position = complete ? new Jt808Position(body) : default;
        return complete;
    }

    private double Degrees(int at, Jt808Status negative)
    {
        var degrees = BinaryPrimitives.ReadUInt32BigEndian(_body[at..]) / 1e6;
        return (Status & negative) == 0 ? degrees : -degrees;
    }
}

/// <summary>The status bits of a position that are used here (JT/T 808-2013, table 25).</summary>
[Flags]
internal enum Jt808Status : uint
{
    /// <summary>No bit.</summary>
    None = 0,

    /// <summary>The ignition is on.</summary>
    Ignition = 1,

    /// <summary>The terminal was located; without it, the coordinates mean nothing.</summary>
    Located = 1 << 1,

    /// <summary>The latitude is south.</summary>
    South = 1 << 2,

    /// <summary>The longitude is west.</summary>
    West = 1 << 3,

    /// <summary>A plug-in has encrypted the coordinates.</summary>
    EncryptedCoordinates = 1 << 5,
}
