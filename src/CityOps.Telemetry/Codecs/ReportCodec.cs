using NodaTime;

namespace CityOps.Telemetry.Codecs;

/// <summary>
/// The payload of <c>report</c>. Required: <c>id</c>, <c>t</c>, <c>lon</c>, <c>lat</c>, <c>kind</c>, <c>category</c>.
/// A <c>datum</c> is honoured as in <c>position</c>.
/// </summary>
internal static class ReportCodec
{
    /// <summary>The longest description, in UTF-16 units; Open311's bound.</summary>
    public const int MaxDescription = 4_000;

    /// <summary>The most photos of one report.</summary>
    public const int MaxPhotos = 20;

    /// <summary>Decodes one message.</summary>
    public static Decoded<ReportMessage> Decode(ReadOnlySpan<byte> payload, Instant receivedAt) =>
        MessagePayload.Decode<ReportFields, ReportMessage>(payload, receivedAt);
}
