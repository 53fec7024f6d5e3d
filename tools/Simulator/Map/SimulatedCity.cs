using CityOps.Domain.City;
using CityOps.Domain.Geo;
using CityOps.Host.City;
using NodaTime;

namespace CityOps.Simulator.Map;

/// <summary>The city as the simulator sees it: its directory's files, read with the engine's own loader.</summary>
internal sealed record SimulatedCity(CityConfiguration Configuration, UnitGridMap Grids, string Directory)
{
    /// <summary>The city's own time zone.</summary>
    public DateTimeZone Zone { get; } =
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(Configuration.Zone) ??
        throw new InputException($"{Directory}: zone '{Configuration.Zone}' is no IANA time zone.");

    /// <summary>The unit grids of each patrol grid, in order of their codes.</summary>
    public ILookup<string, UnitGrid> Beats { get; } = Grids.InOrder.ToLookup(grid => grid.Beat);

    /// <summary>The managed objects of each beat.</summary>
    public ILookup<string, Component> ComponentsByBeat { get; } = Configuration.Components.Values
        .OrderBy(component => component.Code, StringComparer.Ordinal)
        .Select(component => (component, Grid: Grids.At(component.Place)))
        .ToLookup(pair => pair.Grid?.Beat ?? "", pair => pair.component);

    /// <summary>The place in the middle of the city that lies in a unit grid.</summary>
    public GeoPoint Centre { get; } = UnitGridMap.MiddleOf(
        Grids.Nearest(GeoPoint.At(latitude: Grids.Bounds.Centre.Y, longitude: Grids.Bounds.Centre.X)));

    /// <summary>Reads the city's directory.</summary>
    /// <exception cref="InputException">The directory has a fault; the message holds the first ones.</exception>
    public static SimulatedCity Read(string directory)
    {
        var check = CityDirectory.Load(directory);
        if (check.City is not { } city)
        {
            var faults = check.Faults.Take(5).Select(fault =>
            {
                var place = fault.Line is { } line ? $"{fault.File}:{line}" : fault.File;
                return $"{Environment.NewLine}  {place}: {fault.Problem}. {fault.Remedy}.";
            });
            throw new InputException(
                $"--city {directory}: cannot be used ({check.Faults.Count} faults):{string.Concat(faults)}");
        }

        return city.UnitGrids.Count > 0
            ? new(city, new UnitGridMap(city.UnitGrids.Values), directory)
            : throw new InputException($"--city {directory}: has no unit grid.");
    }
}
