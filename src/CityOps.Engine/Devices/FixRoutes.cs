using Akka.Actor;
using CityOps.Domain.Devices;
using CityOps.Engine.Entities;

namespace CityOps.Engine.Devices;

/// <summary>
/// Which other nodes have which devices, as far as this one knows, and what is on its way to them. With one node it is empty. Thread-safe.
/// </summary>
internal sealed class FixRoutes
{
    private Address?[]? _collectors;
    private Address?[]? _vehicles;
    private IActorRef _post = ActorRefs.Nobody;

    /// <summary>The other node that has the device; null where it is here, or where nobody knows and the region has to ask.</summary>
    public Address? NodeOf(Device device) =>
        (device.Kind == DeviceKind.Collector ? Volatile.Read(ref _collectors) : Volatile.Read(ref _vehicles))?[ShardExtractor.ShardOf(device.Id)];

    /// <summary>The shards of a kind of device are at these nodes; null for one that is here. Null for all where there is no other node.</summary>
    public void Show(DeviceKind kind, Address?[]? nodes)
    {
        if (kind == DeviceKind.Collector)
        {
            Volatile.Write(ref _collectors, nodes);
        }
        else
        {
            Volatile.Write(ref _vehicles, nodes);
        }
    }

    /// <summary>This node's post.</summary>
    public void Open(IActorRef post) => Volatile.Write(ref _post, post);

    /// <summary>Sends fixes to another node.</summary>
    public void Send(Address node, FixParcel parcel) => Volatile.Read(ref _post).Tell(new OutgoingParcel(node, parcel), ActorRefs.NoSender);
}

/// <summary>A parcel for another node.</summary>
internal sealed record OutgoingParcel(Address Node, FixParcel Parcel);
