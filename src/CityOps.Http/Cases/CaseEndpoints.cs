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
using CityOps.Http.Queries;
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
                "Its state as its actor has it, or as it was at a moment of the past: with the lights and limits of then, and nothing "
                + "allowed. The ETag is its sequence number, with the light behind it while that is not green; a case that names photos is "
                + "never answered 304, since they may arrive later. Before its report: 404, `case.notYetReported`.")
            .Takes(Moment.Parameter, Header.IfNoneMatch)
            .Answers(StatusCodes.Status304NotModified)
            .Refuses(400, 403, 404, 503);
        api.MapGet("/cases/{id}/events", Events)
            .Describe("cases", "What happened to a case", "Every event since its report, in order; those until a moment, if one is given.")
            .Takes(Moment.Parameter)
            .Refuses(400, 403, 404, 503);
        api.MapGet("/cases/{id}/clock", Clock)
            .Describe(
                "cases", "How a case's limits were counted",
                "For every clock: limit, due time, used and left, and each interval counted or skipped, with its reason; until now, or "
                + "until a moment.")
            .Takes(Moment.Parameter)
            .Refuses(400, 403, 404, 503);
        api.MapGet("/cases/{id}/tasks", Tasks)
            .Describe("cases", "A case's verifications and inspections", "Oldest first; as they stand, or stood at a moment.")
            .Takes(Moment.Parameter)
            .Refuses(400, 403, 404, 503);
    }

    private static async Task<Results<Ok<Listing<ClockBody>>, ProblemHttpResult>> Clock(
        string id, Moment at, Caller caller, CaseHistory history, CityConfiguration city, CancellationToken cancel) =>
        !at.IsValid(out var malformed) ? malformed
        : (await history.FindAsync(id, at, caller, cancel)).ToResult(found => TypedResults.Ok(Listing.Whole(
            found.View.Case.File.Clocks.Select(c => ClockBody.From(c, city.Calendars.For(found.View.Case.Report.UnitGrid), at.Meant)),
            at.Meant)));

    private static async Task<Results<Ok<Listing<TaskBody>>, ProblemHttpResult>> Tasks(
        string id, Moment at, Caller caller, CaseHistory history, CancellationToken cancel) =>
        !at.IsValid(out var malformed) ? malformed
        : (await history.FindAsync(id, at, caller, cancel)).ToResult(found => TypedResults.Ok(
            Listing.Whole(found.View.Case.File.Tasks.Select(task => TaskBody.From(task, found.View.Sight)), at.Meant)));

    private static async Task<Results<Mapped<Listing<CaseRowBody>, FeatureCollection<CaseRowBody>>, ProblemHttpResult>> List(
        HttpRequest request, Caller caller, IReadModel model, CancellationToken cancel) =>
        !CaseFilter.TryRead(request.Query, caller, out var query, out var malformed) ? malformed
        : query is { Collector: not null, Sight.Collectors: false } ? CollectorsHidden
        : await Pages.ReadAsync(() => model.CasesAsync(query, cancel), row => CaseRowBody.From(row, query.Sight), CaseRowBody.OnMap);

    private static ProblemHttpResult CollectorsHidden => Problem.Of(
        StatusCodes.Status403Forbidden, "case.collectorHidden", "Which collector reported is not told to who handles the cases.");

    private static async Task<Results<Entity<CaseBody>, ProblemHttpResult>> Get(
        string id, Moment at, Caller caller, CaseHistory history, IFiles files, CancellationToken cancel) =>
        !at.IsValid(out var malformed) ? malformed
        : (await history.FindAsync(id, at, caller, cancel)).ToResult(found => CaseResults.Ok(found.View.Case, found.View.Sight, caller, files));

    private static async Task<Results<Ok<Listing<CaseEventBody>>, ProblemHttpResult>> Events(
        string id, Moment at, Caller caller, CaseHistory history, CancellationToken cancel) =>
        !at.IsValid(out var malformed) ? malformed
        : await (await history.FindAsync(id, at, caller, cancel)).ToResultAsync(async found =>
        {
            var (view, sight) = (found.View.Case, found.View.Sight);

            // Where a citizen reported, the events name them.
            if (sight.Reporter && view.File.ReportedBy.IsIn(Roles.Citizen))
            {
                caller.Shows("reporter");
            }

            return TypedResults.Ok(Listing.Whole(
                (await history.EventsAsync(view, at, cancel)).Select(e => CaseEventBody.From(e, sight)), at.Meant));
        });

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
