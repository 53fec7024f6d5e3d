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

    [Fact]
    public void What_has_passed_by_the_old_calendar_alone_has_not_passed()
    {
        var decider = new CaseDecider(CaseSamples.City with { Calendars = new CalendarBook(MondayOff) });
        var handling = new Scenario<Case, CaseCommand, CaseEvent>(decider, In(Stage.Handling).State, Due + Duration.FromMinutes(30));

        foreach (var command in (CaseCommand[])[Reach, new RecomputeDeadlines(Id, By(Asker, "calendar"))])
        {
            var moved = Assert.IsType<DeadlinesRecomputed>(Assert.Single(handling.When(command).Events));
            Assert.Equal(Due, Assert.Single(moved.Before).Due);
        }

        handling.Done(Reach).At(Calendars.At("2026-03-03T10:00")).When(Reach).ThenOne<DeadlinePassed>();
    }

    [Fact]
    public void A_correction_to_another_category_is_escalated_by_its_rule_at_once()
    {
        var decider = new CaseDecider(CaseSamples.City with
        {
            Escalation = new EscalationPolicy(0.75m,
            [
                new EscalationRule([ClockStage.File], ["component"],
                    [Step("half", new AtShare(0.5m), EscalationKind.Notify, Roles.ShiftLead, EscalationScope.Centre)]),
                new EscalationRule([ClockStage.File], [],
                    [Step("near", new AtShare(0.75m), EscalationKind.Notify, Roles.Acceptor, EscalationScope.Centre)]),
            ]),
        });
        var corrected = new Scenario<Case, CaseCommand, CaseEvent>(decider, Start).Done(Report(LooseCover))
            .Done(new CorrectCase(Id, By(Asker, "kind"), CategoryKind.Component, "0137", null, null));

        var half = corrected.At(Start + Duration.FromMinutes(7.5)).When(Reach).ThenOne<DeadlinePassed>();

        Assert.Equal(("half", Roles.ShiftLead, Duration.Zero), (half.Step, Assert.Single(half.Notices).Role, half.Late));
    }

    [Fact]
    public void A_place_that_is_set_right_leaves_the_limit_that_was_filed_whatever_the_catalog_says_now()
    {
        var decider = new CaseDecider(CaseSamples.City with
        {
            Categories = new Dictionary<(CategoryKind, string), Category>(),
        });

        var corrected = new Scenario<Case, CaseCommand, CaseEvent>(decider, In(Stage.Filed).State, Start)
            .When(new CorrectCase(Id, By(Asker, "place"), null, null, null, Place("360103001001001"))).ThenOne<CaseCorrected>();

        Assert.Equal((AsFiled.Condition, AsFiled.Limit), (corrected.Condition, corrected.Limit));
    }

    [Fact]
    public void Another_calendar_moves_open_deadlines_and_keeps_the_old_ones()
    {
        var decider = new CaseDecider(CaseSamples.City with { Calendars = new CalendarBook(MondayOff) });
        var handling = new Scenario<Case, CaseCommand, CaseEvent>(decider, In(Stage.Handling).State, Start);

        var moved = handling.When(new RecomputeDeadlines(Id, By(Asker, "calendar"))).ThenOne<DeadlinesRecomputed>();

        Assert.Equal(Due, Assert.Single(moved.Before).Due);
        Assert.Equal(Calendars.At("2026-03-03T10:00"), Assert.Single(moved.Schedule?.Clocks ?? []).Due);
        handling.Done(new RecomputeDeadlines(Id, By(Asker, "calendar")))
            .When(new RecomputeDeadlines(Id, By(Asker, "calendar-2"))).Then();
    }

    [Fact]
    public void A_case_that_is_moved_under_another_calendar_is_due_by_it_at_once()
    {
        var decider = new CaseDecider(CaseSamples.City with
        {
            Calendars = new CalendarBook(
                Calendars.Standard, new Dictionary<string, WorkingCalendar> { ["360103"] = MondayOff }),
        });
        var reported = new Scenario<Case, CaseCommand, CaseEvent>(decider, JustReported.State, Start);
        var far = new CorrectCase(Id, By(Asker, "far"), null, null, null, Place("360103001001001"));

        var moved = reported.When(far).ThenOne<DeadlinesRecomputed>();

        Assert.Equal(Start + Duration.FromMinutes(15), Assert.Single(moved.Before).Due);
        Assert.Equal(("deadlines", "next"), (moved.Stamp.By.Id, Assert.Single(moved.Schedule?.Clocks ?? []).Calendar));
        Assert.Equal(Calendars.At("2026-03-03T08:15"), moved.Schedule?.Due);
        reported.Done(far).When(far).Then();
        reported.Done(far).Done(far with { Origin = By(Asker, "back"), Place = Place("360102001001001") }).At(Start + Duration.FromMinutes(15))
            .When(Reach).ThenOne<DeadlinePassed>();
    }

    [Fact]
    public void A_case_that_is_moved_under_the_same_calendar_stays_due_as_it_was() => Assert.Single(
        JustReported.When(new CorrectCase(Id, By(Asker, "near"), null, null, null, Place("360103001001001"))).Events);

    /// <summary>A calendar in which the Monday of the case is a holiday.</summary>
    private static WorkingCalendar MondayOff { get; } = new("next", Calendars.Rules2026 with
    {
        Holidays = Calendars.Rules2026.Holidays.Add(new Holiday(new LocalDate(2026, 3, 2), "special")),
    });

    private static EscalationStep Step(string id, EscalationTime when, EscalationKind kind, Roles role, EscalationScope where) =>
        new(id, when, [new EscalationAction(kind, role, where)]);

    private static CasePlace Place(string unitGrid) => new(LooseCover.Place, unitGrid, "P2");

    private static ReachDeadline Reach => new(Id, By(Asker, "reach"));

    private static CaseClock? Handle(Scenario<Case, CaseCommand, CaseEvent> scenario) =>
        ((KnownCase)scenario.State).File.ClockOf(ClockStage.Handle);
}
