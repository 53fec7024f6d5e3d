using CityOps.Domain.Cases;
using static CityOps.Domain.Tests.Cases.CaseSamples;

namespace CityOps.Domain.Tests.Cases;

public sealed class CaseTableTests
{
    /// <summary>The workflow once more, written down apart from the rules: from, act, who may, to.</summary>
    private static readonly (Stage From, CaseAct Act, Roles Roles, Stage To)[] Workflow =
    [
        (Stage.Reported, CaseAct.File, Roles.ShiftLead, Stage.Filed),
        (Stage.Filed, CaseAct.Dispatch, Roles.Dispatcher, Stage.Dispatched),
        (Stage.Dispatched, CaseAct.Accept, Roles.Handler, Stage.Handling),
        (Stage.Handling, CaseAct.Handled, Roles.Handler, Stage.Handled),
        (Stage.Handled, CaseAct.Inspect, Roles.Dispatcher | Roles.ShiftLead, Stage.Inspecting),
        (Stage.Inspecting, CaseAct.Close, Roles.ShiftLead, Stage.Closed),
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

    public static TheoryData<CaseAct, Roles> ActsAndRoles()
    {
        var pairs = new TheoryData<CaseAct, Roles>();
        foreach (var act in Enum.GetValues<CaseAct>())
        {
            foreach (var role in Enum.GetValues<Roles>())
            {
                pairs.Add(act, role);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Each_stage_allows_its_act_and_refuses_every_other(Stage stage, CaseAct act)
    {
        var outcome = In(stage).When(Command(act, Anyone));

        if (Workflow.SingleOrDefault(w => (w.From, w.Act) == (stage, act)) is { Roles: not Roles.None } allowed)
        {
            var known = Assert.IsAssignableFrom<KnownCase>(outcome.ThenSomething().State);
            Assert.Equal(allowed.To, known.Stage);
        }
        else
        {
            Assert.Equal(RejectionKind.Conflict, outcome.ThenRefused("case.notPossible").Kind);
        }
    }

    [Theory]
    [MemberData(nameof(ActsAndRoles))]
    public void An_act_is_for_its_roles_alone(CaseAct act, Roles role)
    {
        var (from, _, roles, _) = Workflow.Single(w => w.Act == act);

        var outcome = In(from).When(Command(act, new Actor("someone", role)));

        if ((roles & role) != 0)
        {
            outcome.ThenSomething();
        }
        else
        {
            Assert.Equal(RejectionKind.Forbidden, outcome.ThenRefused("case.roleMissing").Kind);
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void What_a_view_allows_is_what_a_command_may_do(Stage stage, CaseAct act)
    {
        Actor[] callers =
        [
            Anyone, new("a", Roles.ShiftLead), new("b", Roles.Handler, null, "roads"), new("c", Roles.Handler, null, "lights"),
            new("d", Roles.ShiftLead | Roles.Dispatcher, null, "roads"), new("e", Roles.None),
        ];
        foreach (var caller in callers)
        {
            var view = CaseView.Of(In(stage).State, 1, caller);
            Assert.NotNull(view);

            var allowed = Decider.Decide(In(stage).State, Command(act, caller), Start) is Decision<CaseEvent>.Accepted;

            Assert.Equal(allowed, view.Allowed.Contains(act));
        }
    }

    [Theory]
    [InlineData(CaseAct.File)]
    [InlineData(CaseAct.Close)]
    public void Nothing_can_be_done_with_a_case_that_was_never_reported(CaseAct act) =>
        Assert.Equal(RejectionKind.NotFound, Nothing.When(Command(act, Anyone)).ThenRefused("case.notFound").Kind);

    [Fact]
    public void Only_the_next_event_can_follow()
    {
        var life = LifeUntil(Stage.Closed);
        foreach (var stage in Enum.GetValues<Stage>())
        {
            foreach (var (@event, i) in life.Select((e, i) => (e, i)).Where(e => e.i != (int)stage + 1))
            {
                Assert.Throws<InvalidOperationException>(() => In(stage).Given(@event));
            }
        }
    }
}
