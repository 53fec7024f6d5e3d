using CityOps.Domain.Cases;
using static CityOps.Domain.Tests.Cases.CaseSamples;

namespace CityOps.Domain.Tests.Cases;

/// <summary>Every stage with every act, and every act with every role.</summary>
public sealed class CaseTableTests
{
    private const Roles Desk = Roles.Acceptor | Roles.ShiftLead;
    private const Roles Approvers = Roles.Dispatcher | Roles.ShiftLead | Roles.Leader;
    private static readonly Stage[] Everywhere =
        [Stage.Reported, Stage.Verifying, Stage.Filed, Stage.Dispatched, Stage.Returned, Stage.Disputed, Stage.Handling, Stage.Suspended, Stage.Handled, Stage.Inspecting];
    private static readonly Stage[] AtADepartment = [Stage.Dispatched, Stage.Returned, Stage.Disputed, Stage.Handling, Stage.Suspended, Stage.Handled];

    /// <summary>The workflow once more, written down apart from the rules: act, from, who may, to (null: it stays).</summary>
    private static readonly (CaseAct Act, Stage[] From, Roles Roles, Stage? To)[] Workflow =
    [
        (CaseAct.Verify, [Stage.Reported], Desk, Stage.Verifying),
        (CaseAct.File, [Stage.Reported, Stage.Verifying], Roles.ShiftLead, Stage.Filed),
        (CaseAct.Refuse, [Stage.Reported, Stage.Verifying], Roles.ShiftLead, Stage.Refused),
        (CaseAct.Correct, [Stage.Reported, Stage.Verifying, Stage.Filed], Desk, null),
        (CaseAct.Merge, [Stage.Reported, Stage.Verifying, Stage.Filed], Desk, Stage.Merged),
        (CaseAct.Dispatch, [Stage.Filed], Roles.Dispatcher, Stage.Dispatched),
        (CaseAct.Accept, [Stage.Dispatched], Roles.Handler, Stage.Handling),
        (CaseAct.Return, [Stage.Dispatched, Stage.Handling], Roles.Handler, Stage.Returned),
        (CaseAct.Redispatch, [Stage.Returned], Roles.Dispatcher, Stage.Dispatched),
        (CaseAct.RejectReturn, [Stage.Returned], Roles.Dispatcher, Stage.Handling),
        (CaseAct.Dispute, [Stage.Dispatched, Stage.Handling], Roles.Handler, Stage.Disputed),
        (CaseAct.Dispute, [Stage.Returned], Roles.Dispatcher, Stage.Disputed),
        (CaseAct.Rule, [Stage.Disputed], Roles.Dispatcher | Roles.Leader, Stage.Dispatched),
        (CaseAct.Extend, [Stage.Handling], Roles.Handler, null),
        (CaseAct.ApproveExtension, [Stage.Handling], Approvers, null),
        (CaseAct.RejectExtension, [Stage.Handling], Approvers, null),
        (CaseAct.Suspend, [Stage.Handling], Roles.Handler, null),
        (CaseAct.ApproveSuspension, [Stage.Handling], Approvers, Stage.Suspended),
        (CaseAct.RejectSuspension, [Stage.Handling], Approvers, null),
        (CaseAct.Resume, [Stage.Suspended], Approvers | Roles.Handler, Stage.Handling),
        (CaseAct.Handled, [Stage.Handling], Roles.Handler, Stage.Handled),
        (CaseAct.Inspect, [Stage.Handled, Stage.Inspecting], Roles.Dispatcher | Roles.ShiftLead, Stage.Inspecting),
        (CaseAct.Close, [Stage.Inspecting], Roles.ShiftLead | Roles.Leader, Stage.Closed),
        (CaseAct.Close, AtADepartment, Roles.Leader, Stage.Closed),
        (CaseAct.Rework, [Stage.Handled, Stage.Inspecting], Roles.Dispatcher | Roles.ShiftLead, Stage.Handling),
        (CaseAct.Reopen, [Stage.Closed], Roles.ShiftLead | Roles.Leader, Stage.Filed),
        (CaseAct.Cancel, Everywhere, Roles.ShiftLead | Roles.Leader, Stage.Cancelled),
        (CaseAct.Urge, [.. AtADepartment, Stage.Inspecting], Desk | Approvers, null),
        (CaseAct.Supervise, Everywhere, Roles.Leader, null),
        (CaseAct.Appeal, [Stage.Closed], Roles.Handler, null),
        (CaseAct.RuleAppeal, [Stage.Closed], Roles.ShiftLead | Roles.Leader, null),
        (CaseAct.FollowUp, [Stage.Closed, Stage.Refused], Roles.Acceptor, null),
    ];

    public static TheoryData<Stage, CaseAct> Cells()
    {
        var cells = new TheoryData<Stage, CaseAct>();
        foreach (var stage in Enum.GetValues<Stage>())
        {
            foreach (var act in Enum.GetValues<CaseAct>())
            {
                cells.Add(stage, act);
            }
        }

        return cells;
    }

    public static TheoryData<Stage, CaseAct, Roles> AllowedCells()
    {
        var cells = new TheoryData<Stage, CaseAct, Roles>();
        foreach (var (act, from, roles, _) in Workflow)
        {
            foreach (var stage in from)
            {
                cells.Add(stage, act, roles);
            }
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Each_stage_allows_its_acts_and_refuses_every_other(Stage stage, CaseAct act)
    {
        var before = Ready(stage, act);
        var outcome = before.When(Command(act, Anyone, "new"));

        if (Workflow.FirstOrDefault(w => w.Act == act && w.From.Contains(stage)) is { From: not null } allowed)
        {
            var known = Assert.IsAssignableFrom<KnownCase>(outcome.ThenSomething().State);
            Assert.Equal(allowed.To ?? stage, known.Stage);
        }
        else
        {
            Assert.Equal(RejectionKind.Conflict, outcome.ThenRefused("case.notPossible").Kind);
        }
    }

    [Theory]
    [MemberData(nameof(AllowedCells))]
    public void An_act_is_for_its_roles_alone(Stage stage, CaseAct act, Roles roles)
    {
        foreach (var role in Enum.GetValues<Roles>())
        {
            var outcome = Ready(stage, act).When(Command(act, new Actor("someone", role, null, role == Roles.Handler ? "roads" : null), "new"));
            if ((roles & role) != 0)
            {
                outcome.ThenSomething();
            }
            else
            {
                var refused = outcome.ThenRefused("case.roleMissing");
                Assert.Equal(RejectionKind.Forbidden, refused.Kind);
                Assert.Contains($"'{CaseRejections.Name(stage)}'", refused.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void What_a_view_allows_is_what_a_command_may_do(Stage stage, CaseAct act)
    {
        Actor[] callers =
        [
            Anyone, Asker, new("a", Roles.ShiftLead), new("b", Roles.Handler, null, "roads"), new("c", Roles.Handler, null, "lights"),
            new("d", Roles.ShiftLead | Roles.Dispatcher, null, "roads"), new("e", Roles.None), new("f", Roles.Leader, "360103"),
            new("g", Roles.Dispatcher | Roles.ShiftLead, "360102"), new("h", Roles.Leader, "3601"),
            new("i", Roles.Handler), new("j", Roles.Handler | Roles.Dispatcher, "3601", "lights"),
        ];
        foreach (var caller in callers)
        {
            var state = Ready(stage, act).State;
            var view = CaseView.Of(state, 1, caller, CaseSamples.City, Start);
            Assert.NotNull(view);

            var allowed = Decider.Decide(state, Command(act, caller, "new"), Start) is Decision<CaseEvent>.Accepted;

            Assert.Equal(allowed, view.Allowed.Contains(act));
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_list_of_cases_learns_the_stage_from_the_event_alone(Stage stage, CaseAct act)
    {
        var before = Ready(stage, act);
        if (Decider.Decide(before.State, Command(act, Anyone, "new"), Start) is Decision<CaseEvent>.Accepted accepted)
        {
            var after = Assert.IsAssignableFrom<KnownCase>(accepted.Events.Aggregate(before.State, Decider.Evolve));
            Assert.Equal(after.Stage, accepted.Events.Select(CaseEvolution.StageAfter).LastOrDefault(s => s is not null) ?? stage);
        }
    }

    [Theory]
    [InlineData(CaseAct.File)]
    [InlineData(CaseAct.Close)]
    public void Nothing_can_be_done_with_a_case_that_was_never_reported(CaseAct act) =>
        Assert.Equal(RejectionKind.NotFound, Nothing.When(Command(act)).ThenRefused("case.notFound").Kind);

    [Fact]
    public void An_event_cannot_follow_where_its_act_could_not_be_done()
    {
        foreach (var act in Enum.GetValues<CaseAct>().Except([CaseAct.Urge, CaseAct.Supervise, CaseAct.FollowUp]))
        {
            var from = Workflow.First(w => w.Act == act).From[0];
            var @event = ((Decision<CaseEvent>.Accepted)Decider.Decide(Ready(from, act).State, Command(act, Anyone, "new"), Start)).Events[0];
            foreach (var stage in Stages.All.Where(s => !CaseRules.AllowedIn(s).Contains(act)))
            {
                Assert.Throws<InvalidOperationException>(() => In(stage).Given(@event));
            }
        }
    }
}
