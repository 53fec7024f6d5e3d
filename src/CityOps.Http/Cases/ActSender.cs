using System.Globalization;
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
internal sealed class ActSender(ICaseGateway cases, CaseRepeats repeats, TimeProvider clock)
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
        var wanted = command(known, origin) with { Expected = Expected(request) };
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
            _ => answer.ToResult(done => CaseResults.Ok(done.View, caller)),
        };
    }

    /// <summary>True for a case that does not exist for the caller; one that does not answer may.</summary>
    private async Task<bool> IsHiddenAsync(CaseId id, Caller caller, CancellationToken cancel) =>
        !caller.Scope.IsEverything
        && await cases.FindAsync(id.Value, caller, cancel) is Answer<CaseView>.Refused { Reason.Kind: RejectionKind.NotFound };

    /// <summary>
    /// The version of <c>If-Match</c>; null where there is none or any will do. What no case can have, a weak tag or no number, fits none.
    /// </summary>
    private static long? Expected(HttpRequest request)
    {
        var wanted = request.GetTypedHeaders().IfMatch;
        if (wanted.Count == 0 || wanted.Any(EntityTagHeaderValue.Any.Equals))
        {
            return null;
        }

        return wanted is [{ IsWeak: false } tag]
            && long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
                ? sequence
                : -1;
    }
}
