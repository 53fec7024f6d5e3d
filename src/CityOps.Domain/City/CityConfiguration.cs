using CityOps.Domain.Catalog;
using CityOps.Domain.Deadlines;
using CityOps.Domain.Geo;

namespace CityOps.Domain.City;

/// <summary>
/// All that a city has configured, checked as a whole before anything starts. Immutable; safe to share between threads.
/// </summary>
/// <param name="Id">Short id of the city: <c>demo</c>.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Zone">IANA time zone: <c>Asia/Shanghai</c>.</param>
/// <param name="Version">A hash over the files; every event keeps the one that was in force.</param>
public sealed record CityConfiguration(string Id, Name Name, string Zone, string Version)
{
    /// <summary>The tree of jurisdictions, by code.</summary>
    public required IReadOnlyDictionary<string, Jurisdiction> Jurisdictions { get; init; }

    /// <summary>The departments, by id.</summary>
    public required IReadOnlyDictionary<string, Department> Departments { get; init; }

    /// <summary>The unit grids, by code.</summary>
    public required IReadOnlyDictionary<string, UnitGrid> UnitGrids { get; init; }

    /// <summary>The patrol grids, by code.</summary>
    public required IReadOnlyDictionary<string, PatrolGrid> PatrolGrids { get; init; }

    /// <summary>The collectors, by id.</summary>
    public required IReadOnlyDictionary<string, CollectorEntry> Collectors { get; init; }

    /// <summary>The vehicles, by terminal id.</summary>
    public required IReadOnlyDictionary<string, VehicleEntry> Vehicles { get; init; }

    /// <summary>The cameras, by id.</summary>
    public required IReadOnlyDictionary<string, Camera> Cameras { get; init; }

    /// <summary>The components, by code.</summary>
    public required IReadOnlyDictionary<string, Component> Components { get; init; }

    /// <summary>The subclasses, by kind and code.</summary>
    public required IReadOnlyDictionary<(CategoryKind Kind, string Code), Category> Categories { get; init; }

    /// <summary>The working time of the city and of the jurisdictions that have their own.</summary>
    public required CalendarBook Calendars { get; init; }

    /// <summary>What happens when cases come near their limits and pass them.</summary>
    public EscalationPolicy Escalation { get; init; } = EscalationPolicy.None;

    /// <summary>The geofences, in the order of their file.</summary>
    public IReadOnlyList<Geofence> Geofences { get; init; } = [];

    /// <summary>How fast each kind of vehicle may drive.</summary>
    public IReadOnlyDictionary<VehicleKind, Speed> SpeedLimits { get; init; } = City.SpeedLimits.Default;

    /// <summary>The grid whose actor answers for a unit grid today; the one that did where the city has the unit grid no more.</summary>
    public string BeatOf(string unitGrid, string known) => UnitGrids.TryGetValue(unitGrid, out var unit) ? unit.Beat : known;

    /// <summary>True if the collector walks the patrol grid.</summary>
    public bool IsBeatOf(string collector, string patrolGrid) =>
        Collectors.TryGetValue(collector, out var entry) && entry.PatrolGrids.Contains(patrolGrid);
}
