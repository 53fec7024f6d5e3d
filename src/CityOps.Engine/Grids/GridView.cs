using CityOps.Domain.Devices;
using CityOps.Domain.Grids;
using CityOps.Engine.Devices;
using NodaTime;

namespace CityOps.Engine.Grids;

/// <summary>A grid as callers see it.</summary>
/// <param name="Code">The patrol grid, or a unit grid that belongs to none.</param>
/// <param name="Sequence">The number of events in its journal; its version.</param>
/// <param name="UnitGrids">Its unit grids with their newest visits.</param>
/// <param name="OpenCases">The open cases in it, by case id.</param>
/// <param name="OnShift">The collectors on shift in it.</param>
/// <param name="Present">The devices that were last seen in it.</param>
public sealed record GridView(
    string Code,
    long Sequence,
    IReadOnlyList<UnitGridView> UnitGrids,
    IReadOnlyDictionary<string, OpenCase> OpenCases,
    IReadOnlyList<string> OnShift,
    IReadOnlyList<PresentDevice> Present)
{
    /// <summary>Its verifications and inspections that wait or are in a collector's hands, oldest first.</summary>
    public IReadOnlyList<GridTask> Tasks { get; init; } = [];

    /// <summary>When it must decide again by itself; null for never.</summary>
    public Instant? Wake { get; init; }
}

/// <summary>A unit grid within its grid.</summary>
public sealed record UnitGridView(string Code, Instant? LastVisitAt, string? LastVisitBy);

/// <summary>A device in a grid.</summary>
public sealed record PresentDevice(Device Device, string UnitGrid, Instant SeenAt);
