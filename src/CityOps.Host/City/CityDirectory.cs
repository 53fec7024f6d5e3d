using CityOps.Domain.City;
using CityOps.Host.City.Calendars;
using CityOps.Host.City.Catalogs;
using CityOps.Host.City.Fences;
using CityOps.Host.City.Partition;
using CityOps.Host.City.Policies;
using CityOps.Host.City.Reading;

namespace CityOps.Host.City;

/// <summary>
/// A city's configuration directory: <c>city.json</c>, <c>jurisdictions.json</c>, <c>departments.json</c>,
/// <c>patrol-grids.json</c>, <c>unit-grids.geojson</c>, <c>collectors.csv</c>, <c>vehicles.csv</c>, <c>cameras.csv</c>,
/// <c>components.csv</c>, <c>geofences.geojson</c> if it has any, and the catalogs, calendars and escalation that <c>city.json</c> names, relative to the directory.
/// </summary>
public static class CityDirectory
{
    /// <summary>Reads and checks the whole directory, and finds every fault in one pass.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="progress">Is told each step as it begins.</param>
    /// <returns>The city, or what is wrong with it. Bad content is never an exception.</returns>
    public static CityCheck Load(string directory, IProgress<string>? progress = null)
    {
        var log = new FaultLog();
        if (!Directory.Exists(directory))
        {
            log.Add(directory, null, null, "There is no such directory", "Name a city's directory, as config/city/demo");
            return new CityCheck(null, log.Faults, [], new CitySummary(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        }

        var source = new CitySource(directory, log);
        progress?.Report("reading the organisation and the catalog");
        var head = CityHead.Read(source, log);
        var catalog = CatalogReader.Read(head, source, log);
        var escalation = EscalationReader.Read(head, catalog, source, log);
        var jurisdictions = JurisdictionReader.Read(source, log);
        var calendars = CalendarReader.Read(head, jurisdictions, source, log);
        var departments = DepartmentReader.Read(source, jurisdictions, catalog, log);

        progress?.Report("reading the grids");
        var patrolGrids = PatrolGridReader.Read(source, jurisdictions, log);
        var unitGrids = UnitGridReader.Read(source, jurisdictions, patrolGrids, log, progress);
        progress?.Report("checking the grids for gaps and overlaps");
        var map = new GridMap(unitGrids, patrolGrids);
        map.Check(log);

        progress?.Report("reading people and vehicles");
        var collectors = CollectorReader.Read(source, patrolGrids, log);
        var vehicles = VehicleReader.Read(source, departments, log);
        var geofences = GeofenceReader.Read(source, head, unitGrids, vehicles, log);
        progress?.Report("reading cameras and components");
        var cameras = CameraReader.Read(source, map, log);
        var components = ComponentReader.Read(source, map, jurisdictions, departments, catalog, log, progress);

        var summary = new CitySummary(
            jurisdictions.ById.Count, departments.ById.Count, unitGrids.Grids.ById.Count, patrolGrids.ById.Count,
            collectors.ById.Count, vehicles.ById.Count, cameras.ById.Count, components.ById.Count,
            catalog.Categories.Count, catalog.Conditions, head.Calendars.Count, geofences.ById.Count);
        var city = log.Count > 0 || calendars is null ? null : new CityConfiguration(head.Id, head.Name, head.Zone, source.Version())
        {
            Jurisdictions = jurisdictions.ById,
            Departments = departments.ById,
            UnitGrids = unitGrids.Grids.ById,
            PatrolGrids = patrolGrids.ById,
            Collectors = collectors.ById,
            Vehicles = vehicles.ById,
            Cameras = cameras.ById,
            Components = components.ById,
            Categories = catalog.Categories,
            Calendars = calendars,
            Escalation = escalation,
            Geofences = [.. geofences.ById.Values],
            SpeedLimits = head.SpeedLimits,
        };
        return new CityCheck(city, log.Faults, log.Warnings, summary);
    }
}
