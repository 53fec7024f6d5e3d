using CityOps.Domain.Cases;
using static CityOps.Domain.Tests.Cases.CaseSamples;

namespace CityOps.Domain.Tests.Cases;

/// <summary>监管分离, and whose part an act is.</summary>
public sealed class CaseDutyTests
{
    private static readonly Actor Lead = new("lead", Roles.ShiftLead);
    private static readonly Actor DistrictLead = new("d-lead", Roles.ShiftLead | Roles.Dispatcher, "360102");
    private static readonly Actor CityDispatcher = new("c-disp", Roles.Dispatcher, "3601");

    [Theory]
    [InlineData(CaseAct.Accept, Stage.Dispatched)]
    [InlineData(CaseAct.Return, Stage.Dispatched)]
    [InlineData(CaseAct.Handled, Stage.Handling)]
    [InlineData(CaseAct.Extend, Stage.Handling)]
    [InlineData(CaseAct.Appeal, Stage.Closed)]
    public void A_handler_works_for_the_department_that_has_the_case(CaseAct act, Stage stage)
    {
        Ready(stage, act).When(Command(act, new Actor("a", Roles.Handler, null, "roads"))).ThenSomething();
        Ready(stage, act).When(Command(act, new Actor("b", Roles.Handler, null, "lights"))).ThenRefused("case.otherDepartment");
        Ready(stage, act).When(Command(act, new Actor("c", Roles.Handler))).ThenRefused("case.otherDepartment");
        Ready(stage, act).When(Command(act, new Actor("d", Roles.Handler, "360102"))).ThenRefused("case.otherDepartment");
    }

    [Fact]
    public void Who_stands_in_for_everybody_handles_for_every_department()
    {
        var everybody = new Actor("demo", (Roles)127);

        In(Stage.Handling).When(Command(CaseAct.Handled, everybody)).ThenSomething();
        In(Stage.Handling).When(Command(CaseAct.Handled, everybody with { Roles = (Roles)126 })).ThenRefused("case.otherDepartment");
        In(Stage.Handling).When(Command(CaseAct.Handled, everybody with { Jurisdiction = "3601" })).ThenRefused("case.otherDepartment");
    }

    [Fact]
    public void Who_dispatches_resumes_a_case_though_they_handle_those_of_another_department() => In(Stage.Suspended)
        .When(Command(CaseAct.Resume, new Actor("both", Roles.Handler | Roles.Dispatcher, "360102", "lights"))).ThenSomething();

    [Fact]
    public void A_department_watches_over_none_of_its_own_cases()
    {
        CaseAct[] watching =
        [
            CaseAct.Redispatch, CaseAct.RejectReturn, CaseAct.Rule, CaseAct.ApproveExtension, CaseAct.RejectExtension,
            CaseAct.ApproveSuspension, CaseAct.RejectSuspension, CaseAct.Inspect, CaseAct.Close, CaseAct.Rework, CaseAct.Reopen,
            CaseAct.RuleAppeal, CaseAct.FollowUp,
        ];
        var both = new Actor("both", Roles.ShiftLead | Roles.Dispatcher | Roles.Leader | Roles.Acceptor, null, "roads");
        foreach (var act in watching)
        {
            var stage = CaseRules.Table.First(r => r.Act == act).Stages[0];
            Ready(stage, act).When(Command(act, both, "own")).ThenRefused("case.ownWork");
            Ready(stage, act).When(Command(act, both with { Department = "far" }, "own")).ThenSomething();
        }
    }

    [Theory]
    [InlineData(CaseAct.ApproveExtension, Stage.Handling)]
    [InlineData(CaseAct.ApproveSuspension, Stage.Handling)]
    [InlineData(CaseAct.Redispatch, Stage.Returned)]
    [InlineData(CaseAct.RejectReturn, Stage.Returned)]
    [InlineData(CaseAct.Rule, Stage.Disputed)]
    [InlineData(CaseAct.RuleAppeal, Stage.Closed)]
    public void No_one_decides_what_they_asked_for(CaseAct act, Stage stage) =>
        Ready(stage, act).When(Command(act, Asker, "mine")).ThenRefused("case.ownRequest");

    [Fact]
    public void What_lies_outside_of_the_jurisdiction_is_not_acted_on() => In(Stage.Reported)
        .When(Command(CaseAct.File, Lead with { Jurisdiction = "360103" })).ThenRefused("case.otherJurisdiction");

    [Fact]
    public void The_centre_that_files_is_in_charge_and_dispatches()
    {
        var filed = In(Stage.Reported).Done(Command(CaseAct.File, DistrictLead));

        Assert.Equal("360102", Assert.IsType<Filed>(filed.State).File.Centre);
        filed.When(Command(CaseAct.Dispatch, DistrictLead)).ThenSomething();
        filed.When(Command(CaseAct.Dispatch, CityDispatcher)).ThenSomething();
        filed.When(Command(CaseAct.Dispatch, new Actor("s", Roles.Dispatcher, "360102001"))).ThenRefused("case.otherCentre");
    }

    [Fact]
    public void The_city_dispatches_to_a_district_which_dispatches_on()
    {
        var filed = In(Stage.Reported).Done(Command(CaseAct.File, Lead with { Jurisdiction = "3601" }));
        filed.When(Command(CaseAct.Dispatch, DistrictLead)).ThenRefused("case.otherCentre");

        var delegated = filed.Done(new DispatchCase(Id, By(CityDispatcher, "down"), null, "360102"));

        Assert.Equal("360102", Assert.IsType<Filed>(delegated.State).File.Centre);
        delegated.When(Command(CaseAct.Dispatch, DistrictLead)).ThenSomething();
    }

    [Theory]
    [InlineData("360103")]
    [InlineData("3601")]
    [InlineData("999999")]
    public void A_case_is_handed_down_to_a_centre_it_lies_in_alone(string centre) => In(Stage.Filed)
        .When(new DispatchCase(Id, By(CityDispatcher), null, centre)).ThenRefused("case.unknownCentre");

    [Fact]
    public void A_case_that_is_moved_out_of_its_centre_is_the_citys_which_hands_it_down_again()
    {
        var moved = In(Stage.Reported).Done(
            Command(CaseAct.File, DistrictLead),
            new CorrectCase(Id, By(Asker, "moved"), null, null, null, new CasePlace(LooseCover.Place, "360103001001001", "P2")));

        Assert.Equal("3601", Assert.IsType<Filed>(moved.State).File.Centre);
        moved.When(new DispatchCase(Id, By(CityDispatcher), "far")).ThenSomething();
        moved.When(new DispatchCase(Id, By(CityDispatcher), null, "360103")).ThenSomething();
    }

    [Fact]
    public void A_case_that_is_moved_within_its_centre_stays_there()
    {
        var filed = In(Stage.Reported).Done(Command(CaseAct.File, DistrictLead));
        var moved = filed.When(
            new CorrectCase(Id, By(Asker, "moved"), null, null, null, new CasePlace(LooseCover.Place, "360102002001001", "P2")));

        Assert.Null(moved.ThenOne<CaseCorrected>().Centre);
    }

    [Fact]
    public void A_centre_dispatches_to_its_own_departments_and_those_above()
    {
        var filed = In(Stage.Reported).Done(Command(CaseAct.File, DistrictLead));

        filed.When(new DispatchCase(Id, By(DistrictLead), "water")).ThenSomething();
        filed.When(new DispatchCase(Id, By(DistrictLead), "far")).ThenRefused("case.departmentOutside");
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("roads", "360102")]
    public void A_dispatch_names_one_of_department_and_centre(string? department, string? centre) => Assert.Equal(
        RejectionKind.Invalid,
        Assert.IsType<Decision<CaseEvent>.Rejected>(
            Decider.Decide(In(Stage.Filed).State, new DispatchCase(Id, By(Anyone), department, centre), Start)).Reason.Kind);

    [Fact]
    public void A_dispute_is_ruled_above_the_centre_in_charge_and_then_it_is_over()
    {
        var disputed = In(Stage.Reported).Done(
            Command(CaseAct.File, DistrictLead), Command(CaseAct.Dispatch), Command(CaseAct.Return), Command(CaseAct.Dispute));
        disputed.When(Command(CaseAct.Rule, DistrictLead)).ThenRefused("case.notAbove");

        var ruled = disputed.Done(Command(CaseAct.Rule, CityDispatcher));

        Assert.True(Assert.IsType<Dispatched>(ruled.State).Assignment.Ruled);
        ruled.When(Command(CaseAct.Return, Asker, "once more")).ThenRefused("case.ruled");
        ruled.When(Command(CaseAct.Dispute, Asker, "once more")).ThenRefused("case.ruled");
    }

    [Theory]
    [InlineData("360102")]
    [InlineData("360102001")]
    public void A_leader_rules_no_dispute_of_their_own_centre_nor_of_one_above(string centre) => DisputedIn("360102")
        .When(Command(CaseAct.Rule, new Actor("boss", Roles.Leader, centre))).ThenRefused("case.notAbove");

    [Theory]
    [InlineData("3601")]
    [InlineData(null)]
    public void Of_the_citys_own_cases_a_leader_of_the_city_rules(string? city)
    {
        DisputedIn("3601").When(Command(CaseAct.Rule, new Actor("d", Roles.Dispatcher, city))).ThenRefused("case.notAbove");
        DisputedIn("3601").When(Command(CaseAct.Rule, new Actor("mayor", Roles.Leader, city))).ThenSomething();
    }

    [Theory]
    [InlineData("3601")]
    [InlineData(null)]
    public void Of_a_districts_cases_a_dispatcher_of_the_city_rules(string? city) => DisputedIn("360102")
        .When(Command(CaseAct.Rule, new Actor("d", Roles.Dispatcher, city))).ThenSomething();

    private static Scenario<Case, CaseCommand, CaseEvent> DisputedIn(string centre) => In(Stage.Reported).Done(
        Command(CaseAct.File, Lead with { Jurisdiction = centre }), Command(CaseAct.Dispatch), Command(CaseAct.Return),
        Command(CaseAct.Dispute));
}
