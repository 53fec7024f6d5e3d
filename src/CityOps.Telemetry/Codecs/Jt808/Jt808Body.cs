using System.Buffers.Binary;
using System.Text;
using CityOps.Domain.Devices;

namespace CityOps.Telemetry.Codecs.Jt808;

/// <summary>
/// Bodies of the messages that are sent: those of the platform, and the terminal's position for a simulator.
/// </summary>
internal static class Jt808Body
{
    /// <summary>The parameter that sets the seconds between two positions (table 12).</summary>
    public const uint ReportingInterval = 0x0029;

    /// <summary>The text encoding of the standard.</summary>
    public static readonly Encoding Gbk = CodePagesEncodingProvider.Instance.GetEncoding(936)
        ?? throw new InvalidOperationException("The runtime has no GBK.");

    /// <summary>0x8001 (and 0x0001): answers a message.</summary>
    public static byte[] Answer(ushort serial, ushort messageId, Jt808Result result)
    {
        var body = new byte[5];
        BinaryPrimitives.WriteUInt16BigEndian(body, serial);
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(2), messageId);
        body[4] = (byte)result;
        return body;
    }

    /// <summary>0x8100: admits a terminal, with the code by which it is known from now on.</summary>
    public static byte[] Admit(ushort serial, string authenticationCode) =>
        [(byte)(serial >> 8), (byte)serial, 0, .. Gbk.GetBytes(authenticationCode)];

    /// <summary>0x8100: turns a terminal away.</summary>
    public static byte[] TurnAway(ushort serial, Jt808RegisterResult result) =>
        [(byte)(serial >> 8), (byte)serial, (byte)result];

    /// <summary>0x8003: asks for parts again. Their count is a byte, in 2019 two.</summary>
    /// <param name="version">Which it is.</param>
    /// <param name="firstSerial">The serial of the message's first part.</param>
    /// <param name="parts">The parts' numbers from 1; at most 255.</param>
    public static byte[] ResendParts(Jt808Version version, ushort firstSerial, IReadOnlyList<int> parts) =>
    [
        (byte)(firstSerial >> 8), (byte)firstSerial,
        .. version == Jt808Version.V2019 ? (byte[])[0, (byte)parts.Count] : [(byte)parts.Count],
        .. parts.SelectMany(part => (byte[])[(byte)(part >> 8), (byte)part]),
    ];

    /// <summary>0x8300: a text for the driver. In 2019 a byte for its kind (1: a notice) goes before it.</summary>
    public static byte[] Text(Jt808Version version, Jt808TextFlags flags, string text) => version == Jt808Version.V2019
        ? [(byte)flags, 1, .. Gbk.GetBytes(text)]
        : [(byte)flags, .. Gbk.GetBytes(text)];

    /// <summary>0x8103: sets one parameter of four bytes.</summary>
    public static byte[] SetParameter(uint id, uint value)
    {
        var body = new byte[10];
        body[0] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(1), id);
        body[5] = 4;
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(6), value);
        return body;
    }

    /// <summary>0x0200: a located position; what the fix does not have is 0. Times are kept to the second.</summary>
    public static byte[] Position(Fix fix, Jt808Status status = Jt808Status.Ignition)
    {
        var (latitude, longitude) = (fix.Place.Latitude, fix.Place.Longitude);
        status |= Jt808Status.Located
            | (latitude < 0 ? Jt808Status.South : 0) | (longitude < 0 ? Jt808Status.West : 0);
        var body = new byte[Jt808Position.BasicLength];
        var span = body.AsSpan();
        BinaryPrimitives.WriteUInt32BigEndian(span, fix.Alarms);
        BinaryPrimitives.WriteUInt32BigEndian(span[4..], (uint)status);
        BinaryPrimitives.WriteUInt32BigEndian(span[8..], (uint)Math.Round(Math.Abs(latitude) * 1e6));
        BinaryPrimitives.WriteUInt32BigEndian(span[12..], (uint)Math.Round(Math.Abs(longitude) * 1e6));
        BinaryPrimitives.WriteInt16BigEndian(
            span[16..], (short)Math.Clamp(Math.Round(fix.Altitude?.Metres ?? 0), short.MinValue, short.MaxValue));
        BinaryPrimitives.WriteUInt16BigEndian(span[18..], Rounded(fix.Speed?.KilometresPerHour * 10));
        BinaryPrimitives.WriteUInt16BigEndian(span[20..], Rounded(fix.Heading?.Degrees));
        Jt808Time.Write(fix.ObservedAt, span[22..]);
        return body;
    }

    private static ushort Rounded(double? value) => (ushort)Math.Clamp(Math.Round(value ?? 0), 0, ushort.MaxValue);
}

/// <summary>The results of a general answer.</summary>
internal enum Jt808Result : byte
{
    /// <summary>Received and done.</summary>
    Done,

    /// <summary>Failed.</summary>
    Failed,

    /// <summary>The message is wrong.</summary>
    Wrong,

    /// <summary>Not supported.</summary>
    NotSupported,

    /// <summary>An alarm was taken in hand.</summary>
    AlarmConfirmed,
}

/// <summary>Why a terminal is turned away at registration.</summary>
internal enum Jt808RegisterResult : byte
{
    /// <summary>The vehicle is registered already.</summary>
    VehicleKnown = 1,

    /// <summary>There is no such vehicle.</summary>
    NoVehicle = 2,

    /// <summary>The terminal is registered already.</summary>
    TerminalKnown = 3,

    /// <summary>There is no such terminal.</summary>
    NoTerminal = 4,
}

/// <summary>What the terminal does with a text.</summary>
[Flags]
internal enum Jt808TextFlags : byte
{
    /// <summary>Keeps it.</summary>
    None = 0,

    /// <summary>Shows it as urgent.</summary>
    Urgent = 1,

    /// <summary>Shows it on its display.</summary>
    Display = 4,

    /// <summary>Reads it out.</summary>
    Speak = 8,
}
