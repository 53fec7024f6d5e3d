using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Engine.Ports;
using CityOps.Http.Answers;
using CityOps.Http.Calling;
using CityOps.Http.Json;
using CityOps.Http.OpenApi;
using CityOps.Http.Problems;
using CityOps.Http.Reports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Cases;

/// <summary>The acts of the workflow, one route each, so that each says what its body is.</summary>
internal static class ActEndpoints
{
    public static void MapActs(this IEndpointRouteBuilder api)
    {
        api.MapAct<NoteRequest>(CaseAct.Verify, "核实: have a collector go and look", (b, c, o) => new VerifyCase(c, o, b.Note));
        api.MapAct<FileRequest>(
            CaseAct.File, "立案: file a case; the condition fixes the time limit",
            (b, c, o) => new FileCase(c, o, b.Kind, b.Category, b.Condition));
        api.MapAct<ReasonRequest>(CaseAct.Refuse, "不予立案: do not file a case", (b, c, o) => new RefuseCase(c, o, b.Text));
        api.MapPost("/cases/{id}/acts/correct", Correct)
            .DescribeAct(CaseAct.Correct, "更正: set category or place right; what is left out stays");
        api.MapAct<MergeRequest>(
            CaseAct.Merge, "并案: merge into the open case of the same problem", (b, c, o) => new MergeCase(c, o, b.Target, b.Note));
        api.MapAct<DispatchRequest>(
            CaseAct.Dispatch, "派遣: send a case to a department, or to a centre below",
            (b, c, o) => new DispatchCase(c, o, b.Department, b.Centre, b.Note));
        api.MapAct<EmptyRequest>(CaseAct.Accept, "受领: take a case on", (_, c, o) => new AcceptCase(c, o));
        api.MapAct<ReasonRequest>(CaseAct.Return, "退回: send a case back", (b, c, o) => new ReturnCase(c, o, b.Text));
        api.MapAct<DepartmentRequest>(
            CaseAct.Redispatch, "改派: send what came back to another department",
            (b, c, o) => new RedispatchCase(c, o, b.Id, b.Note));
        api.MapAct<ReasonRequest>(CaseAct.RejectReturn, "退回驳回: the department keeps it", (b, c, o) => new RejectReturn(c, o, b.Text));
        api.MapAct<ReasonRequest>(CaseAct.Dispute, "争议: who is responsible goes to the centre above", (b, c, o) => new DisputeCase(c, o, b.Text));
        api.MapAct<DepartmentRequest>(CaseAct.Rule, "裁定: say who is responsible", (b, c, o) => new RuleDispute(c, o, b.Id, b.Note));
        api.MapAct<ExtendRequest>(CaseAct.Extend, "延期申请: ask for more time", (b, c, o) => new AskExtension(c, o, b.Amount, b.Text));
        api.MapAct<NoteRequest>(CaseAct.ApproveExtension, "延期批准: give it", (b, c, o) => new ApproveExtension(c, o, b.Note));
        api.MapAct<ReasonRequest>(CaseAct.RejectExtension, "延期驳回: do not", (b, c, o) => new RejectExtension(c, o, b.Text));
        api.MapAct<SuspendRequest>(
            CaseAct.Suspend, "挂账申请: ask for a rest until a date", (b, c, o) => new AskSuspension(c, o, b.End, b.Text));
        api.MapAct<NoteRequest>(CaseAct.ApproveSuspension, "挂账批准: give it", (b, c, o) => new ApproveSuspension(c, o, b.Note));
        api.MapAct<ReasonRequest>(CaseAct.RejectSuspension, "挂账驳回: do not", (b, c, o) => new RejectSuspension(c, o, b.Text));
        api.MapAct<NoteRequest>(CaseAct.Resume, "恢复: go on before the rest ends", (b, c, o) => new ResumeCase(c, o, b.Note));
        api.MapAct<HandledRequest>(
            CaseAct.Handled, "处置反馈: report a case as handled, with evidence",
            (b, c, o) => new ReportHandled(c, o, b.Note, b.Photos ?? []));
        api.MapAct<NoteRequest>(CaseAct.Inspect, "核查: have a collector look at the result", (b, c, o) => new InspectCase(c, o, b.Note));
        api.MapAct<CloseRequest>(
            CaseAct.Close, "结案: close a case; a leader also without a passed inspection (forced)",
            (b, c, o) => new CloseCase(c, o, b.Note, b.Forced ?? false));
        api.MapAct<ReasonRequest>(CaseAct.Rework, "返工: have it done again", (b, c, o) => new ReworkCase(c, o, b.Text));
        api.MapAct<ReasonRequest>(CaseAct.Reopen, "重新立案: take a closed case up again", (b, c, o) => new ReopenCase(c, o, b.Text));
        api.MapAct<ReasonRequest>(CaseAct.Cancel, "作废: void a case", (b, c, o) => new CancelCase(c, o, b.Text));
        api.MapAct<NoteRequest>(CaseAct.Urge, "催办: remind the handler", (b, c, o) => new UrgeCase(c, o, b.Note));
        api.MapAct<NoteRequest>(CaseAct.Supervise, "督办: put a case under watch", (b, c, o) => new SuperviseCase(c, o, b.Note));
        api.MapAct<ReasonRequest>(CaseAct.Appeal, "申诉: object to being counted late", (b, c, o) => new AppealCase(c, o, b.Text));
        api.MapAct<RuleAppealRequest>(
            CaseAct.RuleAppeal, "申诉裁定: rule on that", (b, c, o) => new RuleAppeal(c, o, b.Upheld ?? false, b.Text));
        api.MapAct<FollowUpRequest>(
            CaseAct.FollowUp, "回访: note a call with the citizen",
            (b, c, o) => new FollowUpCase(c, o, b.Satisfaction ?? default, b.Note));
        api.MapPost("/cases/{id}/acts/{act}", (string id, string act) => Unknown(act))
            .Describe("acts", "Any other act", "There is none: 404.")
            .Needs(KeyScopes.Act)
            .Refuses(404);
    }

    private static void MapAct<T>(
        this IEndpointRouteBuilder api, CaseAct act, string summary, Func<T, CaseId, Domain.Origin, CaseActCommand> command)
        where T : class, IActRequest => api
        .MapPost(
            $"/cases/{{id}}/acts/{CityJson.Word(act)}",
            (string id, Body<T> body, IdempotencyKey key, Caller caller, ActSender acts, HttpRequest request, CancellationToken cancel) =>
                Act(id, body, key, caller, acts, request, command, cancel))
        .DescribeAct(act, summary);

    private static RouteHandlerBuilder DescribeAct(this RouteHandlerBuilder endpoint, CaseAct act, string summary)
    {
        var rows = CaseRules.Table.Where(r => r.Act == act).Select(r => $"- in stage {Words(r.Stages)}: {Words(r.Roles.OneByOne())}");
        return endpoint
            .Describe("acts", summary, $"""
                For whom:

                {string.Join('\n', rows)}

                Answers with the new state; 409 says the stage and what it allows.
                """)
            .Needs(KeyScopes.Act)
            .Takes(Header.IdempotencyKey, Header.IfMatch)
            .Refuses(400, 403, 404, 409, 412, 413, 415, 422, 503);
    }

    private static string Words<T>(IEnumerable<T> values)
        where T : struct, Enum => string.Join(", ", values.Select(CityJson.Word));

    private static async Task<Results<Entity<CaseBody>, ProblemHttpResult>> Act<T>(
        string id,
        Body<T> body,
        IdempotencyKey key,
        Caller caller,
        ActSender acts,
        HttpRequest request,
        Func<T, CaseId, Domain.Origin, CaseActCommand> command,
        CancellationToken cancel)
        where T : class, IActRequest =>
        !key.IsValid(out var malformed) ? malformed
        : !body.TryGet(out var act, out var unreadable) ? unreadable
        : await acts.SendAsync(id, act, (c, o) => command(act, c, o), key.Value, caller, request, cancel);

    private static async Task<Results<Entity<CaseBody>, ProblemHttpResult>> Correct(
        string id,
        Body<CorrectRequest> body,
        IdempotencyKey key,
        Caller caller,
        ActSender acts,
        PlaceReader places,
        HttpRequest request,
        CancellationToken cancel)
    {
        if (!key.IsValid(out var malformed))
        {
            return malformed;
        }

        if (!body.TryGet(out var act, out var unreadable))
        {
            return unreadable;
        }

        CasePlace? place = null;
        return act.Lon is not null && act.Lat is not null && !places.TryRead(act.Lon, act.Lat, act.Datum, out place, out var refused)
            ? refused
            : await acts.SendAsync(
                id, act, (c, o) => new CorrectCase(c, o, act.Kind, act.Category, act.Condition, place), key.Value, caller, request, cancel);
    }

    private static ProblemHttpResult Unknown(string act) =>
        Problem.Of(StatusCodes.Status404NotFound, "act.unknown", $"There is no act '{act}'.");
}
