using CityOps.Domain;
using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Engine;
using CityOps.Engine.Ports;
using CityOps.Http.Answers;
using CityOps.Http.Calling;
using CityOps.Http.OpenApi;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Devices;

/// <summary>Devices that wait for an operator of the city to admit them.</summary>
internal static class QuarantineEndpoints
{
    private const string Path = "/devices/quarantine";
    private const Roles Operators = Roles.ShiftLead | Roles.Leader;

    public static void MapQuarantine(this IEndpointRouteBuilder api)
    {
        api.MapGet(Path, List)
            .Describe(
                "devices", "List the quarantine",
                "Devices that logged in though the city's configuration does not know them, the last one heard first. For shift leads and "
                + "leaders who act for the whole city.")
            .Refuses(403);
        api.MapPost(Path + "/{kind}/{id}/admit", Admit)
            .Describe(
                "devices", "Admit a device", "From now on it is taken like one of the city's configuration; it has to connect again.")
            .Refuses(403, 404);
        api.MapPost(Path + "/{kind}/{id}/refuse", Refuse)
            .Describe("devices", "Refuse a device", "Its connections end, and it cannot log in until it is admitted.")
            .Refuses(403, 404);
    }

    private static async Task<Results<Ok<Listing<QuarantineBody>>, ProblemHttpResult>> List(
        Caller caller, IQuarantine quarantine, CityConfiguration city, TimeProvider clock, CancellationToken cancel) =>
        IsOperator(caller.Actor, city)
            ? TypedResults.Ok(Listing.Whole((await quarantine.ListAsync(cancel)).Select(QuarantineBody.From), clock.GetCurrentInstant()))
            : NotForCaller;

    private static Task<Results<Ok<QuarantineBody>, ProblemHttpResult>> Admit(
        string kind, string id, Caller caller, IQuarantine quarantine, CityConfiguration city, TimeProvider clock,
        CancellationToken cancel) =>
        DecideAsync(kind, id, QuarantineStanding.Admitted, caller.Actor, quarantine, city, clock, cancel);

    private static Task<Results<Ok<QuarantineBody>, ProblemHttpResult>> Refuse(
        string kind, string id, Caller caller, IQuarantine quarantine, CityConfiguration city, TimeProvider clock,
        CancellationToken cancel) =>
        DecideAsync(kind, id, QuarantineStanding.Refused, caller.Actor, quarantine, city, clock, cancel);

    private static async Task<Results<Ok<QuarantineBody>, ProblemHttpResult>> DecideAsync(
        string kind, string id, QuarantineStanding standing, Actor by, IQuarantine quarantine, CityConfiguration city,
        TimeProvider clock, CancellationToken cancel)
    {
        if (!IsOperator(by, city))
        {
            return NotForCaller;
        }

        return DeviceUser.TryParseDevice($"{kind}/{id}", out var device)
            && await quarantine.DecideAsync(device, standing, by.Id, clock.GetCurrentInstant(), cancel) is { } decided
            ? TypedResults.Ok(QuarantineBody.From(decided))
            : EngineRejections.NotFound("device").ToProblem();
    }

    private static ProblemHttpResult NotForCaller => Problem.Of(
        StatusCodes.Status403Forbidden, "quarantine.notForCaller",
        "The quarantine is for shift leads and leaders who act for the whole city.");

    private static bool IsOperator(Actor actor, CityConfiguration city) => actor is { Department: null } && actor.IsIn(Operators)
        && (actor.Jurisdiction is not { } place || city.Jurisdictions.GetValueOrDefault(place) is { Parent: null });
}
