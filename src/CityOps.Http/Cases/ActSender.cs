using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Engine;
using CityOps.Engine.Cases;
using CityOps.Engine.Ports;
using CityOps.Http.Answers;
using CityOps.Http.Calling;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityOps.Http.Cases;

/// <summary>Sends acts to cases. Thread-safe.</summary>
internal sealed class ActSender(ICaseGateway cases, CaseRepeats repeats, IFiles files, TimeProvider clock)
{
    public async Task<Results<Entity<CaseBody>, ProblemHttpResult>> SendAsync(
        string id,
        IActRequest act,
        Func<CaseId, Origin, CaseActCommand> command,
        string? key,
        Caller caller,
        HttpRequest request,
        CancellationToken cancel)
    {
        if (!ExpectedVersion.IsValid(request, out var malformed))
        {
            return malformed;
        }

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

        // Of what does not exist for the caller not even the refusal of an act may tell.
        if (!caller.Scope.IsEverything && await cases.FindAsync(id, caller, cancel) is Answer<CaseView>.Refused hidden)
        {
            return hidden.Reason.ToProblem();
        }

        var origin = new Origin(
            caller.Actor, Domain.Channel.Console, key ?? act.CommandId ?? Guid.NewGuid().ToString("N"), clock.GetCurrentInstant());
        var expected = await ExpectedVersion.OfAsync(request, async () =>
            await cases.GetAsync(known, caller.Actor, cancel) is Answer<CaseView>.Done { View: var now } ? now.Sequence : null);
        var wanted = command(known, origin) with { Expected = expected };
        var sent = wanted is MergeCase merge && await IsHiddenAsync(merge.Into, caller, cancel) ? merge with { TargetIsOpen = false } : wanted;
        var answer = await cases.SendAsync(sent, cancel);
        return answer switch
        {
            Answer<CaseView>.Done { Repeated: true, View: var view } when !await repeats.IsSameAsync(view, sent, cancel) =>
                Problem.KeyReused(key is null ? "commandId" : IdempotencyKey.Header),
            Answer<CaseView>.Refused { Reason: { Code: "case.versionDiffers" } reason } =>
                Problem.Of(StatusCodes.Status412PreconditionFailed, reason.Code, reason.Message),
            Answer<CaseView>.Refused { Reason: { Kind: RejectionKind.Conflict } reason }
                when await cases.GetAsync(known, caller.Actor, cancel) is Answer<CaseView>.Done now =>
                    CaseResults.Conflict(reason, now.View),
            _ => answer.ToResult(done => CaseResults.Ok(done.View, caller, files)),
        };
    }

    /// <summary>True for a case that does not exist for the caller; one that does not answer may.</summary>
    private async Task<bool> IsHiddenAsync(CaseId id, Caller caller, CancellationToken cancel) =>
        !caller.Scope.IsEverything
        && await cases.FindAsync(id.Value, caller, cancel) is Answer<CaseView>.Refused { Reason.Kind: RejectionKind.NotFound };
}
