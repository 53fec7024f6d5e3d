using CityOps.Domain.City;
using NodaTime;

namespace CityOps.Domain.Cases;

/// <summary>
/// Who may do which act in which stage. One table serves the decision, the refusal's text, the list of what is allowed and the
/// printed workflow, so that they cannot differ.
/// </summary>
public static class CaseRules
{
    private const Roles Desk = Roles.Acceptor | Roles.ShiftLead;
    private const Roles Approvers = Roles.Dispatcher | Roles.ShiftLead | Roles.Leader;

    private static readonly Stage[] BeforeFiling = [Stage.Reported, Stage.Verifying];
    private static readonly Stage[] BeforeDispatch = [.. BeforeFiling, Stage.Filed];

    /// <summary>The workflow, row by row.</summary>
    public static IReadOnlyList<CaseRule> Table { get; } =
    [
        new(CaseAct.Verify, [Stage.Reported], Desk, Stage.Verifying),
        new(CaseAct.File, BeforeFiling, Roles.ShiftLead, Stage.Filed),
        new(CaseAct.Refuse, BeforeFiling, Roles.ShiftLead, Stage.Refused),
        new(CaseAct.Correct, BeforeDispatch, Desk),
        new(CaseAct.Merge, BeforeDispatch, Desk, Stage.Merged),
        new(CaseAct.Dispatch, [Stage.Filed], Roles.Dispatcher, Stage.Dispatched),
        new(CaseAct.Accept, [Stage.Dispatched], Roles.Handler, Stage.Handling),
        new(CaseAct.Return, [Stage.Dispatched, Stage.Handling], Roles.Handler, Stage.Returned),
        new(CaseAct.Redispatch, [Stage.Returned], Roles.Dispatcher, Stage.Dispatched),
        new(CaseAct.RejectReturn, [Stage.Returned], Roles.Dispatcher, Stage.Handling),
        new(CaseAct.Dispute, [Stage.Dispatched, Stage.Handling], Roles.Handler, Stage.Disputed),
        new(CaseAct.Dispute, [Stage.Returned], Roles.Dispatcher, Stage.Disputed),
        new(CaseAct.Rule, [Stage.Disputed], Roles.Dispatcher | Roles.Leader, Stage.Dispatched),
        new(CaseAct.Extend, [Stage.Handling], Roles.Handler),
        new(CaseAct.ApproveExtension, [Stage.Handling], Approvers),
        new(CaseAct.RejectExtension, [Stage.Handling], Approvers),
        new(CaseAct.Suspend, [Stage.Handling], Roles.Handler),
        new(CaseAct.ApproveSuspension, [Stage.Handling], Approvers, Stage.Suspended),
        new(CaseAct.RejectSuspension, [Stage.Handling], Approvers),
        new(CaseAct.Resume, [Stage.Suspended], Roles.Handler | Approvers, Stage.Handling),
        new(CaseAct.Handled, [Stage.Handling], Roles.Handler, Stage.Handled),
        new(CaseAct.Inspect, [Stage.Handled, Stage.Inspecting], Roles.Dispatcher | Roles.ShiftLead, Stage.Inspecting),
        new(CaseAct.Close, [Stage.Inspecting], Roles.ShiftLead | Roles.Leader, Stage.Closed),
        new(CaseAct.Close, [.. Stages.Assigned.Where(s => s != Stage.Inspecting)], Roles.Leader, Stage.Closed),
        new(CaseAct.Rework, [Stage.Handled, Stage.Inspecting], Roles.Dispatcher | Roles.ShiftLead, Stage.Handling),
        new(CaseAct.Reopen, [Stage.Closed], Roles.ShiftLead | Roles.Leader, Stage.Filed),
        new(CaseAct.Cancel, Stages.Open, Roles.ShiftLead | Roles.Leader, Stage.Cancelled),
        new(CaseAct.Urge, Stages.Assigned, Desk | Approvers),
        new(CaseAct.Supervise, Stages.Open, Roles.Leader),
        new(CaseAct.Appeal, [Stage.Closed], Roles.Handler),
        new(CaseAct.RuleAppeal, [Stage.Closed], Roles.ShiftLead | Roles.Leader),
        new(CaseAct.FollowUp, [Stage.Closed, Stage.Refused], Roles.Acceptor),
    ];

    /// <summary>Every act in the order of the workflow.</summary>
    public static IReadOnlyList<CaseAct> Acts { get; } = [.. Table.Select(r => r.Act).Distinct()];

    // Each cell of the table; acts in the order of the workflow.
    private static readonly Dictionary<(Stage, CaseAct), Roles> RolesOf = Table
        .SelectMany(r => r.Stages.Select(stage => (Cell: (stage, r.Act), r.Roles)))
        .GroupBy(c => c.Cell, c => c.Roles)
        .ToDictionary(c => c.Key, c => c.Aggregate((all, roles) => all | roles));

    private static readonly Dictionary<Stage, IReadOnlyList<CaseAct>> ActsOf =
        Enum.GetValues<Stage>().ToDictionary(stage => stage, IReadOnlyList<CaseAct> (stage) => [.. Acts.Where(a => RolesOf.ContainsKey((stage, a)))]);

    /// <summary>The acts that the stage allows to someone.</summary>
    public static IReadOnlyList<CaseAct> AllowedIn(Stage stage) => ActsOf[stage];

    /// <summary>The acts that this caller may do now.</summary>
    public static IReadOnlyList<CaseAct> AllowedTo(Actor by, KnownCase @case, CityConfiguration city, Instant now)
    {
        var acts = AllowedIn(@case.Stage).Where(act => by.IsIn(RolesOf[(@case.Stage, act)]) && Check(act, by, @case, now) is null);
        return LostDepartment.Returned(@case, city, now) is { } returned
            && Check(CaseAct.Redispatch, by, CaseEvolution.Evolve(@case, returned), now) is null
                ? [.. acts, CaseAct.Redispatch]
                : [.. acts];
    }

    /// <summary>Why the caller may not do the act now, or null if they may. What the act says in particular is looked at later.</summary>
    public static Rejection? Check(CaseAct act, Actor by, KnownCase @case, Instant now)
    {
        if (!RolesOf.TryGetValue((@case.Stage, act), out var roles))
        {
            return CaseRejections.NotPossible(act, @case.Stage);
        }

        return !by.IsIn(roles)
            ? CaseRejections.RoleMissing(act, roles)
            : CaseDuties.Check(act, by, roles, @case) ?? CaseConditions.Check(act, by, @case, now);
    }
}

/// <summary>One row of the workflow.</summary>
/// <param name="Act">The act.</param>
/// <param name="Stages">The stages that allow it.</param>
/// <param name="Roles">Who may do it there; one of the roles is enough.</param>
/// <param name="To">The stage that it leads to; null where the stage stays.</param>
public sealed record CaseRule(CaseAct Act, IReadOnlyList<Stage> Stages, Roles Roles, Stage? To = null);
