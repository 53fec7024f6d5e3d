using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.Deadlines;
using NodaTime;

namespace CityOps.Http.Cases;

/// <summary>One clock of a case, explained.</summary>
/// <param name="Stage">What it limits.</param>
/// <param name="Round">1 for the first time, 2 after it was begun anew …</param>
/// <param name="Limit">How much of which clock.</param>
/// <param name="Extensions">What was added to it.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="StoppedAt">When it ended for good; null while it runs or rests.</param>
/// <param name="DueAt">When it is due; null while it rests or after it ended.</param>
/// <param name="YellowAt">When its light turns yellow; null likewise.</param>
/// <param name="Light">How it stands.</param>
/// <param name="UsedSeconds">How much has counted until now.</param>
/// <param name="LeftSeconds">How much is left; negative when late.</param>
/// <param name="NextStep">The next step of its escalation, and when.</param>
/// <param name="Passed">The steps that it has passed.</param>
/// <param name="Calendar">The version of the calendar by which its times were computed.</param>
/// <param name="CalendarInForce">The version that explains the intervals.</param>
/// <param name="Intervals">Every interval since it began, counted or skipped, and why.</param>
internal sealed record ClockBody(
    ClockStage Stage,
    int Round,
    TimeLimit Limit,
    IReadOnlyList<TimeLimit> Extensions,
    Instant StartedAt,
    Instant? StoppedAt,
    Instant? DueAt,
    Instant? YellowAt,
    Light Light,
    long UsedSeconds,
    long LeftSeconds,
    PendingStep? NextStep,
    IReadOnlyList<string> Passed,
    string Calendar,
    string CalendarInForce,
    IReadOnlyList<IntervalBody> Intervals)
{
    public static ClockBody From(CaseClock clock, WorkingCalendar calendar, Instant now) => new(
        clock.Stage,
        clock.Round,
        clock.Run.Limit,
        clock.Run.Extensions,
        clock.Run.StartedAt,
        clock.Run.StoppedAt,
        clock.Due,
        clock.Yellow,
        Lights.Of(clock, now),
        (long)clock.Run.Used(calendar, now).TotalSeconds,
        (long)Math.Floor(clock.Run.Left(calendar, now).TotalSeconds),
        clock.Next,
        clock.Passed,
        clock.Calendar,
        calendar.Version,
        [.. clock.Run.Explain(calendar, now).Select(IntervalBody.Of)]);
}

/// <summary>A time in which a clock counted or stood.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end.</param>
/// <param name="Seconds">How long it is.</param>
/// <param name="Counted">True if it counted.</param>
/// <param name="Reason">Why.</param>
/// <param name="Note">The holiday's name, where it is one.</param>
internal sealed record IntervalBody(
    Instant From, Instant To, long Seconds, bool Counted, IntervalReason Reason, string? Note)
{
    public static IntervalBody Of(ClockInterval interval) => new(
        interval.From, interval.To, (long)(interval.To - interval.From).TotalSeconds, interval.Counted, interval.Reason, interval.Note);
}
