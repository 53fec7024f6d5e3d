using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace CityOps.Telemetry.Codecs.Jt808;

/// <summary>The body of 0x0001: what the terminal says to one of our messages.</summary>
/// <param name="Serial">The serial of that message.</param>
/// <param name="MessageId">Its kind.</param>
/// <param name="Result">The result.</param>
internal readonly record struct Jt808Answer(ushort Serial, ushort MessageId, Jt808Result Result)
{
    /// <summary>Reads a body; false if it is too short.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out Jt808Answer answer)
    {
        answer = body.Length < 5 ? default : new Jt808Answer(
            BinaryPrimitives.ReadUInt16BigEndian(body), BinaryPrimitives.ReadUInt16BigEndian(body[2..]), (Jt808Result)body[4]);
        return body.Length >= 5;
    }
}

/// <summary>The body of 0x0102: the code that a terminal was given when it registered.</summary>
internal static class Jt808Authentication
{
    /// <summary>
    /// Reads the code: the whole body, or in 2019 as many bytes as the first one says, with the terminal's IMEI and software behind.
    /// </summary>
    public static bool TryRead(Jt808Frame frame, [NotNullWhen(true)] out string? code)
    {
        var body = frame.Body;
        if (frame.Version == Jt808Version.V2019)
        {
            body = body.IsEmpty || body.Length < 1 + body[0] ? default : body.Slice(1, body[0]);
        }

        code = body.IsEmpty ? null : Jt808Body.Gbk.GetString(body.TrimEnd((byte)0));
        return code is not null;
    }
}
