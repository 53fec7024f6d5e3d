namespace CityOps.Telemetry.Codecs;

/// <summary>The payload of <c>status</c>: the text <c>online</c> or <c>offline</c>, nothing around it.</summary>
internal static class StatusCodec
{
    /// <summary>Decodes one message.</summary>
    public static Decoded<DeviceStatus> Decode(ReadOnlySpan<byte> payload) =>
        payload.SequenceEqual("online"u8) ? new Decoded<DeviceStatus>.Accepted(DeviceStatus.Online)
        : payload.SequenceEqual("offline"u8) ? new Decoded<DeviceStatus>.Accepted(DeviceStatus.Offline)
        : new Decoded<DeviceStatus>.Refused(payload.IsEmpty ? Refusals.Empty : Refusals.UnknownStatus);
}
