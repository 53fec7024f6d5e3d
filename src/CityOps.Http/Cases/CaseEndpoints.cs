using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.Engine;
using CityOps.Engine.Cases;
using CityOps.Engine.Ports;
using CityOps.Http.Answers;
using CityOps.Http.Calling;
using CityOps.Http.OpenApi;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Cases;

/// <summary>案件: cases are read.</summary>
internal static class CaseEndpoints
{
    public static void MapCases(this IEndpointRouteBuilder api)
    {
        api.MapGet("/cases", List)
            .Describe("cases", "List cases", "A page of the read model, newest first unless sort says otherwise.")
            .Takes(
                "stage", "light", "department", "grid", "category", "channel", "collector", "from", "to", "bbox", "q",
                "sort", "limit", "after")
            .Refuses(400, 403, 422);
        api.MapGet("/cases/{id}", Get)
            .Describe(
                "cases", "One case",
                "Its state as its actor has it. The ETag is its sequence number; one that names photos is never answered 304, since they may arrive later.")
            .Takes(Header.IfNoneMatch)
            .Answers(StatusCodes.Status304NotModified)
            .Refuses(403, 404, 503);
        api.MapGet("/cases/{id}/events", Events)
            .Describe("cases", "What happened to a case", "Every event since its report, in order.")
            .Refuses(403, 404, 503);
        api.MapGet("/cases/{id}/clock", Clock)
            .Describe(
                "cases", "How a case's limits were counted",
                "For every clock: limit, due time, used and left, and each interval counted or skipped, with its reason.")
            .Refuses(403, 404, 503);
        api.MapGet("/cases/{id}/tasks", Tasks)
            .Describe("cases", "A case's verifications and inspections", "Oldest first.")
            .Refuses(403, 404, 503);
    }

    private static async Task<Results<Ok<Listing<ClockBody>>, ProblemHttpResult>> Clock(
        string id, Caller caller, ICaseGateway cases, CityConfiguration city, TimeProvider clock, CancellationToken cancel) =>
        (await cases.FindAsync(id, caller, cancel)).ToResult(found =>
        {
            var (calendar, now) = (city.Calendars.For(found.View.Report.UnitGrid), clock.GetCurrentInstant());
            return TypedResults.Ok(Listing.Whole(found.View.File.Clocks.Select(c => ClockBody.From(c, calendar, now)), now));
        });

    private static async Task<Results<Ok<Listing<TaskBody>>, ProblemHttpResult>> Tasks(
        string id, Caller caller, ICaseGateway cases, TimeProvider clock, CancellationToken cancel) =>
        (await cases.FindAsync(id, caller, cancel)).ToResult(found => TypedResults.Ok(
            Listing.Whole(
                found.View.File.Tasks.Select(task => TaskBody.From(task, CaseSight.Of(caller.Actor, found.View.State))),
                clock.GetCurrentInstant())));

    private static async Task<Results<Ok<Listing<CaseRowBody>>, ProblemHttpResult>> List(
        HttpRequest request, Caller caller, IReadModel model, CancellationToken cancel) =>
        !CaseFilter.TryRead(request.Query, caller.Scope, out var query, out var malformed) ? malformed
        : query.Collector is not null && !caller.Actor.IsIn(CaseSight.WithCollectors) ? CollectorsHidden
        : await Pages.ReadAsync(() => model.CasesAsync(query, cancel), row => CaseRowBody.From(row, SightOf(caller.Actor, row)));

    private static ProblemHttpResult CollectorsHidden => Problem.Of(
        StatusCodes.Status403Forbidden, "case.collectorHidden", "Which collector reported is not told to who handles the cases.");

    /// <summary>Where a citizen reported, the events name them.</summary>
    private static CaseSight SightOf(Caller caller, KnownCase state)
    {
        var sight = CaseSight.Of(caller.Actor, state);
        if (sight.Reporter && state.File.ReportedBy.IsIn(Roles.Citizen))
        {
            caller.Shows("reporter");
        }

        return sight;
    }

    // A row does not know every department that it was with; the one that has it is the one that must not know.
    private static CaseSight SightOf(Actor by, CaseRow row) =>
        by.Department is { } own && (row.Department == own || !by.IsIn(CaseSight.WithCollectors))
            ? default
            : new CaseSight(false, by.IsIn(CaseSight.WithCollectors));

    private static async Task<Results<Entity<CaseBody>, ProblemHttpResult>> Get(
        string id, Caller caller, ICaseGateway cases, IFiles files, CancellationToken cancel) =>
        (await cases.FindAsync(id, caller, cancel)).ToResult(found => CaseResults.Ok(found.View, caller, files));

    private static async Task<Results<Ok<Listing<CaseEventBody>>, ProblemHttpResult>> Events(
        string id,
        Caller caller,
        ICaseGateway cases,
        IJournalReader journal,
        TimeProvider clock,
        CancellationToken cancel) =>
        await (await cases.FindAsync(id, caller, cancel)).ToResultAsync(async found => TypedResults.Ok(Listing.Whole(
            (await journal.OfEntityAsync($"case-{found.View.Id}", 1, found.View.Sequence, cancel))
                .Select(e => CaseEventBody.From(e, SightOf(caller, found.View.State))),
            clock.GetCurrentInstant())));

    /// <summary>The case of a path; what is no id, or lies outside of the caller's scope, is no case.</summary>
    internal static async Task<Answer<CaseView>> FindAsync(
        this ICaseGateway cases, string id, Caller caller, CancellationToken cancel) =>
        CaseId.TryParse(id, out var known)
            ? Within(await cases.GetAsync(known, caller.Actor, cancel), caller)
            : new Answer<CaseView>.Refused(CaseRejections.NotFound);

    private static Answer<CaseView> Within(Answer<CaseView> answer, Caller caller) =>
        answer is Answer<CaseView>.Done { View.State: var state } && !caller.Sees(state)
            ? new Answer<CaseView>.Refused(CaseRejections.NotFound)
            : answer;
}
