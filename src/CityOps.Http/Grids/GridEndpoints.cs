using System.Diagnostics.CodeAnalysis;
using CityOps.Domain;
using CityOps.Domain.City;
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
            .Describe("grids", "The grids of a point", "The unit grid that contains the point, and its patrol grid.")
            .Takes("lon", "lat")
            .Refuses(400, 404);
        api.MapGet("/grids/{code}", Get)
            .Describe("grids", "One grid", "A patrol grid, or a unit grid (15 digits): visits, cases, devices.")
            .Refuses(404, 503);
    }

    private static Results<Ok<PointBody>, ProblemHttpResult> Find(HttpRequest request, GridIndex index) =>
        !TryReadPoint(request.Query, out var place, out var malformed) ? malformed
        : index.Locate(place) is { } unit
            ? TypedResults.Ok(
                new PointBody(unit.Code, place.Longitude, place.Latitude, unit.Code, unit.PatrolGrid))
            : OutsideCity.ToProblem();

    private static async Task<Results<Ok<GridBody>, ProblemHttpResult>> Get(
        string code, Caller caller, IGridGateway grids, CityConfiguration city, CancellationToken cancel) =>
        city.PatrolGrids.TryGetValue(code, out var patrolGrid) && caller.Met(caller.Scope.Sees(patrolGrid))
            ? (await grids.GetAsync(code, cancel)).ToResult(
                found => TypedResults.Ok(GridPresenter.Whole(found.View, patrolGrid)))
        : city.UnitGrids.TryGetValue(code, out var unit) && caller.Met(caller.Scope.SeesPlace(unit.Code, unit.Beat))
            ? (await grids.GetAsync(unit.Beat, cancel)).ToResult(
                found => TypedResults.Ok(GridPresenter.Part(found.View, unit, PatrolGridOf(unit, city))))
        : EngineRejections.NotFound("grid").ToProblem();

    private static PatrolGrid? PatrolGridOf(UnitGrid unit, CityConfiguration city) =>
        unit.PatrolGrid is { } code ? city.PatrolGrids.GetValueOrDefault(code) : null;

    private static bool TryReadPoint(
        IQueryCollection query,
        out GeoPoint place,
        [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        var reader = new QueryReader(query);
        place = reader.Point();
        return !reader.IsMalformed(out problem);
    }
}
