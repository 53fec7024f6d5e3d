using System.Collections.Immutable;
using CityOps.Domain.Catalog;
using CityOps.Domain.Geo;

namespace CityOps.Domain.Grids;

/// <summary>责任网格: what the journal knows of a patrol grid, or of a unit grid that belongs to none.</summary>
/// <param name="OpenCases">The open cases in it, by case id.</param>
/// <param name="OnShift">The collectors on shift whose beat it is.</param>
public sealed record Grid(ImmutableSortedDictionary<string, OpenCase> OpenCases, ImmutableSortedSet<string> OnShift);

/// <summary>An open case as its grid sees it.</summary>
public sealed record OpenCase(string UnitGrid, CategoryKind Kind, string Category, GeoPoint Place);

/// <summary>News for a grid. They come through a feed, at least once; each may come again.</summary>
public abstract record GridCommand(string Grid, Origin Origin);

/// <summary>A case was reported in the grid.</summary>
public sealed record NoteCaseOpened(string Grid, Origin Origin, string Case, OpenCase Opened) : GridCommand(Grid, Origin);

/// <summary>A case in the grid was closed.</summary>
public sealed record NoteCaseClosed(string Grid, Origin Origin, string Case) : GridCommand(Grid, Origin);

/// <summary>A collector of the grid began or ended a shift.</summary>
public sealed record NoteShift(string Grid, Origin Origin, string Collector, bool On) : GridCommand(Grid, Origin);

/// <summary>What happened to a grid; kept for ever.</summary>
public abstract record GridEvent(string Grid, Stamp Stamp);

/// <summary>A case opened in the grid.</summary>
public sealed record CaseOpenedInGrid(string Grid, Stamp Stamp, string Case, OpenCase Opened) : GridEvent(Grid, Stamp);

/// <summary>A case in the grid is open no more.</summary>
public sealed record CaseClosedInGrid(string Grid, Stamp Stamp, string Case) : GridEvent(Grid, Stamp);

/// <summary>A collector is on shift in the grid.</summary>
public sealed record CollectorCameOnShift(string Grid, Stamp Stamp, string Collector) : GridEvent(Grid, Stamp);

/// <summary>A collector's shift in the grid ended.</summary>
public sealed record CollectorWentOffShift(string Grid, Stamp Stamp, string Collector) : GridEvent(Grid, Stamp);
