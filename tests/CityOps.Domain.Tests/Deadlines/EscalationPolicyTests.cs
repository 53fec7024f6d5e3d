using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.Deadlines;
using CityOps.Domain.Tests.Cases;
using NodaTime;

namespace CityOps.Domain.Tests.Deadlines;

public sealed class EscalationPolicyTests
{
    [Fact]
    public void The_first_rule_that_fits_counts_and_no_other() => Assert.Equal(
        ["first", "due"],
        Ids(Policy(Rule("first", categories: ["incident"]), Rule("second")), ClockStage.Handle, CategoryKind.Incident, "0113"));

    [Theory]
    [InlineData("incident", true)]
    [InlineData("component", false)]
    [InlineData("incident/01", true)]
    [InlineData("incident/02", false)]
    [InlineData("incident/0113", true)]
    [InlineData("incident/0114", false)]
    [InlineData("incident/011", false)]
    [InlineData("incident/0", false)]
    public void A_category_is_named_by_kind_class_or_subclass(string named, bool fits) =>
        Assert.Equal(fits, Rule("r", categories: [named]).Fits(ClockStage.Handle, CategoryKind.Incident, "0113"));

    [Fact]
    public void A_subclass_of_one_series_is_not_the_beginning_of_one_of_the_other()
    {
        Assert.True(Rule("r", categories: ["component/0101"]).Fits(ClockStage.Handle, CategoryKind.Component, "0101"));
        Assert.False(Rule("r", categories: ["component/0101"]).Fits(ClockStage.Handle, CategoryKind.Component, "01010"));
        Assert.True(Rule("r", categories: ["component/01"]).Fits(ClockStage.Handle, CategoryKind.Component, "01010"));
    }

    [Fact]
    public void A_rule_is_for_its_stages()
    {
        var rule = Rule("r", stages: [ClockStage.File, ClockStage.Dispatch]);

        Assert.Equal(
            [ClockStage.File, ClockStage.Dispatch],
            Enum.GetValues<ClockStage>().Where(s => rule.Fits(s, CategoryKind.Incident, "0113")));
    }

    [Fact]
    public void A_rule_with_clocks_is_for_limits_that_are_counted_on_them()
    {
        var rule = Rule("r") with { Clocks = [LimitClock.ContinuousHours] };

        Assert.True(rule.Fits(ClockStage.Handle, CategoryKind.Incident, "0113", LimitClock.ContinuousHours));
        Assert.False(rule.Fits(ClockStage.Handle, CategoryKind.Incident, "0113", LimitClock.WorkingDays));
        Assert.False(rule.Fits(ClockStage.Handle, CategoryKind.Incident, "0113"));
    }

    [Fact]
    public void The_limit_itself_is_always_a_step_and_never_two()
    {
        Assert.Equal(["due"], Ids(EscalationPolicy.None, ClockStage.File, CategoryKind.Incident, "0113"));
        var own = Rule("r") with { Steps = [new EscalationStep("at-limit", new AtShare(1.0m), [])] };
        Assert.Equal(["at-limit"], Ids(Policy(own), ClockStage.File, CategoryKind.Incident, "0113"));
    }

    [Fact]
    public void The_light_turns_yellow_at_the_share_of_the_policy()
    {
        var filed = Case(Policy() with { YellowShare = 0.5m });

        Assert.Equal(CaseSamples.Start + Duration.FromHours(1), ((KnownCase)filed.State).File.ClockOf(ClockStage.Handle)?.Yellow);
    }

    [Fact]
    public void Steps_before_and_after_the_limit_are_taken_at_their_minutes_each_once()
    {
        var due = CaseSamples.Start + Duration.FromHours(2);
        var rule = new EscalationRule([ClockStage.Handle], [],
        [
            new EscalationStep("near", new AtShare(0.5m), []),
            new EscalationStep("before", new AtOffset(Duration.FromMinutes(-30)), []),
            new EscalationStep("after", new AtOffset(Duration.FromMinutes(10)), []),
        ]);
        var handling = Case(Policy(rule)).Done(CaseSamples.Command(CaseAct.Accept));

        var taken = new List<(string Step, Instant At)>();
        for (var minute = 0; minute <= 180; minute += 5)
        {
            handling = handling.At(CaseSamples.Start + Duration.FromMinutes(minute));
            var outcome = handling.When(new ReachDeadline(CaseSamples.Id, CaseSamples.By(CaseSamples.Asker, $"tick-{minute}")));
            handling = handling.Given([.. outcome.Events]);
            taken.AddRange(outcome.Events.OfType<DeadlinePassed>().Select(e => (e.Step, e.StepAt)));
        }

        Assert.Equal(
            [
                ("near", due - Duration.FromHours(1)), ("before", due - Duration.FromMinutes(30)), ("due", due),
                ("after", due + Duration.FromMinutes(10)),
            ],
            taken);
    }

    private static Scenario<Case, CaseCommand, CaseEvent> Case(EscalationPolicy policy) => new Scenario<Case, CaseCommand, CaseEvent>(
        new CaseDecider(CaseSamples.City with { Escalation = policy }), CaseSamples.In(Stage.Filed).State, CaseSamples.Start)
        .Done(CaseSamples.Command(CaseAct.Dispatch));

    private static EscalationPolicy Policy(params EscalationRule[] rules) => new(0.75m, rules);

    private static EscalationRule Rule(string step, IReadOnlyList<ClockStage>? stages = null, IReadOnlyList<string>? categories = null) =>
        new(stages ?? [], categories ?? [], [new EscalationStep(step, new AtShare(0.5m), [])]);

    private static IEnumerable<string> Ids(EscalationPolicy policy, ClockStage stage, CategoryKind kind, string category) =>
        policy.StepsFor(stage, kind, category).Select(s => s.Id);
}
