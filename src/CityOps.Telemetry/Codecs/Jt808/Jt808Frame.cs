using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using CityOps.Domain;

namespace CityOps.Telemetry.Codecs.Jt808;

/// <summary>
/// One frame of JT/T 808 (2011, 2013 or 2019), unescaped and checked; it looks into the buffer it was decoded in.
/// </summary>
internal readonly ref struct Jt808Frame
{
    /// <summary>The longest body, bytes: ten bits of length.</summary>
    public const int MaxBody = 1023;

    /// <summary>
    /// The size of the buffer that every frame fits in once it is unescaped: header of 21, body, check.
    /// </summary>
    public const int MaxLength = 21 + MaxBody + 1;

    /// <summary>The longest frame on the wire: every byte of it escaped, between two flags.</summary>
    public const int MaxWire = (2 * MaxLength) + 2;

    private const int EncryptionBits = 0x1C00;
    private const int SubpackagedBit = 0x2000;
    private const int VersionBit = 0x4000;

    private readonly ReadOnlySpan<byte> _phone;

    private Jt808Frame(ReadOnlySpan<byte> content, int attributes, int phoneStart, int phoneLength)
    {
        var headerEnd = phoneStart + phoneLength + 2;
        MessageId = BinaryPrimitives.ReadUInt16BigEndian(content);
        Version = (attributes & VersionBit) == 0 ? Jt808Version.V2013 : Jt808Version.V2019;
        IsEncrypted = (attributes & EncryptionBits) != 0;
        IsSubpackaged = (attributes & SubpackagedBit) != 0;
        Serial = BinaryPrimitives.ReadUInt16BigEndian(content[(headerEnd - 2)..]);
        if (IsSubpackaged)
        {
            PartCount = BinaryPrimitives.ReadUInt16BigEndian(content[headerEnd..]);
            Part = BinaryPrimitives.ReadUInt16BigEndian(content[(headerEnd + 2)..]);
            headerEnd += 4;
        }

        _phone = content.Slice(phoneStart, phoneLength);
        Body = content[headerEnd..];
    }

    private Jt808Frame(Jt808Frame last, ReadOnlySpan<byte> body)
    {
        (MessageId, Version, Serial) = (last.MessageId, last.Version, last.Serial);
        _phone = last._phone;
        Body = body;
    }

    /// <summary>What kind of message it is; see <see cref="Jt808Message"/>.</summary>
    public ushort MessageId { get; }

    /// <summary>Which header it has.</summary>
    public Jt808Version Version { get; }

    /// <summary>True if the body is encrypted (RSA, or another way).</summary>
    public bool IsEncrypted { get; }

    /// <summary>True if the body is one part of a longer message.</summary>
    public bool IsSubpackaged { get; }

    /// <summary>How many parts the message has; 0 where it is whole.</summary>
    public ushort PartCount { get; }

    /// <summary>Which part it is, from 1; 0 where it is whole.</summary>
    public ushort Part { get; }

    /// <summary>The sender's running number.</summary>
    public ushort Serial { get; }

    /// <summary>The body, unescaped.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>The whole message that this part completes.</summary>
    public Jt808Frame Whole(ReadOnlySpan<byte> body) => new(this, body);

    /// <summary>The terminal's number with its leading zeros: 12 digits, or 20 in 2019.</summary>
    public string ReadPhone() => Convert.ToHexString(_phone);

    /// <summary>True if the terminal has that number; a number of 12 digits has leading zeros in a header of 2019.</summary>
    public bool IsFrom(string phone) => ReadPhone().AsSpan().TrimStart('0').SequenceEqual(phone.AsSpan().TrimStart('0'));

    /// <summary>
    /// Decodes one frame, escaped as on the wire, from 7E to 7E. The scratch buffer takes the unescaped bytes and must
    /// hold <see cref="MaxLength"/>.
    /// </summary>
    public static bool TryDecode(
        ReadOnlySpan<byte> wire, Span<byte> scratch, out Jt808Frame frame, [NotNullWhen(false)] out Rejection? refusal)
    {
        frame = default;
        if (wire.IsEmpty)
        {
            refusal = Refusals.Empty;
            return false;
        }

        if (wire.Length < 2 || wire[0] != Jt808Escape.Flag || wire[^1] != Jt808Escape.Flag)
        {
            refusal = Refusals.MalformedFrame("A frame begins and ends with 7E.");
            return false;
        }

        if (!Jt808Escape.TryUnescape(wire[1..^1], scratch, out var length))
        {
            refusal = Refusals.MalformedFrame("The frame has a false escape, a 7E inside, or too many bytes.");
            return false;
        }

        refusal = FaultOf(scratch[..length], out frame);
        return refusal is null;
    }

    private static Rejection? FaultOf(ReadOnlySpan<byte> content, out Jt808Frame frame)
    {
        frame = default;
        if (content.Length < 5)
        {
            return Refusals.Truncated;
        }

        // The exclusive or of all bytes with the check byte at the end is 0.
        byte check = 0;
        foreach (var value in content)
        {
            check ^= value;
        }

        if (check != 0)
        {
            return Refusals.BadCheck;
        }

        var attributes = BinaryPrimitives.ReadUInt16BigEndian(content[2..]);
        var (phoneStart, phoneLength) = (attributes & VersionBit) == 0 ? (4, 6) : (5, 10);
        var header = phoneStart + phoneLength + 2 + ((attributes & SubpackagedBit) == 0 ? 0 : 4);
        var declared = header + (attributes & MaxBody) + 1;
        if (content.Length != declared)
        {
            return content.Length < declared
                ? Refusals.Truncated
                : Refusals.MalformedFrame("The frame is longer than it declares.");
        }

        frame = new Jt808Frame(content[..^1], attributes, phoneStart, phoneLength);
        return null;
    }

    /// <summary>Encodes a whole message that is not encrypted, from 7E to 7E.</summary>
    /// <param name="messageId">What kind of message it is.</param>
    /// <param name="version">Which header to write.</param>
    /// <param name="phone">The terminal's number; zeros are added in front up to 12 or 20 digits.</param>
    /// <param name="serial">Our running number.</param>
    /// <param name="body">At most <see cref="MaxBody"/> bytes.</param>
    /// <exception cref="ArgumentException">The body is too long, or the number is none of the version.</exception>
    public static byte[] Encode(
        ushort messageId, Jt808Version version, string phone, ushort serial, ReadOnlySpan<byte> body)
    {
        var digits = version == Jt808Version.V2019 ? 20 : 12;
        if (body.Length > MaxBody || phone.Length > digits || !phone.All(char.IsAsciiDigit))
        {
            throw new ArgumentException($"At most {MaxBody} bytes of body and {digits} digits can be sent.");
        }

        Span<byte> content = stackalloc byte[MaxLength];
        BinaryPrimitives.WriteUInt16BigEndian(content, messageId);
        BinaryPrimitives.WriteUInt16BigEndian(
            content[2..], (ushort)(body.Length | (version == Jt808Version.V2019 ? VersionBit : 0)));
        var at = 4;
        if (version == Jt808Version.V2019)
        {
            content[at++] = 1;
        }

        Convert.FromHexString(phone.PadLeft(digits, '0')).CopyTo(content[at..]);
        at += digits / 2;
        BinaryPrimitives.WriteUInt16BigEndian(content[at..], serial);
        body.CopyTo(content[(at + 2)..]);
        at += 2 + body.Length;
        byte check = 0;
        foreach (var value in content[..at])
        {
            check ^= value;
        }

        content[at] = check;
        return Jt808Escape.Wrap(content[..(at + 1)]);
    }
}
