using System.Globalization;
using CityOps.Domain.City;
using CityOps.Domain.Components;
using CityOps.Engine;
using CityOps.Engine.Components;
using CityOps.Http.Answers;
using CityOps.Http.Calling;
using CityOps.Http.Json;
using CityOps.Http.OpenApi;
using CityOps.Http.Problems;
using CityOps.Http.Queries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Components;

/// <summary>部件: the register of components.</summary>
internal static class ComponentEndpoints
{
    public static void MapComponents(this IEndpointRouteBuilder api)
    {
        api.MapGet("/components", List)
            .Describe(
                "components", "List components",
                "A page by code, or the nearest to a place first, with distances. Without a state, those that do service.")
            .Takes("near", "bbox", "category", "department", "state", "limit", "after")
            .Refuses(400);
        api.MapGet("/components/{code}", Get)
            .Describe("components", "One component", "As the register has it. The ETag is its version, which is how many changes it has had, and that of the city's files.")
            .Takes(Header.IfNoneMatch)
            .Answers(StatusCodes.Status304NotModified)
            .Refuses(404);
        api.MapPost("/components", Add)
            .Describe("components", "Add a component", "备案: for acceptors, shift leads, dispatchers and leaders of its jurisdiction.")
            .Takes(Header.IdempotencyKey)
            .Answers<ComponentBody>(StatusCodes.Status201Created)
            .Refuses(400, 403, 409, 413, 415, 422);
        api.MapPost("/components/{code}/changes", Change)
            .Describe(
                "components", "Register a change of a component",
                "备案: it was moved, is set right, or does no service any more. What was registered stays, with who and when.")
            .Takes(Header.IdempotencyKey, Header.IfMatch)
            .Refuses(400, 403, 404, 409, 412, 413, 415, 422);
        api.MapGet("/components/{code}/changes", History)
            .Describe("components", "The changes of a component", "The newest first.")
            .Takes("limit", "after")
            .Refuses(400, 404);
    }

    private static Results<Mapped<Listing<ComponentBody>, FeatureCollection<ComponentBody>>, ProblemHttpResult> List(
        HttpRequest request, Caller caller, ComponentRegister register, CityConfiguration city, TimeProvider clock)
    {
        var reader = new QueryReader(request.Query);
        var filter = new ComponentFilter(reader, caller.Scope);
        if (filter.IsContradictory)
        {
            reader.Fault("after", "A list by distance has no further pages.");
        }

        if (reader.IsMalformed(out var malformed))
        {
            return malformed;
        }

        var list = filter.Page(register, city, clock.GetCurrentInstant());
        return new Mapped<Listing<ComponentBody>, FeatureCollection<ComponentBody>>(
            list, () => FeatureCollection<ComponentBody>.Of(list, ComponentBody.OnMap));
    }

    private static Results<Entity<ComponentBody>, ProblemHttpResult> Get(
        string code, Caller caller, ComponentRegister register, CityConfiguration city) =>
        register.Find(code, caller) is { } found
            ? new Entity<ComponentBody>(ComponentBody.From(found, city), ComponentBody.TagOf(found, city))
            : ComponentRejections.NotFound.ToProblem();

    private static async Task<Results<Entity<ComponentBody>, ProblemHttpResult>> Add(
        Body<AddComponentRequest> body, IdempotencyKey key, Caller caller, ComponentSender sender, HttpRequest http, CancellationToken cancel)
    {
        if (!key.IsValid(out var malformed))
        {
            return malformed;
        }

        if (!body.TryGet(out var request, out var unreadable))
        {
            return unreadable;
        }

        var faults = new Faults();
        faults.Require("code", request.Code);
        faults.Identify("code", request.Code);
        return await sender.SendAsync(request.Code ?? "", ComponentChangeKind.Add, request, faults, key, caller, http, cancel);
    }

    private static async Task<Results<Entity<ComponentBody>, ProblemHttpResult>> Change(
        string code, Body<ChangeComponentRequest> body, IdempotencyKey key, Caller caller, ComponentRegister register, ComponentSender sender,
        HttpRequest http, CancellationToken cancel)
    {
        if (!key.IsValid(out var malformed))
        {
            return malformed;
        }

        if (!body.TryGet(out var request, out var unreadable))
        {
            return unreadable;
        }

        var faults = new Faults();
        if (faults.Require("kind", request.Kind) && request.Kind == ComponentChangeKind.Add)
        {
            faults.Add("kind", "What is new is added to the list of components.");
        }

        // It may have been added on another node a moment ago.
        await register.CatchUpAsync(code, cancel);
        return register.Find(code, caller) is not null
            ? await sender.SendAsync(code, request.Kind ?? default, request, faults, key, caller, http, cancel)
            : ComponentRejections.NotFound.ToProblem();
    }

    private static async Task<Results<Ok<Listing<ComponentChangeBody>>, ProblemHttpResult>> History(
        string code, HttpRequest request, Caller caller, ComponentRegister register, TimeProvider clock, CancellationToken cancel)
    {
        var reader = new QueryReader(request.Query);
        var (limit, after) = (reader.Limit(), reader.Text("after"));
        var before = long.MaxValue;
        if (after is not null && !(long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out before)))
        {
            reader.Fault("after", "It is no cursor of this list.");
        }

        if (reader.IsMalformed(out var malformed))
        {
            return malformed;
        }

        if (register.Find(code, caller) is null)
        {
            return ComponentRejections.NotFound.ToProblem();
        }

        var changes = await register.HistoryAsync(code, before, limit + 1, cancel);
        List<ComponentChangeBody> items = [.. changes.Take(limit).Select(ComponentChangeBody.From)];
        var next = changes.Count > limit ? items[^1].Version.ToString(CultureInfo.InvariantCulture) : null;
        return TypedResults.Ok(new Listing<ComponentChangeBody>(items, next, clock.GetCurrentInstant()));
    }

    /// <summary>The component of a path; what lies outside of the caller's scope is no component.</summary>
    private static ManagedComponent? Find(this ComponentRegister register, string code, Caller caller) =>
        register.Find(code) is { } found && caller.Met(caller.Scope.Sees(found)) ? found : null;
}
