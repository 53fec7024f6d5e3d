using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Deadlines;
using NodaTime;

namespace CityOps.Domain.Cases;

/// <summary>
/// Which clocks run in which stage, and when they are due. What is computed goes into the event, so that a later calendar or
/// policy does not rewrite what was. Pure; safe to share between threads.
/// </summary>
internal sealed class CaseClocks(CityConfiguration city)
{
    private static readonly ClockStage[] All = Enum.GetValues<ClockStage>();

    /// <summary>The calendar that counts for a case.</summary>
    public WorkingCalendar CalendarOf(KnownCase @case) => city.Calendars.For(@case.File.Report.UnitGrid);

    /// <summary>The last event with what the decision changes of the clocks; the state is the one after it.</summary>
    public IReadOnlyList<CaseEvent> Scheduled(IReadOnlyList<CaseEvent> events, KnownCase after, Instant now)
    {
        var changed = new List<CaseClock>();
        foreach (var stage in All)
        {
            if (Change(after, stage, events, now) is { } clock)
            {
                changed.Add(clock);
            }
        }

        var schedule = ScheduleOf(after, changed);
        return changed.Count == 0 && schedule.Wake == after.File.Wake
            ? events
            : [.. events.SkipLast(1), events[^1] with { Schedule = schedule }];
    }

    /// <summary>
    /// The clock computed anew by the calendar and policy in force. Where it is due at another time than before, steps that lie
    /// ahead of it again are taken again: each once for each due time.
    /// </summary>
    public CaseClock Computed(KnownCase @case, CaseClock clock, Instant now)
    {
        var calendar = CalendarOf(@case);
        var running = clock.Run.StoppedAt is null && !clock.Run.IsPaused;
        var due = running ? clock.Run.DueAt(calendar) : null;
        if (due is { } later && later != clock.Due)
        {
            clock = clock with { Passed = clock.Passed.RemoveAll(id => MomentOf(@case, clock, id, calendar, later) > now) };
        }

        return clock with
        {
            Calendar = calendar.Version,
            Due = due,
            Yellow = running ? clock.Run.At(calendar, city.Escalation.YellowShare) : null,
            Next = due is { } at ? NextStep(@case, clock, calendar, at) : null,
            IsLate = running ? due <= now : IsUsedUp(clock, calendar, now),
        };
    }

    /// <summary>
    /// True if nothing of the limit is left: from the moment on at which it is due, which may be long before the next moment
    /// that counts.
    /// </summary>
    public static bool IsUsedUp(CaseClock clock, WorkingCalendar calendar, Instant now) => clock.Run.Left(calendar, now) <= Duration.Zero;

    /// <summary>The step that a clock takes next, as the policy has it.</summary>
    public EscalationStep? StepOf(KnownCase @case, CaseClock clock, string id) => Steps(@case, clock).FirstOrDefault(s => s.Id == id);

    private CaseClock? Change(KnownCase after, ClockStage stage, IReadOnlyList<CaseEvent> events, Instant now)
    {
        var wanted = Wanted(after, stage);
        var clock = after.File.ClockOf(stage);
        var open = clock is { Run.StoppedAt: null } ? clock : null;
        if (wanted is null)
        {
            return open is null ? null : Computed(after, open with { Run = open.Run.Stop(now) }, now);
        }

        var run = open?.Run ?? StageClock.Start(LimitOf(after, stage), now);
        foreach (var @event in events)
        {
            if (stage == ClockStage.Handle && @event is ExtensionApproved extended)
            {
                run = run.Extend(extended.Amount);
            }
        }

        run = wanted == ClockRest.None ? run.Resume(now)
            : run.Pause(now, wanted == ClockRest.Suspended ? PauseReason.Suspension : PauseReason.Other);
        return open is not null && run == open.Run
            ? null
            : Computed(after, (open ?? New(after, stage, run)) with { Run = run }, now);
    }

    private static CaseClock New(KnownCase after, ClockStage stage, StageClock run) =>
        new(stage, after.File.Clocks.Count(c => c.Stage == stage) + 1, run, "");

    /// <summary>Whether the clock runs or rests in the stage; null where it has no place there.</summary>
    private static ClockRest? Wanted(KnownCase after, ClockStage stage) => (stage, after) switch
    {
        (ClockStage.File, Reported) => ClockRest.None,
        (ClockStage.File, Verifying) => ClockRest.Waiting,
        (ClockStage.Verify, Verifying) => ClockRest.None,
        (ClockStage.Dispatch, Filed or Returned or Disputed) => ClockRest.None,
        (ClockStage.Accept, Dispatched) => ClockRest.None,
        (ClockStage.Handle, Dispatched or Returned or Disputed or Handling) => ClockRest.None,
        (ClockStage.Handle, Suspended) => ClockRest.Suspended,
        (ClockStage.Handle, Handled or Inspecting) => ClockRest.Waiting,
        (ClockStage.Inspect, Handled) => ClockRest.None,
        (ClockStage.Inspect, Inspecting i) when !CaseConditions.HasPassed(i) => ClockRest.None,
        (ClockStage.Close, Inspecting i) when CaseConditions.HasPassed(i) => ClockRest.None,
        _ => null,
    };

    /// <summary>The category that counts: as filed, or as reported before that.</summary>
    private static (CategoryKind Kind, string Code) CategoryOf(KnownCase @case) => @case is FiledCase filed
        ? (filed.Filing.Kind, filed.Filing.Category)
        : (@case.File.Report.Kind, @case.File.Report.Category);

    private TimeLimit LimitOf(KnownCase @case, ClockStage stage) =>
        stage == ClockStage.Handle && @case is FiledCase filed ? filed.Filing.Limit : LimitsOf(@case).Of(stage);

    /// <summary>How long the stages of the centre may take for the case.</summary>
    public StageLimits LimitsOf(KnownCase @case) =>
        city.Categories.GetValueOrDefault(CategoryOf(@case))?.Limits ?? StageLimits.Standard;

    private PendingStep? NextStep(KnownCase @case, CaseClock clock, WorkingCalendar calendar, Instant due) => Steps(@case, clock)
        .Where(s => !clock.Passed.Contains(s.Id))
        .Select(s => MomentOf(s, clock, calendar, due) is { } at ? new PendingStep(s.Id, at) : null)
        .OfType<PendingStep>()
        .MinBy(s => s.At);

    private Instant? MomentOf(KnownCase @case, CaseClock clock, string id, WorkingCalendar calendar, Instant due) =>
        StepOf(@case, clock, id) is { } step ? MomentOf(step, clock, calendar, due) : null;

    private static Instant? MomentOf(EscalationStep step, CaseClock clock, WorkingCalendar calendar, Instant due) => step.When switch
    {
        AtShare share => clock.Run.At(calendar, share.Share),
        AtOffset offset => due + offset.FromDue,
        _ => null,
    };

    private IEnumerable<EscalationStep> Steps(KnownCase @case, CaseClock clock) =>
        city.Escalation.StepsFor(clock.Stage, CategoryOf(@case).Kind, CategoryOf(@case).Code, clock.Run.Limit.Clock);

    /// <summary>The schedule of a case some of whose clocks change.</summary>
    public static Schedule ScheduleOf(KnownCase after, IReadOnlyList<CaseClock> changed)
    {
        var wake = after is Suspended { Until: var until } ? until : (Instant?)null;
        var (yellow, due) = ((Instant?)null, (Instant?)null);
        foreach (var clock in after.File.Clocks)
        {
            if (!changed.Any(c => (c.Stage, c.Round) == (clock.Stage, clock.Round)))
            {
                Take(clock);
            }
        }

        foreach (var clock in changed)
        {
            Take(clock);
        }

        return new Schedule(changed, wake, yellow, due);

        void Take(CaseClock clock)
        {
            wake = Earlier(wake, clock.Next?.At);
            yellow = Earlier(yellow, clock.Yellow);
            due = Earlier(due, clock.Due);
        }
    }

    private static Instant? Earlier(Instant? one, Instant? other) => one is null || other < one ? other : one;

    /// <summary>Why a clock does not run.</summary>
    private enum ClockRest
    {
        None,
        Waiting,
        Suspended,
    }
}
