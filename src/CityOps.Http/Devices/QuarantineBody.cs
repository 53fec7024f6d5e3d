using System.Text;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Http.Devices;

/// <summary>A device in quarantine: it has logged in, and the city's configuration does not know it.</summary>
/// <param name="Kind">The kind, as in topics: vehicles or collectors.</param>
/// <param name="Id">The id.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="FirstAt">When it was heard first.</param>
/// <param name="LastAt">When it was heard last.</param>
/// <param name="User">Who had logged in: the device itself, or the gateway that carried it.</param>
/// <param name="Address">Where from.</param>
/// <param name="Messages">How many messages it has sent.</param>
/// <param name="LastTopic">Where the last of them went; null where it has only logged in.</param>
/// <param name="LastPayload">The beginning of the last of them: as text where it is UTF-8, otherwise in hexadecimal digits.</param>
/// <param name="DecidedAt">When an operator decided.</param>
/// <param name="DecidedBy">Who.</param>
internal sealed record QuarantineBody(
    string Kind,
    string Id,
    QuarantineStanding Standing,
    Instant FirstAt,
    Instant LastAt,
    string User,
    string Address,
    long Messages,
    string? LastTopic,
    string? LastPayload,
    Instant? DecidedAt,
    string? DecidedBy)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static QuarantineBody From(QuarantinedDevice device) => new(
        device.Last.Device.ToString().Split('/')[0],
        device.Last.Device.Id,
        device.Standing,
        device.FirstAt,
        device.Last.At,
        device.Last.User,
        device.Last.Address,
        device.Last.Messages,
        device.Last.Topic,
        device.Last.Topic is null ? null : Shown(device.Last.Payload),
        device.DecidedAt,
        device.DecidedBy);

    private static string Shown(byte[] payload)
    {
        try
        {
            return Strict.GetString(payload);
        }
        catch (DecoderFallbackException)
        {
            return Convert.ToHexStringLower(payload);
        }
    }
}
