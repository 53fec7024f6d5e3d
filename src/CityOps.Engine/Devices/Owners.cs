using CityOps.Domain.City;
using CityOps.Domain.Devices.Commands;

namespace CityOps.Engine.Devices;

/// <summary>Whose devices are, by the city's configuration.</summary>
internal static class Owners
{
    /// <summary>Collectors belong to the centres whose grids they walk. Null for one who is not registered.</summary>
    public static Addressee? CollectorOwner(this CityConfiguration city, string id) =>
        city.Collectors.TryGetValue(id, out var entry)
            ? new Addressee(
                null,
                [.. entry.PatrolGrids.Select(code => city.PatrolGrids.GetValueOrDefault(code)?.Jurisdiction).OfType<string>().Distinct()])
            : null;

    /// <summary>Vehicles belong to their department. Null for one that is not registered.</summary>
    public static Addressee? VehicleOwner(this CityConfiguration city, string id) =>
        city.Vehicles.TryGetValue(id, out var entry)
            ? new Addressee(
                entry.Department,
                city.Departments.TryGetValue(entry.Department, out var department) ? [department.Jurisdiction] : [])
            : null;
}
