using CityOps.Domain.Devices;

namespace CityOps.Engine.Ports;

/// <summary>Where fixes become durable. Safe for one writer at a time.</summary>
public interface IFixLog
{
    /// <summary>Writes the whole batch in one commit; when the task completes, every fix of it survives a kill.</summary>
    Task AppendAsync(ReadOnlyMemory<Fix> batch, CancellationToken cancel);

    /// <summary>The devices whose newest fixes were logged but not yet kept in tracks when the engine stopped.</summary>
    Task<IReadOnlyList<Device>> PendingDevicesAsync(CancellationToken cancel);
}
