using CityOps.Domain.Devices;
using CityOps.Engine.Devices;
using NodaTime;

namespace CityOps.Engine.Ports;

/// <summary>Finds the grid of a fix. Thread-safe.</summary>
public interface IFixLocator
{
    /// <summary>The fix with the grids it lies in.</summary>
    LocatedFix Locate(Fix fix, Instant receivedAt);
}
