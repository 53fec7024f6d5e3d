using CityOps.Domain.Devices;
using CityOps.Telemetry.Codecs;

namespace CityOps.Telemetry.Security;

/// <summary>
/// What a connection may do: publish under the ids that it carries, and hear what is sent to them. Found once when it connects; to
/// ask costs one look-up and allocates nothing. Thread-safe.
/// </summary>
internal sealed class DeviceRights
{
    private const string OwnTracksRoot = "owntracks/";
    private readonly Dictionary<string, CarriedDevice> _byRoot;
    private readonly Dictionary<string, CarriedDevice>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public DeviceRights(IEnumerable<CarriedDevice> carried)
    {
        _byRoot = new Dictionary<string, CarriedDevice>(StringComparer.Ordinal);
        foreach (var device in carried)
        {
            _byRoot[Topic.Root + device.Device] = device;
            if (device.Device.Kind == DeviceKind.Collector)
            {
                _byRoot[OwnTracksRoot + device.Device.Id] = device;
            }
        }

        _lookup = _byRoot.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The devices.</summary>
    public IEnumerable<CarriedDevice> Carried => _byRoot.Values.Distinct();

    /// <summary>The device under whose id the topic is; null where that is none of the connection's.</summary>
    public CarriedDevice? OfTopic(ReadOnlySpan<char> topic)
    {
        var root = RootOf(topic);
        return root > 0 && _lookup.TryGetValue(topic[..root], out var device) ? device : null;
    }

    /// <summary>True for <c>command</c> and <c>ack</c> of a device of the connection.</summary>
    public bool MayHear(ReadOnlySpan<char> filter) =>
        filter.StartsWith(Topic.Root) && OfTopic(filter) is not null
        && filter[(RootOf(filter) + 1)..] is Topic.Command or "ack";

    /// <summary>Where the part ends that names the device: <c>cityops/v1/vehicles/v0001</c>, <c>owntracks/360102-001</c>; 0 without.</summary>
    private static int RootOf(ReadOnlySpan<char> topic)
    {
        var (from, slashes) = topic.StartsWith(Topic.Root) ? (Topic.Root.Length, 2)
            : topic.StartsWith(OwnTracksRoot) ? (OwnTracksRoot.Length, 1) : (0, 0);
        for (var at = from; slashes > 0 && at < topic.Length; at++)
        {
            if (topic[at] == '/' && --slashes == 0)
            {
                return at;
            }
        }

        return 0;
    }
}

/// <summary>A device that a connection carries.</summary>
internal sealed class CarriedDevice(Device device, Standing standing)
{
    private volatile Standing _standing = standing;

    public Device Device => device;

    /// <summary>How it stands; it changes when an operator decides.</summary>
    public Standing Standing
    {
        get => _standing;
        set => _standing = value;
    }
}
