using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.Deadlines;
using CityOps.Domain.Tests.Deadlines;
using NodaTime;
using static CityOps.Domain.Tests.Cases.CaseSamples;

namespace CityOps.Domain.Tests.Cases;

/// <summary>Clocks, extensions, suspensions, deadlines. The case is dispatched on a Monday at 09:00 with a limit of two working hours.</summary>
public sealed class CaseTimeTests
{
    private static readonly Instant Due = Start + Duration.FromHours(2);
    private static readonly Instant Tomorrow = Start + Duration.FromDays(1);

    [Fact]
    public void Handling_is_due_when_the_limit_has_counted() => Assert.Equal(Due, Handle(In(Stage.Handling))?.Due);

    [Fact]
    public void A_return_and_another_dispatch_do_not_reset_the_limit()
    {
        var later = In(Stage.Returned).At(Start + Duration.FromHours(1)).Done(Command(CaseAct.Redispatch, Anyone));

        Assert.Equal((1, Due), (Handle(later)?.Round, Handle(later)?.Due));
    }

    [Fact]
    public void A_suspended_case_does_not_run_late_and_goes_on_with_what_was_left()
    {
        var until = Start + Duration.FromDays(3);
        var suspended = In(Stage.Handling).At(Start + Duration.FromHours(1))
            .Done(new AskSuspension(Id, By(Asker, "ask"), until, "parts"), Command(CaseAct.ApproveSuspension, Anyone));
        Assert.Null(Handle(suspended)?.Due);
        suspended.At(Tomorrow).When(Reach).Then();

        // The engine was down when the rest ended, and for half an hour after it.
        var resumed = suspended.At(until + Duration.FromMinutes(30)).Done(Reach);

        Assert.IsType<Handling>(resumed.State);
        Assert.Equal(until + Duration.FromHours(1), Handle(resumed)?.Due);
    }

    [Fact]
    public void A_rest_is_at_most_a_year_and_not_in_the_past()
    {
        foreach (var until in (Instant[])[Start, Start - Duration.FromDays(1), Start + Duration.FromDays(366)])
        {
            Assert.Equal("until", In(Stage.Handling)
                .When(new AskSuspension(Id, By(Asker), until, "why")).ThenRefused("case.outOfRange").Field);
        }
    }

    [Fact]
    public void An_approved_extension_moves_the_deadline()
    {
        var extended = Ready(Stage.Handling, CaseAct.ApproveExtension).Done(Command(CaseAct.ApproveExtension, Anyone));

        // One more working hour: 12:00, the end of the morning.
        Assert.Equal(Due + Duration.FromHours(1), Handle(extended)?.Due);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2.5)]
    public void An_extension_is_at_most_the_limit(double amount) => Assert.Equal("amount", In(Stage.Handling)
        .When(new AskExtension(Id, By(Asker), (decimal)amount, "why")).ThenRefused("case.outOfRange").Field);

    [Fact]
    public void Two_extensions_are_approved_at_most_and_none_while_another_is_open()
    {
        var case1 = Ready(Stage.Handling, CaseAct.ApproveExtension);
        case1.When(Command(CaseAct.Extend, Asker, "second")).ThenRefused("case.requestPending");
        case1.When(Command(CaseAct.Suspend, Asker, "second")).ThenRefused("case.requestPending");

        var used = case1.Done(
            Command(CaseAct.ApproveExtension, Anyone), Command(CaseAct.Extend, Asker, "e2"),
            Command(CaseAct.ApproveExtension, Anyone, "a2"));
        used.When(Command(CaseAct.Extend, Asker, "e3")).ThenRefused("case.extensionsUsed");

        // Neither does a case that is taken up again have new ones.
        used.Done(
                Command(CaseAct.Handled, Asker, "h2"), Command(CaseAct.Close, Anyone, "c2"), Command(CaseAct.Reopen, Anyone, "r2"),
                Command(CaseAct.Dispatch, Anyone, "d2"), Command(CaseAct.Accept, Asker, "acc2"))
            .When(Command(CaseAct.Extend, Asker, "e4")).ThenRefused("case.extensionsUsed");
    }

    [Fact]
    public void Once_late_there_is_no_extension_even_before_the_deadline_was_noted()
    {
        In(Stage.Handling).At(Due - Duration.FromSeconds(1)).When(Command(CaseAct.Extend)).ThenSomething();
        In(Stage.Handling).At(Due).When(Command(CaseAct.Extend)).ThenRefused("case.late");
    }

    [Fact]
    public void The_clock_stands_while_the_feedback_is_looked_at_and_goes_on_in_rework()
    {
        var handled = In(Stage.Handling).At(Start + Duration.FromHours(1)).Done(Command(CaseAct.Handled));

        var reworked = handled.At(Tomorrow).Done(Command(CaseAct.Rework));

        Assert.Equal(Tomorrow + Duration.FromHours(1), Handle(reworked)?.Due);
        Assert.Equal((null, false), (Handle(handled)?.Due, Handle(handled)?.IsLate));
    }

    [Fact]
    public void Lights_turn_yellow_near_the_limit_and_red_at_it()
    {
        var state = (KnownCase)In(Stage.Handling).State;
        var yellow = Start + Duration.FromMinutes(90);

        Assert.Equal(
            [Light.Green, Light.Yellow, Light.Yellow, Light.Red],
            ((Instant[])[yellow - Duration.FromSeconds(1), yellow, Due - Duration.FromSeconds(1), Due]).Select(t => Lights.Of(state, t)));
    }

    [Fact]
    public void A_deadline_is_noted_once_and_says_how_late_it_was_noticed()
    {
        var passed = In(Stage.Handling).At(Due + Duration.FromMinutes(5)).When(Reach).ThenOne<DeadlinePassed>();

        Assert.Equal((ClockStage.Handle, "due", Due, Duration.FromMinutes(5)), (passed.Clock, passed.Step, passed.StepAt, passed.Late));
        In(Stage.Handling).At(Due + Duration.FromMinutes(5)).Done(Reach)
            .At(Tomorrow).When(new ReachDeadline(Id, By(Asker, "another"))).Then();
        In(Stage.Handling).At(Due - Duration.FromMilliseconds(1)).When(Reach).Then();
    }

    [Fact]
    public void What_comes_after_a_deadline_keeps_it_in_the_journal_first()
    {
        var decision = Decider.Decide(In(Stage.Handling).State, Command(CaseAct.Handled), Tomorrow);

        var events = Assert.IsType<Decision<CaseEvent>.Accepted>(decision).Events;
        Assert.Equal([typeof(DeadlinePassed), typeof(CaseHandled)], events.Select(e => e.GetType()));
    }

    [Fact]
    public void Nothing_is_due_once_a_case_is_over()
    {
        foreach (var stage in Stages.All.Where(s => !s.IsOpen()))
        {
            var file = ((KnownCase)In(stage).State).File;
            Assert.Null(file.Wake);
            Assert.All(file.Clocks, c => Assert.False(c.IsRunning));
        }
    }

    [Fact]
    public void Late_handling_is_kept_and_an_upheld_appeal_adds_to_it()
    {
        var ruled = Ready(Stage.Closed, CaseAct.RuleAppeal).Done(Command(CaseAct.RuleAppeal, Anyone));

        var closed = Assert.IsType<Closed>(ruled.State);
        Assert.Equal((true, true), (closed.HandledLate, closed.File.Appeal?.Upheld));
        Assert.Equal(Light.Red, Lights.Of(closed, Tomorrow));
        ruled.When(Command(CaseAct.Appeal, Asker, "again")).ThenRefused("case.appealedBefore");
        In(Stage.Closed).When(Command(CaseAct.Appeal)).ThenRefused("case.notLate");
    }

    [Fact]
    public void A_case_that_is_taken_up_again_has_had_its_appeal()
    {
        var again = Ready(Stage.Closed, CaseAct.RuleAppeal).Done(
            Command(CaseAct.RuleAppeal, Anyone), Command(CaseAct.Reopen), Command(CaseAct.Dispatch, commandId: "dispatch-2"),
            Command(CaseAct.Accept, commandId: "accept-2"));

        var closed = again.At(Start + Duration.FromDays(2))
            .Done(Command(CaseAct.Handled, commandId: "handled-2"), Command(CaseAct.Close, commandId: "close-2"));

        Assert.True(Assert.IsType<Closed>(closed.State).HandledLate);
        Assert.True(Assert.IsType<Closed>(closed.State).File.Appeal?.Upheld);
        closed.When(Command(CaseAct.Appeal, commandId: "appeal-2")).ThenRefused("case.appealedBefore");
    }

    [Fact]
    public void Steps_are_taken_in_order_each_once_with_those_who_are_told()
    {
        var decider = new CaseDecider(CaseSamples.City with
        {
            Escalation = new EscalationPolicy(0.75m, [new EscalationRule([ClockStage.Handle], ["incident/01"],
            [
                Step("soon", new AtOffset(Duration.FromMinutes(-30)), EscalationKind.Notify, Roles.Handler, EscalationScope.Department),
                Step("100", new AtShare(1), EscalationKind.Urge, Roles.Dispatcher, EscalationScope.Centre),
                Step("150", new AtShare(1.5m), EscalationKind.Raise, Roles.Leader, EscalationScope.Above),
                Step("200", new AtShare(2), EscalationKind.Supervise, Roles.Leader, EscalationScope.City),
            ])]),
        });
        var file = new Scenario<Case, CaseCommand, CaseEvent>(decider, In(Stage.Filed).State, Start);
        var handling = file.Done(Command(CaseAct.Dispatch), Command(CaseAct.Accept));

        var all = Assert.IsType<Decision<CaseEvent>.Accepted>(decider.Decide(handling.State, Reach, Tomorrow)).Events
            .OfType<DeadlinePassed>().ToList();

        Assert.Equal(["soon", "100", "150", "200"], all.Select(e => e.Step));
        Assert.Equal([Due - Duration.FromMinutes(30), Due, Due + Duration.FromHours(1), Due + Duration.FromHours(4)], all.Select(e => e.StepAt));
        Assert.Equal(("roads", null), (all[0].Notices[0].Department, all[2].Notices[0].Jurisdiction));
        var after = Assert.IsType<Handling>(handling.Given([.. all]).State).File;
        Assert.Equal((1, null, 1), (after.Counts.Urges, after.Wake, after.Supervisors.Count));
    }

    [Fact]
    public void After_a_failed_inspection_its_limit_runs_on_and_the_collector_who_answered_is_not_urged()
    {
        var decider = new CaseDecider(CaseSamples.City with
        {
            Escalation = new EscalationPolicy(0.75m, [new EscalationRule([ClockStage.Inspect], ["incident/01"],
            [
                new EscalationStep("due", new AtShare(1),
                [
                    new EscalationAction(EscalationKind.Urge, Roles.Collector, EscalationScope.Collector),
                    new EscalationAction(EscalationKind.Notify, Roles.ShiftLead, EscalationScope.Centre),
                ]),
            ])]),
        });
        var given = new Scenario<Case, CaseCommand, CaseEvent>(decider, In(Stage.Handling).State, Start)
            .Done(Command(CaseAct.Handled), Command(CaseAct.Inspect), Given(Stage.Inspecting));
        var failed = given.Done(Answer(Stage.Inspecting, TaskOutcome.Failed));
        var later = Start + Duration.FromDays(30);

        var urged = given.At(later).When(Reach).ThenOne<DeadlinePassed>();
        var passed = failed.At(later).When(Reach).ThenOne<DeadlinePassed>();

        Assert.Equal((ClockStage.Inspect, ClockStage.Inspect, urged.Due), (urged.Clock, passed.Clock, passed.Due));
        Assert.Equal([Roles.Collector, Roles.ShiftLead], urged.Notices.Select(n => n.Role));
        Assert.Equal(Collector.Id, urged.Notices[0].Collector);
        Assert.Equal([Roles.ShiftLead], passed.Notices.Select(n => n.Role));
    }

    [Fact]
    public void What_is_handled_in_the_break_after_its_due_time_is_late()
    {
        // Dispatched at 10:00, due at noon: until 14:00 no working time counts.
        var late = In(Stage.Filed).At(Start + Duration.FromHours(1)).Done(Command(CaseAct.Dispatch), Command(CaseAct.Accept))
            .At(Start + Duration.FromHours(4.5)).Done(Command(CaseAct.Handled));
        Assert.True(Handle(late)?.IsLate);

        var closed = late.Done(Command(CaseAct.Close));

        Assert.True(Assert.IsType<Closed>(closed.State).HandledLate);
        closed.When(Command(CaseAct.Appeal)).ThenSomething();
    }

    [Fact]
    public void What_is_handled_in_the_night_after_its_last_day_is_late()
    {
        var decider = new CaseDecider(CaseSamples.City with { Calendars = new CalendarBook(Calendars.ByDay) });
        var filed = Assert.IsType<Filed>(In(Stage.Filed).State);
        var byDay = new Scenario<Case, CaseCommand, CaseEvent>(
            decider, filed with { Filing = filed.Filing with { Limit = new TimeLimit(1, LimitClock.WorkingDays) } }, Start);
        var handling = byDay.Done(Command(CaseAct.Dispatch), Command(CaseAct.Accept));
        Assert.Equal(Calendars.At("2026-03-03T18:00"), Handle(handling)?.Due);

        var closed = handling.At(Calendars.At("2026-03-04T07:54")).Done(Command(CaseAct.Handled), Command(CaseAct.Close));

        Assert.True(Assert.IsType<Closed>(closed.State).HandledLate);
    }

    [Fact]
    public void A_due_time_that_moves_after_it_has_passed_passes_again_and_nothing_more_is_extended()
    {
        var asked = Ready(Stage.Handling, CaseAct.ApproveExtension);
        var extended = asked.At(Due + Duration.FromMinutes(30)).Done(Reach).Done(Command(CaseAct.ApproveExtension, Anyone));
        Assert.Equal((Due + Duration.FromHours(1), false), (Handle(extended)?.Due, Handle(extended)?.IsLate));

        var passed = extended.At(Due + Duration.FromHours(6));

        Assert.Equal(Due + Duration.FromHours(1), passed.When(Reach).ThenOne<DeadlinePassed>().StepAt);
        passed.When(Command(CaseAct.Extend, Asker, "e2")).ThenRefused("case.late");
        extended.At(Due + Duration.FromMinutes(31)).When(Reach).Then();
    }

    [Fact]
    public void Without_a_step_that_notes_it_a_late_case_is_not_extended_either()
    {
        var decider = new CaseDecider(CaseSamples.City with { Escalation = new EscalationPolicy(0.75m, []) });

        new Scenario<Case, CaseCommand, CaseEvent>(decider, In(Stage.Filed).State, Start)
            .Done(Command(CaseAct.Dispatch), Command(CaseAct.Accept)).At(Due)
            .When(Command(CaseAct.Extend)).ThenRefused("case.late");
    }

    private static EscalationStep Step(string id, EscalationTime when, EscalationKind kind, Roles role, EscalationScope where) =>
        new(id, when, [new EscalationAction(kind, role, where)]);

    private static ReachDeadline Reach => new(Id, By(Asker, "reach"));

    private static CaseClock? Handle(Scenario<Case, CaseCommand, CaseEvent> scenario) =>
        ((KnownCase)scenario.State).File.ClockOf(ClockStage.Handle);
}
