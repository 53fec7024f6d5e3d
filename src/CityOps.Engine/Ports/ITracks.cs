using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Engine.Ports;

/// <summary>The recorded tracks. What <see cref="IFixLog"/> has acknowledged is in them at once. Thread-safe.</summary>
public interface ITracks
{
    /// <summary>The fixes of a device in [from, to), by device time, each once.</summary>
    Task<IReadOnlyList<Fix>> ReadAsync(Device device, Instant from, Instant to, CancellationToken cancel);

    /// <summary>The devices whose tracks came near a place in [from, to), the nearest first.</summary>
    Task<IReadOnlyList<PassBy>> NearAsync(GeoPoint place, Length within, Instant from, Instant to, CancellationToken cancel);
}
