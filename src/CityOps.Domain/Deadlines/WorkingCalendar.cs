using System.Collections.Concurrent;
using CityOps.Domain.Catalog;
using NodaTime;

namespace CityOps.Domain.Deadlines;

/// <summary>
/// Counts time on the four clocks of a jurisdiction. Continuous hours and natural days (of 24 hours) run day and night;
/// working hours and working days run in working time alone. Exact to the nanosecond; immutable; thread-safe.
/// </summary>
public sealed class WorkingCalendar
{
    private const decimal NanosecondsPerHour = 3_600_000_000_000;

    private readonly DayPlan _plan;
    private readonly ConcurrentDictionary<int, CalendarYear> _years = new();

    /// <param name="version">Names the content; what was computed with this calendar keeps it.</param>
    /// <param name="rules">What the calendar says.</param>
    /// <exception cref="ArgumentException">The rules contradict themselves.</exception>
    public WorkingCalendar(string version, CalendarRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rules.HoursPerDay);
        (Version, Rules, _plan) = (version, rules, new DayPlan(rules));
    }

    /// <summary>Names the content.</summary>
    public string Version { get; }

    /// <summary>What the calendar says.</summary>
    public CalendarRules Rules { get; }

    /// <summary>When a limit that starts at a moment has run out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not above zero, or ends after 9998.</exception>
    public Instant DueAt(TimeLimit limit, Instant from)
    {
        ArgumentNullException.ThrowIfNull(limit);
        return IsByDay(limit) ? EndOfWorkingDay(limit, from) : Advance(limit.Clock, from, Length(limit, from));
    }

    /// <summary>
    /// A limit as the time that has to count from a moment until it is due. It depends on the moment only where working
    /// days are read as <see cref="WorkingDayReading.EndOfDay"/>.
    /// </summary>
    public Duration Length(TimeLimit limit, Instant from)
    {
        ArgumentNullException.ThrowIfNull(limit);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit.Amount);
        return IsByDay(limit)
            ? Counted(limit.Clock, from, EndOfWorkingDay(limit, from))
            : Hours(limit.Amount * HoursPerUnit(limit.Clock));
    }

    /// <summary>The time that counts from a moment up to another; zero if that is not later.</summary>
    public Duration Counted(LimitClock clock, Instant from, Instant to)
    {
        if (to <= from)
        {
            return Duration.Zero;
        }

        if (!IsWorkingTime(clock))
        {
            return to - from;
        }

        var (year, last) = (YearOf(from), YearOf(to));
        var counted = -year.CountedTo(from);
        for (; year != last; year = After(year))
        {
            counted += year.Total;
        }

        return counted + last.CountedTo(to);
    }

    /// <summary>The first moment at which so much has counted; the start itself if that is not above zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It lies after the year 9998.</exception>
    public Instant Advance(LimitClock clock, Instant from, Duration counted)
    {
        if (counted <= Duration.Zero)
        {
            return from;
        }

        if (!IsWorkingTime(clock))
        {
            return from + counted;
        }

        var year = YearOf(from);
        var wanted = year.CountedTo(from) + counted;
        for (; wanted > year.Total; year = After(year))
        {
            wanted -= year.Total;
        }

        return year.Reach(wanted);
    }

    /// <summary>
    /// Every interval from a moment up to another in order, without gap or overlap: counted or not, and why.
    /// </summary>
    public IReadOnlyList<ClockInterval> Explain(LimitClock clock, Instant from, Instant to)
    {
        var intervals = new List<ClockInterval>();
        if (!IsWorkingTime(clock))
        {
            ClockInterval.Append(intervals, new ClockInterval(from, to, true, IntervalReason.Running, null));
        }
        else if (to > from)
        {
            var year = YearOf(from);
            for (; year.End < to; year = After(year))
            {
                year.Explain(from, to, intervals);
            }

            year.Explain(from, to, intervals);
        }

        return intervals;
    }

    /// <summary>
    /// True if the holidays of a moment's year are loaded. What falls due outside of those years is provisional: it is
    /// computed again when they are.
    /// </summary>
    public bool Covers(Instant at) => Rules.HolidayYears.Contains(at.InZone(Rules.Zone).Year);

    private static bool IsWorkingTime(LimitClock clock) => clock is LimitClock.WorkingHours or LimitClock.WorkingDays;

    private bool IsByDay(TimeLimit limit) =>
        limit.Clock == LimitClock.WorkingDays && Rules.Reading == WorkingDayReading.EndOfDay;

    private decimal HoursPerUnit(LimitClock clock) => clock switch
    {
        LimitClock.WorkingDays => Rules.HoursPerDay,
        LimitClock.NaturalDays => 24,
        _ => 1,
    };

    private static Duration Hours(decimal hours) =>
        Duration.FromNanoseconds((Int128)decimal.Round(hours * NanosecondsPerHour));

    private Instant EndOfWorkingDay(TimeLimit limit, Instant from)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit.Amount);
        var number = decimal.ToInt32(decimal.Ceiling(limit.Amount));
        var (date, year) = (from.InZone(Rules.Zone).Date, YearOf(from));
        for (; ; year = After(year))
        {
            if (year.EndOfWorkingDay(date, ref number) is { } end)
            {
                return end;
            }
        }
    }

    private CalendarYear YearOf(Instant at)
    {
        var year = Year(at.InZone(Rules.Zone).Year);

        // Where clocks are set back over midnight at the turn of the year, the old year comes again for an hour.
        return at >= year.Start ? year : Year(year.Number - 1);
    }

    private CalendarYear After(CalendarYear year) => Year(year.Number + 1);

    private CalendarYear Year(int number) =>
        _years.GetOrAdd(number, static (n, calendar) => new CalendarYear(n, calendar.Rules.Zone, calendar._plan), this);
}
