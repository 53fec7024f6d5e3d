using System.Security.Cryptography;
using System.Text;
using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Engine;
using CityOps.Engine.Cases;
using CityOps.Engine.Ports;
using CityOps.Http.Answers;
using CityOps.Http.Calling;
using CityOps.Http.Cases;
using CityOps.Http.Json;
using CityOps.Http.OpenApi;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Reports;

/// <summary>上报: reports come in.</summary>
internal static class ReportEndpoints
{
    private static readonly Rejection SourceTaken = new(
        RejectionKind.Conflict, "report.sourceTaken", "Somebody else has reported under this channel and source.", "source");

    public static void MapReports(this IEndpointRouteBuilder api) => api
        .MapPost("/reports", Take)
        .Describe(
            "reports", "Report a problem",
            "Answers with the case. The same channel and source again: 200, the same case. Without a source, the caller's same "
            + "Idempotency-Key again is the same case, and with another body 422.")
        .Needs(KeyScopes.Report)
        .Takes(Header.IdempotencyKey)
        .Answers<CaseBody>(StatusCodes.Status201Created)
        .Refuses(400, 403, 409, 413, 415, 422, 503);

    private static async Task<Results<Entity<CaseBody>, ProblemHttpResult>> Take(
        Body<ReportRequest> body,
        IdempotencyKey key,
        Caller caller,
        ReportReader reader,
        ICaseGateway cases,
        CaseRepeats repeats,
        IFiles files,
        CancellationToken cancel)
    {
        if (!key.IsValid(out var malformed))
        {
            return malformed;
        }

        if (!body.TryGet(out var request, out var unreadable))
        {
            return unreadable;
        }

        if (!reader.TryRead(request, key.Value, out var report, out var refused))
        {
            return refused;
        }

        var origin = OriginOf(report, caller, key);
        var answered = await cases.ReportAsync(report, origin, cancel);
        if (request.Source is null && answered is Answer<CaseView>.Done { Repeated: true, View.File.ReportedBy: var first }
            && CaseParties.PersonOf(first) != caller.Party)
        {
            report = report with { Source = SourceOf(report, caller) };
            origin = OriginOf(report, caller, key);
            answered = await cases.ReportAsync(report, origin, cancel);
        }

        return answered switch
        {
            // What somebody else has reported under the same source need not exist for the caller.
            Answer<CaseView>.Done { View.State: var state } when !caller.Sees(state) => SourceTaken.ToProblem(),
            Answer<CaseView>.Done { Repeated: true, View: var view } when key.Value is not null
                && !await repeats.IsSameAsync(view, new ReportCase(view.Id, origin, report), cancel) =>
                Problem.KeyReused(IdempotencyKey.Header),
            var answer => answer.ToResult(done => CaseResults.Reported(done, caller, files)),
        };
    }

    // A source is the channel's, a key and an id are the caller's: two callers may number theirs alike. The first has the number as it is.
    private static string SourceOf(Report report, Caller caller) =>
        $"own-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{caller.Party}\n{report.Source}")))[..40]}";

    private static Origin OriginOf(Report report, Caller caller, IdempotencyKey key) =>
        new(caller.Actor, report.Channel, key.Value ?? report.Source, report.ObservedAt);
}
