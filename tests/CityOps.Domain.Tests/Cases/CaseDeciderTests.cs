using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using NodaTime;
using static CityOps.Domain.Tests.Cases.CaseSamples;

namespace CityOps.Domain.Tests.Cases;

public sealed class CaseDeciderTests
{
    private static readonly Actor Lead = new("lead", Roles.ShiftLead);

    [Fact]
    public void A_report_opens_a_case() => Nothing
        .When(new ReportCase(Id, By(Anyone, "c-0"), LooseCover))
        .Then(new CaseReported(Id, Stamp("c-0"), LooseCover));

    [Fact]
    public void An_event_keeps_the_time_of_the_decision_and_the_policy()
    {
        var later = Start + Duration.FromHours(3);

        In(Stage.Dispatched).At(later).When(Command(CaseAct.Accept, Anyone))
            .Then(new CaseAccepted(Id, new Stamp(later, Start, Anyone, Channel.Console, "new", "v1")));
    }

    [Fact]
    public void The_same_report_again_changes_nothing_in_any_stage()
    {
        foreach (var stage in Enum.GetValues<Stage>())
        {
            In(stage).When(new ReportCase(Id, By(Anyone, "other"), LooseCover)).Then();
        }
    }

    [Fact]
    public void Another_sources_report_finds_the_id_taken() => In(Stage.Reported)
        .When(new ReportCase(Id, By(Anyone), LooseCover with { Source = "m-2" }))
        .ThenRefused("case.idTaken");

    [Fact]
    public void A_report_under_an_unknown_category_is_refused_with_the_field() => Assert.Equal("category", Nothing
        .When(new ReportCase(Id, By(Anyone), LooseCover with { Category = "9999" }))
        .ThenRefused("case.unknownCategory").Field);

    [Fact]
    public void A_command_that_was_carried_out_changes_nothing_when_it_comes_again()
    {
        var acts = Enum.GetValues<CaseAct>();
        for (var i = 0; i < acts.Length; i++)
        {
            foreach (var stage in Enum.GetValues<Stage>().Where(s => (int)s > i))
            {
                In(stage).When(Command(acts[i], Anyone, $"c-{i + 1}")).Then();
            }
        }
    }

    [Fact]
    public void A_command_of_the_same_id_is_decided_anew_where_the_first_was_refused()
    {
        In(Stage.Filed).When(new DispatchCase(Id, By(Anyone, "again"), "nobody")).ThenRefused("case.unknownDepartment");

        In(Stage.Filed).When(new DispatchCase(Id, By(Anyone, "again"), "lights")).ThenSomething()
            .When(new DispatchCase(Id, By(Anyone, "again"), "lights")).Then();
    }

    [Fact]
    public void Filing_takes_what_the_reporter_proposed() => In(Stage.Reported)
        .When(new FileCase(Id, By(Lead), null, null, null))
        .Then(new CaseFiled(Id, By(Lead).Stamp(Start, "v1"), AsFiled));

    [Fact]
    public void Filing_sets_the_category_right_and_takes_its_limit() => In(Stage.Reported)
        .When(new FileCase(Id, By(Lead), CategoryKind.Incident, "0113", "2"))
        .Then(new CaseFiled(Id, By(Lead).Stamp(Start, "v1"),
            new Filing(CategoryKind.Incident, "0113", "2", new TimeLimit(1, LimitClock.NaturalDays))));

    [Fact]
    public void Filing_under_what_the_catalog_lacks_is_refused_with_the_field()
    {
        Assert.Equal("category", In(Stage.Reported)
            .When(new FileCase(Id, By(Lead), CategoryKind.Component, "0113", "1")).ThenRefused("case.unknownCategory").Field);
        Assert.Equal("condition", In(Stage.Reported)
            .When(new FileCase(Id, By(Lead), null, null, "9")).ThenRefused("case.unknownCondition").Field);
    }

    [Fact]
    public void A_case_goes_to_departments_of_the_city_alone() => Assert.Equal("department", In(Stage.Filed)
        .When(new DispatchCase(Id, By(Anyone), "nobody")).ThenRefused("case.unknownDepartment").Field);

    [Theory]
    [InlineData(CaseAct.Accept, Stage.Dispatched)]
    [InlineData(CaseAct.Handled, Stage.Handling)]
    public void A_handler_works_for_the_department_that_has_the_case(CaseAct act, Stage stage)
    {
        In(stage).When(Command(act, new Actor("a", Roles.Handler, null, "roads"))).ThenSomething();
        In(stage).When(Command(act, new Actor("b", Roles.Handler, null, "lights"))).ThenRefused("case.otherDepartment");
    }

    [Theory]
    [InlineData(CaseAct.Inspect, Stage.Handled)]
    [InlineData(CaseAct.Close, Stage.Inspecting)]
    public void A_department_neither_inspects_nor_closes_its_own_work(CaseAct act, Stage stage)
    {
        In(stage).When(Command(act, Lead with { Department = "roads" })).ThenRefused("case.ownWork");
        In(stage).When(Command(act, Lead with { Department = "lights" })).ThenSomething();
        In(stage).When(Command(act, Lead)).ThenSomething();
    }

    [Fact]
    public void A_refusal_says_what_the_stage_allows() => Assert.Contains(
        "'filed' does not allow 'close'; it allows dispatch.",
        In(Stage.Filed).When(Command(CaseAct.Close, Anyone)).ThenRefused("case.notPossible").Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_closed_case_keeps_what_it_went_through()
    {
        var view = CaseView.Of(In(Stage.Closed).State, 7, Anyone);

        Assert.NotNull(view);
        Assert.Equal((Stage.Closed, AsFiled, new Assignment("roads", Start), Start), (view.Stage, view.Filing, view.Assignment, view.ClosedAt));
        Assert.Empty(view.Allowed);
    }
}
