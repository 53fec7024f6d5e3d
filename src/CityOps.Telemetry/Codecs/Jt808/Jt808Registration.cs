using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using CityOps.Domain;

namespace CityOps.Telemetry.Codecs.Jt808;

/// <summary>The body of 0x0100: a terminal introduces itself.</summary>
/// <param name="Province">The first two digits of the division code; 0 unknown.</param>
/// <param name="City">The last four digits of the division code; 0 unknown.</param>
/// <param name="Maker">The maker's code.</param>
/// <param name="Model">The terminal's model.</param>
/// <param name="Terminal">The terminal's own id, given by its maker.</param>
/// <param name="PlateColour">1 blue, 2 yellow, 3 black, 4 white, 9 other; 0 without a plate.</param>
/// <param name="Plate">The number plate, or the chassis number without one.</param>
internal sealed record Jt808Registration(
    ushort Province, ushort City, string Maker, string Model, string Terminal, byte PlateColour, string Plate)
{
    // Lengths of maker, model and terminal id: 2011, 2013 and 2019 differ in nothing else.
    private static readonly (int Maker, int Model, int Terminal) Of2011 = (5, 8, 7);
    private static readonly (int Maker, int Model, int Terminal) Of2013 = (5, 20, 7);
    private static readonly (int Maker, int Model, int Terminal) Of2019 = (11, 30, 30);

    /// <summary>
    /// Decodes a whole registration. A body of the short header is from 2011 if the fields of 2013 do not fit in.
    /// </summary>
    public static bool TryDecode(
        Jt808Frame frame, [NotNullWhen(true)] out Jt808Registration? registration, out Rejection? refusal)
    {
        var body = frame.Body;
        var lengths = frame.Version == Jt808Version.V2019 ? Of2019
            : body.Length >= 5 + Of2013.Maker + Of2013.Model + Of2013.Terminal ? Of2013
            : Of2011;
        var colourAt = 4 + lengths.Maker + lengths.Model + lengths.Terminal;
        refusal = frame.IsEncrypted ? Refusals.Encrypted
            : frame.IsSubpackaged ? Refusals.Subpackaged
            : body.Length <= colourAt ? Refusals.Truncated
            : null;
        registration = refusal is not null ? null : new Jt808Registration(
            BinaryPrimitives.ReadUInt16BigEndian(body),
            BinaryPrimitives.ReadUInt16BigEndian(body[2..]),
            Text(body.Slice(4, lengths.Maker)),
            Text(body.Slice(4 + lengths.Maker, lengths.Model)),
            Text(body.Slice(4 + lengths.Maker + lengths.Model, lengths.Terminal)),
            body[colourAt],
            Text(body[(colourAt + 1)..]));
        return registration is not null;
    }

    // Fields are filled up with zeros behind, by some makers before.
    private static string Text(ReadOnlySpan<byte> field) => Jt808Body.Gbk.GetString(field.Trim((byte)0));
}
