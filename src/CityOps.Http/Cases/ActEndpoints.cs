using CityOps.Http.Answers;
using CityOps.Http.Calling;
using CityOps.Http.Json;
using CityOps.Http.OpenApi;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Cases;

/// <summary>The acts of the workflow, one route each, so that each says what its body is.</summary>
internal static class ActEndpoints
{
    private static readonly HashSet<string> NotYet =
    [
        "verify", "refuse", "return", "redispatch", "rejectReturn", "dispute", "rule", "extend", "approveExtension",
        "rejectExtension", "suspend", "approveSuspension", "rejectSuspension", "resume", "rework", "reopen", "cancel",
        "merge", "urge", "supervise", "correct", "appeal", "ruleAppeal", "followUp",
    ];

    public static void MapActs(this IEndpointRouteBuilder api)
    {
        api.MapAct<FileRequest>("file", "立案: file a case", "By a shift lead. The condition fixes the time limit.");
        api.MapAct<DispatchRequest>("dispatch", "派遣: send a case to a department", "By a dispatcher.");
        api.MapAct<AcceptRequest>("accept", "Take a case on", "By a handler of its department.");
        api.MapAct<HandledRequest>("handled", "处置反馈: report a case as handled", "By a handler of its department.");
        api.MapAct<InspectRequest>("inspect", "核查: have the result inspected", "By a dispatcher or shift lead.");
        api.MapAct<CloseRequest>("close", "结案: close a case", "By a shift lead.");
        api.MapPost("/cases/{id}/acts/{act}", Other)
            .Describe("acts", "Any other act", "Acts that are still to come answer 501, unknown ones 404.")
            .Refuses(404, 501);
    }

    private static void MapAct<T>(this IEndpointRouteBuilder api, string act, string summary, string description)
        where T : class, IActRequest => api
        .MapPost($"/cases/{{id}}/acts/{act}", Act<T>)
        .Describe("acts", summary, $"{description} Answers with the new state; 409 says the stage and what it allows.")
        .Takes(Header.IdempotencyKey, Header.IfMatch)
        .Refuses(400, 403, 404, 409, 412, 413, 415, 422, 503);

    private static async Task<Results<Entity<CaseBody>, ProblemHttpResult>> Act<T>(
        string id,
        Body<T> body,
        IdempotencyKey key,
        Caller caller,
        ActSender acts,
        HttpRequest request,
        CancellationToken cancel)
        where T : class, IActRequest =>
        !key.IsValid(out var malformed) ? malformed
        : !body.TryGet(out var act, out var unreadable) ? unreadable
        : await acts.SendAsync(id, act, key.Value, caller, request, cancel);

    private static ProblemHttpResult Other(string id, string act) => NotYet.Contains(act)
        ? Problem.Of(StatusCodes.Status501NotImplemented, "act.notYet", $"'{act}' cannot be done on a case yet.")
        : Problem.Of(StatusCodes.Status404NotFound, "act.unknown", $"There is no act '{act}'.");
}
