using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.Devices;
using NodaTime;

namespace CityOps.Http.Grids;

/// <summary>The two levels of grids.</summary>
internal enum GridLevel
{
    /// <summary>责任网格.</summary>
    PatrolGrid,

    /// <summary>单元网格.</summary>
    UnitGrid,
}

/// <summary>A patrol grid, or a unit grid.</summary>
internal sealed record GridBody
{
    /// <summary>The code.</summary>
    public required string Id { get; init; }

    /// <summary>Which of the two it is.</summary>
    public required GridLevel Level { get; init; }

    /// <summary>The patrol grid: itself, the one that the unit grid is in, or null where it is in none.</summary>
    public required string? PatrolGrid { get; init; }

    /// <summary>What the patrol grid is called, in Chinese.</summary>
    public required string? Name { get; init; }

    /// <summary>The code of the jurisdiction that the patrol grid lies in.</summary>
    public required string? Jurisdiction { get; init; }

    /// <summary>The number of events that the grid's actor has had; its version.</summary>
    public required long Sequence { get; init; }

    /// <summary>The newest visit of a collector.</summary>
    public required Instant? LastVisitAt { get; init; }

    /// <summary>Whose visit that was.</summary>
    public required string? LastVisitBy { get; init; }

    /// <summary>The unit grids: all of a patrol grid, or the one.</summary>
    public required IReadOnlyList<UnitGridBody> UnitGrids { get; init; }

    /// <summary>The open cases in it.</summary>
    public required IReadOnlyList<OpenCaseBody> OpenCases { get; init; }

    /// <summary>Its verifications and inspections that wait or are in a collector's hands, oldest first.</summary>
    public required IReadOnlyList<GridTaskBody> Tasks { get; init; }

    /// <summary>The collectors on shift in the patrol grid.</summary>
    public required IReadOnlyList<string> OnShift { get; init; }

    /// <summary>The devices that were last seen in it.</summary>
    public required IReadOnlyList<PresentBody> Present { get; init; }
}

/// <summary>A unit grid and its newest visit.</summary>
internal sealed record UnitGridBody(string Id, Instant? LastVisitAt, string? LastVisitBy);

/// <summary>An open case in a grid.</summary>
internal sealed record OpenCaseBody(string Id, double Lon, double Lat, string Grid, CategoryKind Kind, string Category);

/// <summary>A verification or inspection in a grid.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="Kind">What for.</param>
/// <param name="Lon">Where it is to be done: degrees east, WGS-84.</param>
/// <param name="Lat">Degrees north, WGS-84.</param>
/// <param name="Grid">The unit grid.</param>
/// <param name="Collector">Who has it; null while it waits for a collector on shift.</param>
/// <param name="Due">When it is handed on; null while it waits, or where nobody else is there to take it.</param>
internal sealed record GridTaskBody(
    string Id, TaskKind Kind, double Lon, double Lat, string Grid, string? Collector, Instant? Due);

/// <summary>A device in a grid.</summary>
internal sealed record PresentBody(string Id, DeviceKind Device, string Grid, Instant T);

/// <summary>Where a point lies.</summary>
/// <param name="Id">The unit grid.</param>
/// <param name="Lon">The longitude that was asked for.</param>
/// <param name="Lat">The latitude that was asked for.</param>
/// <param name="Grid">The unit grid.</param>
/// <param name="PatrolGrid">Its patrol grid; null where it belongs to none.</param>
internal sealed record PointBody(string Id, double Lon, double Lat, string Grid, string? PatrolGrid);
