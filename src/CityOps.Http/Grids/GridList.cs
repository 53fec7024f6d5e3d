using CityOps.Domain.City;
using CityOps.Engine;
using CityOps.Engine.Ports;
using CityOps.Http.Answers;
using CityOps.Http.Queries;
using Envelope = NetTopologySuite.Geometries.Envelope;

namespace CityOps.Http.Grids;

/// <summary>The grids of the city, by code. Thread-safe.</summary>
internal sealed class GridList(CityConfiguration city, GridShapes shapes, TimeProvider clock)
{
    private readonly GridRowBody[] _unitGrids = [.. city.UnitGrids.Values.OrderBy(u => u.Code, StringComparer.Ordinal).Select(u => Row(u, city))];

    private readonly GridRowBody[] _patrolGrids = [.. city.PatrolGrids.Values.OrderBy(p => p.Code, StringComparer.Ordinal).Select(Row)];

    /// <summary>Reads what is asked for, and gives the page.</summary>
    public Mapped<Listing<GridRowBody>, FeatureCollection<GridRowBody>> Page(QueryReader reader)
    {
        var level = reader.Word<GridLevel>("level") ?? GridLevel.PatrolGrid;
        var (box, limit, after) = (reader.Box("bbox"), reader.Limit(), reader.Identifier("after"));
        List<GridRowBody> page =
        [
            .. (level == GridLevel.UnitGrid ? _unitGrids : _patrolGrids)
                .SkipWhile(row => string.CompareOrdinal(row.Id, after) <= 0)
                .Where(row => IsIn(row, box))
                .Take(limit + 1),
        ];
        var rest = page.Count > limit ? page[limit - 1].Id : null;
        var list = new Listing<GridRowBody>(rest is null ? page : page[..limit], rest, clock.GetCurrentInstant());
        return new(list, () => FeatureCollection<GridRowBody>.Of(list, OnMap));
    }

    /// <summary>A grid on a map.</summary>
    public Feature<GridRowBody> OnMap(GridRowBody row) =>
        Feature<GridRowBody>.Of(row.Id, shapes.Of(row.Id) is { } area ? Geometry.Area(area) : null, row);

    /// <summary>A unit grid as a row.</summary>
    public static GridRowBody Row(UnitGrid unit, CityConfiguration city)
    {
        var patrolGrid = unit.PatrolGrid is { } code ? city.PatrolGrids.GetValueOrDefault(code) : null;
        return new GridRowBody(unit.Code, GridLevel.UnitGrid, unit.PatrolGrid, patrolGrid?.Name.Zh, patrolGrid?.Jurisdiction);
    }

    private static GridRowBody Row(PatrolGrid grid) => new(grid.Code, GridLevel.PatrolGrid, grid.Code, grid.Name.Zh, grid.Jurisdiction);

    private bool IsIn(GridRowBody row, GeoBox? box) => box is null || (shapes.Of(row.Id) is { } area && area.EnvelopeInternal.Intersects(
        new Envelope(box.SouthWest.Longitude, box.NorthEast.Longitude, box.SouthWest.Latitude, box.NorthEast.Latitude)));
}

/// <summary>A grid in a list.</summary>
/// <param name="Id">The code.</param>
/// <param name="Level">Which of the two it is.</param>
/// <param name="PatrolGrid">The patrol grid: itself, the one that the unit grid is in, or null where it is in none.</param>
/// <param name="Name">What the patrol grid is called, in Chinese.</param>
/// <param name="Jurisdiction">The code of the jurisdiction that the patrol grid lies in.</param>
internal sealed record GridRowBody(string Id, GridLevel Level, string? PatrolGrid, string? Name, string? Jurisdiction);
