using CityOps.Domain;
using CityOps.Domain.Devices;

namespace CityOps.Telemetry.Codecs;

/// <summary>What a device sends on a topic.</summary>
internal enum TopicKind
{
    /// <summary>One or more fixes as JSON.</summary>
    Position,

    /// <summary>A raw JT/T 808 frame; vehicles only.</summary>
    Jt808,

    /// <summary>A problem.</summary>
    Report,

    /// <summary>On shift or off; collectors only.</summary>
    Shift,

    /// <summary>The answer to a task; collectors only.</summary>
    Result,

    /// <summary>The answer to a command.</summary>
    Response,

    /// <summary>Online or offline.</summary>
    Status,

    /// <summary>A position as OwnTracks sends it.</summary>
    OwnTracks,
}

/// <summary>A topic on which a device publishes.</summary>
/// <param name="Device">Whose topic it is.</param>
/// <param name="Kind">What comes on it.</param>
internal readonly record struct Topic(Device Device, TopicKind Kind)
{
    /// <summary>What all topics of the contract begin with.</summary>
    public const string Root = "cityops/v1/";

    /// <summary>The last part of the topic on which a device is told what to do.</summary>
    public const string Command = "command";

    private const string OwnTracksRoot = "owntracks/";

    /// <summary>
    /// Parses <c>cityops/v1/{vehicles|collectors}/{id}/{what}</c> and <c>owntracks/{user}/{device}</c>, where the user
    /// is the collector. Refused: any other topic, one on which only the engine publishes, and one that is not for this
    /// kind of device. Allocates the id alone.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Topic topic, out Rejection? refusal)
    {
        topic = default;
        refusal = Refusals.UnknownTopic;
        if (text.StartsWith(Root))
        {
            text = text[Root.Length..];
            return TrySplit(text, out var devices, out text) && TryDeviceKind(devices, out var deviceKind)
                && TrySplit(text, out var id, out var what) && TryKind(what, deviceKind, out var kind)
                && TryTopic(deviceKind, id, kind, out topic, out refusal);
        }

        return text.StartsWith(OwnTracksRoot)
            && TrySplit(text[OwnTracksRoot.Length..], out var user, out var device)
            && !device.IsEmpty && !device.Contains('/')
            && TryTopic(DeviceKind.Collector, user, TopicKind.OwnTracks, out topic, out refusal);
    }

    /// <summary>
    /// The device whose commands a subscription asks for: <c>cityops/v1/{vehicles|collectors}/{id}/command</c>, or all of what is sent
    /// to it. Null for any other, such as a watcher's of all devices.
    /// </summary>
    public static Device? HearerOf(ReadOnlySpan<char> filter) =>
        filter.StartsWith(Root)
        && TrySplit(filter[Root.Length..], out var devices, out var rest) && TryDeviceKind(devices, out var kind)
        && TrySplit(rest, out var id, out var what) && what is Command or "+" or "#" && Identifier.IsValid(id)
            ? new Device(kind, id.ToString())
            : null;

    /// <summary>The device under whose id a topic is, whether or not anything is taken there; null where there is none.</summary>
    public static Device? OwnerOf(ReadOnlySpan<char> text)
    {
        var (isOurs, isOwnTracks) = (text.StartsWith(Root), text.StartsWith(OwnTracksRoot));
        var kind = DeviceKind.Collector;
        var rest = isOurs ? text[Root.Length..] : isOwnTracks ? text[OwnTracksRoot.Length..] : default;
        return (isOwnTracks || (isOurs && TrySplit(rest, out var devices, out rest) && TryDeviceKind(devices, out kind)))
            && TrySplit(rest, out var id, out _) && Identifier.IsValid(id)
            ? new Device(kind, id.ToString())
            : null;
    }

    private static bool TrySplit(ReadOnlySpan<char> text, out ReadOnlySpan<char> first, out ReadOnlySpan<char> rest)
    {
        var slash = text.IndexOf('/');
        first = slash < 0 ? text : text[..slash];
        rest = slash < 0 ? default : text[(slash + 1)..];
        return slash >= 0;
    }

    private static bool TryDeviceKind(ReadOnlySpan<char> text, out DeviceKind kind)
    {
        kind = text is "vehicles" ? DeviceKind.Vehicle : DeviceKind.Collector;
        return text is "vehicles" or "collectors";
    }

    private static bool TryKind(ReadOnlySpan<char> what, DeviceKind device, out TopicKind kind)
    {
        TopicKind? found = what switch
        {
            "position" => TopicKind.Position,
            "jt808" when device == DeviceKind.Vehicle => TopicKind.Jt808,
            "report" => TopicKind.Report,
            "shift" when device == DeviceKind.Collector => TopicKind.Shift,
            "result" when device == DeviceKind.Collector => TopicKind.Result,
            "response" => TopicKind.Response,
            "status" => TopicKind.Status,
            _ => null,
        };
        kind = found.GetValueOrDefault();
        return found.HasValue;
    }

    private static bool TryTopic(
        DeviceKind deviceKind, ReadOnlySpan<char> id, TopicKind kind, out Topic topic, out Rejection? refusal)
    {
        var valid = Identifier.IsValid(id);
        topic = valid ? new Topic(new Device(deviceKind, id.ToString()), kind) : default;
        refusal = valid ? null : Refusals.MalformedId("topic");
        return valid;
    }
}
