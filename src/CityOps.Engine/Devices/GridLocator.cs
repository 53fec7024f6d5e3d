using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Engine.Devices;

/// <summary>Locates fixes by the city's grid index.</summary>
internal sealed class GridLocator(GridIndex index) : IFixLocator
{
    public LocatedFix Locate(Fix fix, Instant receivedAt) => index.Locate(fix.Place) is { } unitGrid
        ? new LocatedFix(fix, receivedAt, unitGrid.Code, unitGrid.Beat)
        : new LocatedFix(fix, receivedAt, null, null);
}
