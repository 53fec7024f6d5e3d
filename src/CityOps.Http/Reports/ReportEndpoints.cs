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
            "reports", "Report a problem", "Answers with the case. The same channel and source again: 200, the same case.")
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
        IFiles files,
        CancellationToken cancel) =>
        !key.IsValid(out var malformed) ? malformed
        : !body.TryGet(out var request, out var unreadable) ? unreadable
        : !reader.TryRead(request, key.Value, out var report, out var refused) ? refused
        : Shown(await cases.ReportAsync(report, OriginOf(report, caller, key), cancel), caller, files);

    /// <summary>What somebody else has reported under the same source need not exist for the caller.</summary>
    private static Results<Entity<CaseBody>, ProblemHttpResult> Shown(Answer<CaseView> answer, Caller caller, IFiles files) =>
        answer is Answer<CaseView>.Done { View.State: var state } && !caller.Sees(state)
            ? SourceTaken.ToProblem()
            : answer.ToResult(done => CaseResults.Reported(done, caller, files));

    private static Origin OriginOf(Report report, Caller caller, IdempotencyKey key) =>
        new(caller.Actor, report.Channel, key.Value ?? report.Source, report.ObservedAt);
}
