using CityOps.Domain;
using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Engine;
using CityOps.Engine.Grids;
using CityOps.Http.Answers;
using CityOps.Http.Calling;
using CityOps.Http.OpenApi;
using CityOps.Http.Problems;
using CityOps.Http.Queries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Grids;

/// <summary>网格: grids are read.</summary>
internal static class GridEndpoints
{
    private static readonly Rejection OutsideCity =
        new(RejectionKind.NotFound, "place.outsideCity", "The place lies in no unit grid of the city.");

    public static void MapGrids(this IEndpointRouteBuilder api)
    {
        api.MapGet("/grids", Find)
            .Describe(
                "grids", "The grids, or those of a point",
                "With lon and lat: the unit grid that contains the point (`id`, `lon`, `lat`, `grid`, `patrolGrid`). Without: a page of all "
                + "patrol grids, or of all unit grids, by code. As GeoJSON with their polygons.")
            .Takes("lon?", "lat?", "level", "bbox", "limit", "after")
            .Refuses(400, 404);
        api.MapGet("/grids/{code}", Get)
            .Describe(
                "grids", "One grid", "A patrol grid, or a unit grid (15 digits): visits, cases, devices. As GeoJSON with its polygon.")
            .Refuses(404, 503);
    }

    private static Results<
        Mapped<PointBody, FeatureCollection<GridRowBody>>, Mapped<Listing<GridRowBody>, FeatureCollection<GridRowBody>>, ProblemHttpResult> Find(
        HttpRequest request, GridIndex index, GridList grids, CityConfiguration city, TimeProvider clock)
    {
        var reader = new QueryReader(request.Query);
        if (reader.Text("lon") is null && reader.Text("lat") is null)
        {
            var page = grids.Page(reader);
            return reader.IsMalformed(out var faults) ? faults : page;
        }

        var place = reader.Point();
        if (reader.IsMalformed(out var malformed))
        {
            return malformed;
        }

        if (index.Locate(place) is not { } unit)
        {
            return OutsideCity.ToProblem();
        }

        var row = GridList.Row(city.UnitGrids[unit.Code], city);
        return new Mapped<PointBody, FeatureCollection<GridRowBody>>(
            new PointBody(unit.Code, place.Longitude, place.Latitude, unit.Code, unit.PatrolGrid),
            () => FeatureCollection<GridRowBody>.Of(Listing.Whole([row], clock.GetCurrentInstant()), grids.OnMap));
    }

    private static async Task<Results<Mapped<GridBody, Feature<GridBody>>, ProblemHttpResult>> Get(
        string code, Caller caller, IGridGateway grids, CityConfiguration city, GridShapes shapes, CancellationToken cancel) =>
        city.PatrolGrids.TryGetValue(code, out var patrolGrid) && caller.Met(caller.Scope.Sees(patrolGrid))
            ? (await grids.GetAsync(code, cancel)).ToResult(found => OnMap(GridPresenter.Whole(found.View, patrolGrid), caller, shapes))
        : city.UnitGrids.TryGetValue(code, out var unit) && caller.Met(caller.Scope.SeesPlace(unit.Code, unit.Beat))
            ? (await grids.GetAsync(unit.Beat, cancel)).ToResult(
                found => OnMap(GridPresenter.Part(found.View, unit, PatrolGridOf(unit, city)), caller, shapes))
        : EngineRejections.NotFound("grid").ToProblem();

    private static Mapped<GridBody, Feature<GridBody>> OnMap(GridBody grid, Caller caller, GridShapes shapes)
    {
        if (TellsOfCollectors(grid))
        {
            caller.Shows("collector");
        }

        return new Mapped<GridBody, Feature<GridBody>>(
            grid, () => Feature<GridBody>.Of(grid.Id, shapes.Of(grid.Id) is { } area ? Geometry.Area(area) : null, grid));
    }

    /// <summary>True if it tells where a collector is or was.</summary>
    private static bool TellsOfCollectors(GridBody grid) =>
        grid.OnShift.Count > 0
        || grid.Present.Any(device => device.Device == DeviceKind.Collector)
        || grid.UnitGrids.Any(unit => unit.LastVisitBy is not null);

    private static PatrolGrid? PatrolGridOf(UnitGrid unit, CityConfiguration city) =>
        unit.PatrolGrid is { } code ? city.PatrolGrids.GetValueOrDefault(code) : null;
}
