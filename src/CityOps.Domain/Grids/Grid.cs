using System.Collections.Immutable;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Domain.Grids;

/// <summary>责任网格: what the journal knows of a patrol grid, or of a unit grid that belongs to none.</summary>
/// <param name="OpenCases">The open cases in it, by case id.</param>
/// <param name="OnShift">The collectors on shift whose beat it is.</param>
public sealed record Grid(ImmutableSortedDictionary<string, OpenCase> OpenCases, ImmutableSortedSet<string> OnShift)
{
    /// <summary>Of which nothing is known yet.</summary>
    public static Grid Empty { get; } = new(ImmutableSortedDictionary<string, OpenCase>.Empty, []);

    /// <summary>How far each collector's news of shifts are known: the number of the newest event.</summary>
    public ImmutableSortedDictionary<string, long> Heard { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Verifications and inspections that wait here or are in a collector's hands, oldest first.</summary>
    public ImmutableList<GridTask> Tasks { get; init; } = [];

    /// <summary>Who was sent last to inspect what each department did.</summary>
    public ImmutableSortedDictionary<string, string> Inspectors { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>When the grid must decide again by itself; null for never.</summary>
    public Instant? Wake { get; init; }
}

/// <summary>An open case as its grid sees it.</summary>
/// <param name="UnitGrid">The unit grid it lies in.</param>
/// <param name="Kind">Component or incident.</param>
/// <param name="Category">The subclass.</param>
/// <param name="Place">Where, in WGS-84.</param>
/// <param name="ReportedAt">When the engine took it in; null in journals from before grids looked for duplicates.</param>
public sealed record OpenCase(string UnitGrid, CategoryKind Kind, string Category, GeoPoint Place, Instant? ReportedAt = null);

/// <summary>A verification or inspection that a grid has.</summary>
/// <param name="Offer">What is to be done, and where.</param>
public sealed record GridTask(TaskOffer Offer)
{
    /// <summary>The task's id.</summary>
    public string Id => Offer.Id;

    /// <summary>The collector who has it; null while it waits for one.</summary>
    public string? Collector { get; init; }

    /// <summary>When it is handed on; null while it waits, or once nobody else was there to take it.</summary>
    public Instant? Due { get; init; }

    /// <summary>The collectors who have or had it.</summary>
    public ImmutableSortedSet<string> Had { get; init; } = [];

    /// <summary>True once its limit ran out with nobody else there: whoever comes next gets it.</summary>
    public bool IsOverdue => Collector is not null && Due is null;
}
