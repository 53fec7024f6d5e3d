using Akka.Actor;
using CityOps.Domain.Devices;
using CityOps.Engine.Entities;

namespace CityOps.Engine.Devices;

/// <summary>
/// Which other nodes have which devices, as far as this one knows, and what waits because their node does not answer. With one node it is
/// empty. Thread-safe.
/// </summary>
internal sealed class FixRoutes
{
    private const int MostHeld = 200_000;

    private readonly Dictionary<DeviceKind, Address?[]> _shards = [];
    private readonly Dictionary<Address, List<LocatedFix>> _held = [];
    private readonly HashSet<Address> _overfull = [];
    private IActorRef _post = ActorRefs.Nobody;
    private int _heldCount;

    /// <summary>Held while a batch is told, so that none of its fixes overtakes one that waits.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The other node that has the device; null where it is here, or where nobody knows and the region has to ask.</summary>
    public Address? NodeOf(Device device)
    {
        lock (Gate)
        {
            return _shards.Count == 0 ? null : _shards.GetValueOrDefault(device.Kind)?[ShardExtractor.ShardOf(device.Id)];
        }
    }

    /// <summary>The shards of a kind of device are at these nodes; null for one that is here. Null for all where there is no other node.</summary>
    public void Show(DeviceKind kind, Address?[]? nodes)
    {
        lock (Gate)
        {
            if (nodes is null)
            {
                _shards.Remove(kind);
                return;
            }

            if (_shards.TryGetValue(kind, out var before))
            {
                for (var shard = 0; shard < nodes.Length; shard++)
                {
                    // What is held back for a node stays so until it is let go.
                    nodes[shard] = before[shard] is { } node && _held.ContainsKey(node) ? node : nodes[shard];
                }
            }

            _shards[kind] = nodes;
        }
    }

    /// <summary>This node's post.</summary>
    public void Open(IActorRef post) => Volatile.Write(ref _post, post);

    /// <summary>Sends fixes to another node.</summary>
    /// <returns>False if they are held back, and count as told later.</returns>
    public bool TrySend(Address node, List<LocatedFix> fixes)
    {
        lock (Gate)
        {
            if (_held.TryGetValue(node, out var held))
            {
                if (_heldCount + fixes.Count > MostHeld)
                {
                    // The log has them.
                    _overfull.Add(node);
                }
                else
                {
                    held.AddRange(fixes);
                    _heldCount += fixes.Count;
                }

                return false;
            }
        }

        var parcel = new FixParcel([.. fixes.Select(f => f.Fix)], [.. fixes.Select(f => f.ReceivedAt)]);
        Volatile.Read(ref _post).Tell(new OutgoingParcel(node, parcel), ActorRefs.NoSender);
        return true;
    }

    /// <summary>True while a node does not answer.</summary>
    public bool HoldsBack
    {
        get
        {
            lock (Gate)
            {
                return _held.Count > 0;
            }
        }
    }

    /// <summary>The node does not answer: what is for its devices waits.</summary>
    public void HoldBack(Address node)
    {
        lock (Gate)
        {
            _held.TryAdd(node, []);
        }
    }

    /// <summary>
    /// The node answers again, or its devices are elsewhere, and have heard of everything in the log: tells what has waited.
    /// </summary>
    /// <returns>False if more came than could wait: the log has it, and has to be looked at once more.</returns>
    public bool TryLetGo(Address node, Action<LocatedFix[]> tell)
    {
        lock (Gate)
        {
            if (!_held.TryGetValue(node, out var held))
            {
                return true;
            }

            _heldCount -= held.Count;
            if (_overfull.Remove(node))
            {
                held.Clear();
                return false;
            }

            _held.Remove(node);
            foreach (var shards in _shards.Values)
            {
                for (var shard = 0; shard < shards.Length; shard++)
                {
                    // Where they are now, the next round finds out; until then the region knows.
                    shards[shard] = shards[shard] == node ? null : shards[shard];
                }
            }

            tell([.. held]);
            return true;
        }
    }
}

/// <summary>A parcel for another node.</summary>
internal sealed record OutgoingParcel(Address Node, FixParcel Parcel);
