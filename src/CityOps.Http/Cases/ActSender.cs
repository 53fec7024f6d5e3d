using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Engine;
using CityOps.Engine.Cases;
using CityOps.Http.Answers;
using CityOps.Http.Calling;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace CityOps.Http.Cases;

/// <summary>Sends acts to cases. Thread-safe.</summary>
internal sealed class ActSender(ICaseGateway cases, TimeProvider clock)
{
    private static readonly Rejection VersionDiffers =
        new(RejectionKind.Conflict, "case.versionDiffers", "The case has changed since the version of If-Match.");

    public async Task<Results<Entity<CaseBody>, ProblemHttpResult>> SendAsync(
        string id, IActRequest act, string? key, Caller caller, HttpRequest request, CancellationToken cancel)
    {
        var faults = new Faults();
        faults.Identify("commandId", act.CommandId);
        act.Check(faults);
        if (faults.Any)
        {
            return Problem.Invalid(faults.ByField);
        }

        if (!CaseId.TryParse(id, out var known))
        {
            return CaseRejections.NotFound.ToProblem();
        }

        var wanted = request.GetTypedHeaders().IfMatch;
        if (wanted.Count > 0 && await cases.GetAsync(known, caller.Actor, cancel) is var before
            && Precondition(before, wanted) is { } failed)
        {
            return failed;
        }

        var origin = new Origin(
            caller.Actor, Domain.Channel.Console, key ?? act.CommandId ?? Guid.NewGuid().ToString("N"), clock.GetCurrentInstant());
        return await cases.SendAsync(act.ToCommand(known, origin), cancel) switch
        {
            Answer<CaseView>.Refused { Reason: { Kind: RejectionKind.Conflict } reason }
                when await cases.GetAsync(known, caller.Actor, cancel) is Answer<CaseView>.Done now =>
                    CaseResults.Conflict(reason, now.View),
            var answer => answer.ToResult(done => CaseResults.Ok(done.View)),
        };
    }

    // Looked at before the act, not with it: what two callers do at the same instant is decided by the stage alone.
    private static ProblemHttpResult? Precondition(Answer<CaseView> before, IList<EntityTagHeaderValue> wanted) =>
        before switch
        {
            Answer<CaseView>.Refused refused => refused.Reason.ToProblem(),
            Answer<CaseView>.Done done when !wanted.Any(tag => Names(tag, done.View)) => Problem.Of(
                StatusCodes.Status412PreconditionFailed, VersionDiffers.Code, VersionDiffers.Message),
            _ => null,
        };

    private static bool Names(EntityTagHeaderValue tag, CaseView view) =>
        tag.Equals(EntityTagHeaderValue.Any) || (!tag.IsWeak && tag.Tag == $"\"{view.Sequence}\"");
}
