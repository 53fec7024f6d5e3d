using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.Deadlines;
using CityOps.Domain.Tests.Deadlines;
using NodaTime;
using static CityOps.Domain.Tests.Cases.CaseSamples;

namespace CityOps.Domain.Tests.Cases;

/// <summary>
/// Another calendar, place or category moves what is due. The case is dispatched on a Monday at 09:00 with a limit of two working hours.
/// </summary>
public sealed class CaseMovedTests
{
    private static readonly Instant Due = Start + Duration.FromHours(2);

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
}
