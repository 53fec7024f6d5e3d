using System.Buffers.Binary;
using System.Globalization;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Simulator.Life;

/// <summary>
/// JT/T 808 frames, above all positions (0x0200), as a terminal writes them: 2013 for a number of 12 digits, 2019 for one of 20.
/// Written from the standard and apart from the engine's codec, so that the two check each other.
/// </summary>
internal static class Jt808Frame
{
    private const ushort PositionReport = 0x0200;
    private const byte Flag = 0x7E;
    private const byte Escape = 0x7D;
    private static readonly Offset TerminalTime = Offset.FromHours(8);

    /// <summary>One frame, escaped, from 7E to 7E.</summary>
    /// <param name="phone">The terminal's number, 12 or 20 digits.</param>
    /// <param name="serial">The message's number.</param>
    /// <param name="position">What it says.</param>
    public static byte[] Position(string phone, ushort serial, Jt808Position position) =>
        Message(PositionReport, phone, serial, [.. Body(position)]);

    /// <summary>The frame of any message.</summary>
    public static byte[] Message(ushort id, string phone, ushort serial, byte[] body)
    {
        byte[] message = [.. Header(id, phone, serial, body.Length), .. body];
        var check = message.Aggregate((byte)0, (sum, b) => (byte)(sum ^ b));
        return [Flag, .. message.Append(check).SelectMany(Escaped), Flag];
    }

    private static byte[] Header(ushort id, string phone, ushort serial, int length)
    {
        var is2019 = phone.Length switch
        {
            12 => false,
            20 => true,
            _ => throw new InputException($"'{phone}' is no terminal number: 12 or 20 digits."),
        };
        return is2019
            ? [.. U16(id), .. U16((ushort)(length | 0x4000)), 1, .. Bcd(phone), .. U16(serial)]
            : [.. U16(id), .. U16((ushort)length), .. Bcd(phone), .. U16(serial)];
    }

    private static IEnumerable<byte> Body(Jt808Position position)
    {
        var at = position.At.WithOffset(TerminalTime).LocalDateTime;
        return
        [
            .. U32(position.Alarms),
            .. U32(position.Status),
            .. U32((uint)Math.Round(Math.Abs(position.Place.Latitude) * 1e6)),
            .. U32((uint)Math.Round(Math.Abs(position.Place.Longitude) * 1e6)),
            .. U16((ushort)Math.Round(Math.Max(0, position.Altitude.Metres))),
            .. U16((ushort)Math.Round(position.Speed.KilometresPerHour * 10)),
            .. U16((ushort)(Math.Round(position.Heading.Degrees) % 360)),
            .. Bcd(at.ToString("yyMMddHHmmss", CultureInfo.InvariantCulture)),
            .. position.Items.SelectMany(item => (byte[])[item.Id, (byte)item.Value.Length, .. item.Value]),
        ];
    }

    private static byte[] Escaped(byte b) => b switch
    {
        Flag => [Escape, 0x02],
        Escape => [Escape, 0x01],
        _ => [b],
    };

    private static byte[] Bcd(string digits) => Convert.FromHexString(digits);

    private static byte[] U16(ushort value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}

/// <summary>What a position frame says.</summary>
internal sealed record Jt808Position(Instant At, GeoPoint Place)
{
    /// <summary>Bit 0 emergency, 1 overspeed, 2 fatigue …</summary>
    public uint Alarms { get; init; }

    /// <summary>
    /// Bit 0 ignition, 1 located, 2 south, 3 west; by default located with the ignition on, in its hemisphere.
    /// </summary>
    public uint Status { get; init; } = 3u | (Place.Latitude < 0 ? 4u : 0) | (Place.Longitude < 0 ? 8u : 0);

    public Length Altitude { get; init; }

    public Speed Speed { get; init; }

    public Bearing Heading { get; init; }

    /// <summary>Additional items: 01 mileage, 02 fuel, 30 signal, 31 satellites …</summary>
    public IReadOnlyList<(byte Id, byte[] Value)> Items { get; init; } = [];
}
