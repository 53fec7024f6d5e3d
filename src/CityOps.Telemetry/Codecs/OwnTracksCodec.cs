using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Telemetry.Codecs;

/// <summary>A message of OwnTracks that means something here.</summary>
internal abstract record OwnTracksMessage
{
    private OwnTracksMessage()
    {
    }

    /// <summary><c>location</c>: where the collector is.</summary>
    public sealed record Position(Fix Fix) : OwnTracksMessage;

    /// <summary><c>lwt</c>: the app dropped off; the broker says so in its place.</summary>
    public sealed record LastWill : OwnTracksMessage;
}

/// <summary>
/// The JSON of OwnTracks: <c>_type</c> <c>location</c> with <c>lat</c>, <c>lon</c> and <c>tst</c>, and <c>lwt</c>.
/// Its other types (transitions, waypoints, encrypted ones …) are refused as <c>payload.unsupported</c>.
/// </summary>
internal static class OwnTracksCodec
{
    /// <summary>Decodes one message of the given collector.</summary>
    public static Decoded<OwnTracksMessage> Decode(ReadOnlySpan<byte> payload, Device device, Instant receivedAt)
    {
        var fields = default(OwnTracksFields);
        var fault = JsonPayload.Read(payload, ref fields);
        if (fault is null && fields.IsLastWill)
        {
            return new Decoded<OwnTracksMessage>.Accepted(new OwnTracksMessage.LastWill());
        }

        GeoPoint place = default;
        fault ??= fields.Fault(receivedAt, out place);
        return fault is null
            ? new Decoded<OwnTracksMessage>.Accepted(new OwnTracksMessage.Position(fields.ToFix(device, place)))
            : new Decoded<OwnTracksMessage>.Refused(fault);
    }
}
