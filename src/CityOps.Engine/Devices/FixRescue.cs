using Akka.Actor;
using CityOps.Domain.Devices;
using CityOps.Engine.Ports;

namespace CityOps.Engine.Devices;

/// <summary>
/// Sees to it that devices hear of every fix when a node does not answer: what is for them waits, and once it answers again, or their shards
/// are elsewhere, they are told first what the logs have. Safe to do again.
/// </summary>
internal sealed class FixRescue(FixRoutes routes, IFixLog log, FixCatchUp catchUp, IDeviceGateway devices, EngineReadiness shards)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Address> _silent = [];
    private readonly HashSet<Address> _takenOver = [];

    /// <summary>The node does not answer.</summary>
    public void Begin(Address node)
    {
        lock (_gate)
        {
            _silent.Add(node);
            log.Hold(true);
            routes.HoldBack(node);
        }
    }

    /// <summary>It answers again, or is gone for good: what waits for it may go.</summary>
    public void NoLongerSilent(Address node)
    {
        lock (_gate)
        {
            _silent.Remove(node);
        }
    }

    /// <summary>Tells its devices what they have not heard of, and lets go what waits; not if it has fallen silent again meanwhile.</summary>
    public Task EndAsync(Address node, CancellationToken cancel) => TellAsync(node, null, cancel);

    /// <summary>It is out: its log goes to one of those that remain, and its shards to all of them.</summary>
    public async Task TakeOverAsync(Address node, CancellationToken cancel)
    {
        lock (_gate)
        {
            // Also where it ended before anybody found it silent.
            _takenOver.Add(node);
            log.Hold(true);
        }

        var adopted = new HashSet<Device>(await log.AdoptAsync(cancel));
        await shards.StartDevicesAsync(cancel);
        await TellAsync(node, adopted, cancel);
    }

    /// <param name="node">Whose devices are told.</param>
    /// <param name="adopted">The devices of its log that was taken over; null where it answers again.</param>
    /// <param name="cancel">Ends the wait.</param>
    private async Task TellAsync(Address node, HashSet<Device>? adopted, CancellationToken cancel)
    {
        do
        {
            await catchUp.RunAsync(await log.RecentAsync(device => adopted?.Contains(device) == true || routes.NodeOf(device) == node, cancel), cancel);
        }
        while (!TryEnd(node, isTakenOver: adopted is not null));
    }

    /// <summary>False if the log has to be looked at once more.</summary>
    private bool TryEnd(Address node, bool isTakenOver)
    {
        lock (_gate)
        {
            if (isTakenOver)
            {
                _takenOver.Remove(node);
            }

            // It has fallen silent again, or has ended and is taken over by now: what waits is for whoever sees to that.
            if (_silent.Contains(node) || _takenOver.Contains(node))
            {
                return true;
            }

            if (!routes.TryLetGo(node, held => devices.Tell(held)))
            {
                return false;
            }

            // Another node may not answer still, or be taken over at this moment, and its devices need what the log has.
            log.Hold(_takenOver.Count > 0 || routes.HoldsBack);
            return true;
        }
    }
}
