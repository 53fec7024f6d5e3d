using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Engine;
using CityOps.Engine.Cases;
using CityOps.Engine.Ports;
using CityOps.Http.Answers;
using CityOps.Http.Calling;
using CityOps.Http.Cases;
using CityOps.Http.OpenApi;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Open311;

/// <summary>Requests: cases are reported and followed.</summary>
internal static class RequestEndpoints
{
    private const string Root = "service_requests";

    public static void MapRequests(this IEndpointRouteBuilder open)
    {
        open.MapPost("/requests.{format}", Take)
            .Describe(
                "open311", "POST Service Request", "A form; the same Idempotency-Key, or without one the same fields, on one day are one request: 200. A key that came with another form is 400.")
            .Needs(KeyScopes.Report)
            .Takes(Header.IdempotencyKey, "locale")
            .TakesForm<RequestFormBody>()
            .AnswersOpen<RequestReceiptBody[]>(StatusCodes.Status200OK, StatusCodes.Status201Created)
            .RefusesOpen(400, 403, 404, 413, 503);
        open.MapGet("/requests.{format}", List)
            .Describe("open311", "GET Service Requests", "Those that exist for the key, newest first; of the last 90 days unless dates are given.")
            .Takes("service_request_id", "service_code", "start_date", "end_date", "status", "page", "page_size", "jurisdiction_id", "api_key", "locale")
            .AnswersOpen<OpenRequestBody[]>(StatusCodes.Status200OK)
            .RefusesOpen(400, 403, 404, 503);
        open.MapGet("/requests/{id}.{format}", Get)
            .Describe("open311", "GET Service Request", "A list of one.")
            .Takes("jurisdiction_id", "api_key", "locale")
            .AnswersOpen<OpenRequestBody[]>(StatusCodes.Status200OK)
            .RefusesOpen(403, 404, 503);
        open.MapGet("/tokens/{id}.{format}", Token)
            .Describe("open311", "GET service_request_id from a token", "The token of a request is its id.")
            .Takes("jurisdiction_id", "api_key")
            .AnswersOpen<RequestTokenBody[]>(StatusCodes.Status200OK)
            .RefusesOpen(403, 404, 503);
    }

    private static async Task<Results<OpenAnswer<IReadOnlyList<RequestReceiptBody>>, ProblemHttpResult>> Take(
        HttpRequest request,
        IdempotencyKey key,
        Caller caller,
        OpenLanguage language,
        RequestForm reader,
        ICaseGateway cases,
        CaseRepeats repeats,
        CancellationToken cancel)
    {
        if (!key.IsValid(out var malformed))
        {
            return malformed;
        }

        var form = await request.FormAsync();
        if (!reader.TryRead(form, caller.Actor, key.Value, out var report, out var refused))
        {
            return refused;
        }

        var origin = new Origin(caller.Actor, report.Channel, report.Source, report.ObservedAt);
        var answered = await cases.ReportAsync(report, origin, cancel);
        if (key.Value is not null && answered is Answer<CaseView>.Done { Repeated: true, View: var view }
            && !await repeats.IsSameAsync(view, Again(view, report, origin), cancel))
        {
            return Problem.KeyReused(IdempotencyKey.Header);
        }

        return answered.ToResult(done => Answer(
            new RequestReceiptBody(
                done.View.Id.Value,
                language.Of("已受理，可凭编号查询进展。", "Received. Follow it by its number."),
                form["account_id"] is [{ Length: > 0 } account] ? account : null),
            done.Repeated ? StatusCodes.Status200OK : StatusCodes.Status201Created));
    }

    // A form says nothing of when: each time it came is another.
    private static ReportCase Again(CaseView first, Report report, Origin origin) =>
        new(first.Id, origin, report with { ObservedAt = first.Report.ObservedAt });

    private static async Task<Results<OpenAnswer<IReadOnlyList<OpenRequestBody>>, ProblemHttpResult>> List(
        HttpRequest request,
        Caller caller,
        OpenLanguage language,
        OpenServices services,
        RequestBook book,
        RequestPresenter presenter,
        TimeProvider clock,
        CancellationToken cancel) =>
        !RequestFilter.TryRead(request.Query, caller.Scope, services, clock.GetCurrentInstant(), out var filter, out var malformed)
            ? malformed
            : (await book.ListAsync(filter, caller, cancel)).ToResult(found => new OpenAnswer<IReadOnlyList<OpenRequestBody>>(
                [.. found.View.Select(r => presenter.Of(r.View, r.UpdatedAt, language))], Root));

    private static async Task<Results<OpenAnswer<IReadOnlyList<OpenRequestBody>>, ProblemHttpResult>> Get(
        string id, Caller caller, OpenLanguage language, RequestBook book, RequestPresenter presenter, CancellationToken cancel) =>
        (await book.FindAsync(id, caller, cancel)).ToResult(found => Answer(presenter.Of(found.View.View, found.View.UpdatedAt, language)));

    private static async Task<Results<OpenAnswer<IReadOnlyList<RequestTokenBody>>, ProblemHttpResult>> Token(
        string id, Caller caller, RequestBook book, CancellationToken cancel) =>
        (await book.FindAsync(id, caller, cancel)).ToResult(found => Answer(new RequestTokenBody(found.View.View.Id.Value, id)));

    private static OpenAnswer<IReadOnlyList<T>> Answer<T>(T only, int status = StatusCodes.Status200OK) => new([only], Root) { Status = status };
}
