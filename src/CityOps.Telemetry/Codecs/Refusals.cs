using CityOps.Domain;

namespace CityOps.Telemetry.Codecs;

/// <summary>
/// Every reason for which a message of a device is refused. The codes are stable; counters and answers carry them.
/// </summary>
internal static class Refusals
{
    public static readonly Rejection Empty = Invalid("payload.empty", "The payload is empty.");

    public static readonly Rejection NotJson = Invalid("payload.notJson", "The payload is no well-formed JSON.");

    public static readonly Rejection NotAnObject = Invalid("payload.notObject", "A JSON object is expected here.");

    public static readonly Rejection NullIsland =
        Invalid("place.nullIsland", "The place is within 0.001° of 0° N 0° E: the device had no position.");

    public static readonly Rejection Truncated = Invalid("frame.truncated", "The frame is shorter than it declares.");

    public static readonly Rejection BadCheck =
        Invalid("frame.badCheck", "The frame's check byte does not fit its content.");

    public static readonly Rejection NotLocated =
        Invalid("frame.notLocated", "The terminal says that it was not located (status bit 1).");

    public static readonly Rejection Encrypted =
        Invalid("frame.encrypted", "The frame or its coordinates are encrypted.");

    public static readonly Rejection Subpackaged =
        Invalid("frame.subpackaged", "The frame is one part of a longer message.");

    public static readonly Rejection ForeignTerminal = new(
        RejectionKind.Forbidden,
        "frame.foreignTerminal",
        "The frame's number is not the one under which the city has registered this vehicle.");

    public static readonly Rejection UnknownTopic = Invalid("topic.unknown", "No message is taken on this topic.");

    public static readonly Rejection NoPacketId =
        Invalid("packet.noId", "A PUBLISH above QoS 0 has packet id 0, which is none (MQTT 2.2.1): the connection is closed.");

    public static readonly Rejection UnknownStatus =
        Invalid("status.unknown", "The status is neither online nor offline.");

    public static Rejection TooLarge(int bytes) =>
        Invalid("payload.tooLarge", $"The payload is larger than {bytes} bytes.");

    public static Rejection TooMany(int elements) =>
        Invalid("payload.tooMany", $"The payload has more than {elements} elements.");

    public static Rejection Unsupported(string what) =>
        Invalid("payload.unsupported", $"{what} is not a kind of message that is taken here.");

    public static Rejection BeforeFirst(string field) =>
        Invalid("time.beforeFirst", "The time is before 2000: the device's clock is not set.", field);

    public static Rejection InFuture(string field) =>
        Invalid("time.inFuture", "The time is more than five minutes ahead of the engine's clock.", field);

    public static Rejection Missing(string field) => Invalid("field.missing", $"{field} is required.", field);

    public static Rejection WrongType(string field) =>
        Invalid("field.wrongType", $"{field} has the wrong JSON type.", field);

    public static Rejection Malformed(string field) =>
        Invalid("field.malformed", $"{field} does not have the form that is asked for.", field);

    public static Rejection OutOfRange(string field) =>
        Invalid("field.outOfRange", $"{field} is outside of its range.", field);

    public static Rejection TooLong(string field) => Invalid("field.tooLong", $"{field} is too long.", field);

    public static Rejection MalformedId(string field) =>
        Invalid("id.malformed", $"{field} must be 1 to 64 of A-Z a-z 0-9 . _ -", field);

    public static Rejection MalformedFrame(string what) => Invalid("frame.malformed", what);

    public static Rejection UnsupportedFrame(ushort messageId) =>
        Invalid("frame.unsupported", $"Frames of type 0x{messageId:X4} are not taken here.");

    /// <summary>True if a frame could not be decoded, so that it is worth keeping as it came.</summary>
    public static bool IsUnreadable(Rejection reason) => reason.Code.StartsWith("frame.", StringComparison.Ordinal)
        && reason != NotLocated && reason != ForeignTerminal;

    private static Rejection Invalid(string code, string message, string? field = null) =>
        new(RejectionKind.Invalid, code, message, field);
}
