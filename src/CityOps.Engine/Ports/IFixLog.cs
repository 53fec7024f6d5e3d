using CityOps.Domain.Devices;
using NodaTime;

namespace CityOps.Engine.Ports;

/// <summary>Where fixes become durable. Safe for one writer at a time.</summary>
public interface IFixLog
{
    /// <summary>Writes the whole batch in one commit; when the task completes, every fix of it survives a kill.</summary>
    Task AppendAsync(ReadOnlyMemory<Fix> batch, CancellationToken cancel);

    /// <summary>
    /// The devices with fixes that were in the log when the engine started. The log keeps a fix for half a minute at least, and forgets nothing
    /// before <see cref="CaughtUp"/>.
    /// </summary>
    Task<IReadOnlyList<PendingFixes>> PendingAsync(CancellationToken cancel);

    /// <summary>Those fixes of a device, in the order in which they came.</summary>
    Task<IReadOnlyList<Fix>> ReadPendingAsync(Device device, CancellationToken cancel);

    /// <summary>The devices have heard of what was in the log.</summary>
    void CaughtUp();

    /// <summary>
    /// While it is held, the log forgets nothing of the last half minute: another node may have ended, or be cut off, before its devices
    /// heard of it.
    /// </summary>
    void Hold(bool held);

    /// <summary>What the log has of some devices, at least from half a minute before it was held.</summary>
    Task<IReadOnlyList<RecentFixes>> RecentAsync(Predicate<Device> wanted, CancellationToken cancel);

    /// <summary>Takes over the logs of nodes that run no more; the devices that have fixes in them.</summary>
    Task<IReadOnlySet<Device>> AdoptAsync(CancellationToken cancel);
}

/// <summary>Fixes of a device that are in the log.</summary>
/// <param name="Device">Which device.</param>
/// <param name="Fixes">In the order in which they came.</param>
/// <param name="LoggedAt">When the last of them was written.</param>
public readonly record struct RecentFixes(Device Device, IReadOnlyList<Fix> Fixes, Instant LoggedAt);

/// <summary>Fixes of a device that were in the log when the engine started.</summary>
/// <param name="Device">Which device.</param>
/// <param name="NewestAt">When the newest was taken, by the device's clock.</param>
/// <param name="LoggedAt">When the last of them was written, which is a group commit after it was received; 1970 where an older version wrote it.</param>
public readonly record struct PendingFixes(Device Device, Instant NewestAt, Instant LoggedAt);
