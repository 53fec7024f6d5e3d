using CityOps.Domain.Deadlines;
using NodaTime;

namespace CityOps.Domain.Cases;

/// <summary>What else must be so for an act, beside stage and role.</summary>
internal static class CaseConditions
{
    /// <summary>At most so many extensions of a case are approved, of all its filings together.</summary>
    public const int MostExtensions = 2;

    public static Rejection? Check(CaseAct act, Actor by, KnownCase @case, Instant now) => (act, @case) switch
    {
        (CaseAct.Return or CaseAct.Dispute, AssignedCase { Assignment.Ruled: true }) => CaseRejections.Ruled,
        (CaseAct.Redispatch or CaseAct.RejectReturn, Returned r) when r.ReturnedBy.Id == by.Id => CaseRejections.OwnRequest,
        (CaseAct.Rule, Disputed d) when d.RaisedBy.Id == by.Id => CaseRejections.OwnRequest,
        (CaseAct.Rule, Disputed d) when !CaseDuties.IsAbove(by, d.File) => CaseRejections.NotAbove(d.File.Centre),

        (CaseAct.Extend or CaseAct.Suspend, Handling { Request: not null }) => CaseRejections.RequestPending,
        (CaseAct.Extend, Handling { File.Counts.Extensions: >= MostExtensions }) => CaseRejections.ExtensionsUsed,
        (CaseAct.Extend, Handling h) when IsLate(h, now) => CaseRejections.Late,
        (CaseAct.ApproveExtension or CaseAct.RejectExtension, Handling { Request: not ExtensionRequest }) =>
            CaseRejections.NothingAsked,
        (CaseAct.ApproveSuspension or CaseAct.RejectSuspension, Handling { Request: not SuspensionRequest }) =>
            CaseRejections.NothingAsked,
        (CaseAct.ApproveExtension or CaseAct.ApproveSuspension, Handling { Request: { } asked }) when asked.By.Id == by.Id =>
            CaseRejections.OwnRequest,

        (CaseAct.Inspect, Inspecting { File.PendingTask: not null }) => CaseRejections.TaskPending,
        (CaseAct.Close, Inspecting i) when !HasPassed(i) && !by.IsIn(Roles.Leader) => CaseRejections.NotInspected,

        (CaseAct.Reopen or CaseAct.Appeal or CaseAct.RuleAppeal, SelfHandled) => CaseRejections.NeverFiled,
        (CaseAct.Appeal, Closed { HandledLate: false }) => CaseRejections.NotLate,
        (CaseAct.Appeal, Closed { File.Appeal: not null }) => CaseRejections.AppealedBefore,
        (CaseAct.RuleAppeal, Closed { File.Appeal: not { Upheld: null } }) => CaseRejections.NothingAsked,
        (CaseAct.RuleAppeal, Closed { File.Appeal: { } appeal }) when appeal.By.Id == by.Id => CaseRejections.OwnRequest,
        _ => null,
    };

    /// <summary>True if the last inspection found it put right.</summary>
    public static bool HasPassed(Inspecting @case) =>
        @case.File.Tasks.LastOrDefault() is { Kind: TaskKind.Inspection, Outcome: TaskOutcome.Passed };

    /// <summary>True once the deadline of handling has passed, whether a step of the policy notes that or not.</summary>
    private static bool IsLate(Handling @case, Instant now) =>
        @case.File.ClockOf(ClockStage.Handle) is { } clock && (clock.IsLate || clock.Due <= now);
}
