using NodaTime;

namespace CityOps.Domain.Deadlines;

/// <summary>
/// One local year of a calendar, laid out once: every stretch of it in order, without gap or overlap, with what has
/// counted before. Immutable.
/// </summary>
internal sealed class CalendarYear
{
    private readonly List<Stretch> _stretches = [];
    private readonly Dictionary<LocalDate, Instant> _endOfDay = [];
    private readonly LocalDate[] _workingDays;

    public CalendarYear(int year, DateTimeZone zone, DayPlan plan)
    {
        Number = year;
        Start = zone.AtStartOfDay(new LocalDate(year, 1, 1)).ToInstant();
        End = zone.AtStartOfDay(new LocalDate(year + 1, 1, 1)).ToInstant();

        // A moment is working time if its local time is. So where clocks are set back a slot may come twice, and where
        // they are set forward it may lack an hour: each run of one offset is laid out for itself.
        foreach (var run in zone.GetZoneIntervals(Start, End))
        {
            var from = run.HasStart ? Instant.Max(run.Start, Start) : Start;
            var to = run.HasEnd ? Instant.Min(run.End, End) : End;
            LayOut(from, to, run.WallOffset, plan);
        }

        _workingDays = [.. _endOfDay.Keys.Order()];
    }

    public int Number { get; }

    public Instant Start { get; }

    public Instant End { get; }

    /// <summary>What counts in the whole year.</summary>
    public Duration Total { get; private set; }

    /// <summary>What has counted from the start of the year to a moment in it.</summary>
    public Duration CountedTo(Instant at)
    {
        var stretch = _stretches[IndexOf(at)];
        return stretch.Counted ? stretch.CountedBefore + (at - stretch.From) : stretch.CountedBefore;
    }

    /// <summary>The first moment to which so much has counted.</summary>
    /// <param name="counted">Above zero, at most <see cref="Total"/>.</param>
    public Instant Reach(Duration counted)
    {
        var (low, high) = (0, _stretches.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _stretches[middle].CountedBefore < counted ? (middle, high) : (low, middle - 1);
        }

        return _stretches[low].From + (counted - _stretches[low].CountedBefore);
    }

    /// <summary>Appends what lies between two moments, as far as it is of this year.</summary>
    public void Explain(Instant from, Instant to, List<ClockInterval> intervals)
    {
        var (first, last) = (Instant.Max(from, Start), Instant.Min(to, End));
        for (var i = IndexOf(first); i < _stretches.Count && _stretches[i].From < last; i++)
        {
            var stretch = _stretches[i];
            var (begin, end) = (Instant.Max(stretch.From, first), Instant.Min(EndOf(i), last));
            ClockInterval.Append(
                intervals, new ClockInterval(begin, end, stretch.Counted, stretch.Reason, stretch.Note));
        }
    }

    /// <summary>
    /// The end of working time on the n-th working day after a date, counting <paramref name="number"/> down by the
    /// working days of this year; null if there are too few.
    /// </summary>
    public Instant? EndOfWorkingDay(LocalDate after, ref int number)
    {
        var found = Array.BinarySearch(_workingDays, after);
        var first = found < 0 ? ~found : found + 1;
        if (first + number <= _workingDays.Length)
        {
            return _endOfDay[_workingDays[first + number - 1]];
        }

        number -= _workingDays.Length - first;
        return null;
    }

    private void LayOut(Instant from, Instant to, Offset offset, DayPlan plan)
    {
        var last = to.WithOffset(offset).Date;
        for (var date = from.WithOffset(offset).Date; date <= last; date = date.PlusDays(1))
        {
            foreach (var part in plan.PartsOf(date))
            {
                var end = part.To == LocalTime.Midnight ? date.PlusDays(1).AtMidnight() : date.At(part.To);
                Take(
                    Instant.Max(date.At(part.From).WithOffset(offset).ToInstant(), from),
                    Instant.Min(end.WithOffset(offset).ToInstant(), to), date, part);
            }
        }
    }

    private void Take(Instant from, Instant to, LocalDate date, DayPart part)
    {
        if (to <= from)
        {
            return;
        }

        _stretches.Add(new Stretch(from, Total, part.Counted, part.Reason, part.Note));
        if (part.Counted)
        {
            Total += to - from;
            _endOfDay[date] = to;
        }
    }

    private Instant EndOf(int index) => index + 1 < _stretches.Count ? _stretches[index + 1].From : End;

    private int IndexOf(Instant at)
    {
        var (low, high) = (0, _stretches.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _stretches[middle].From <= at ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private readonly record struct Stretch(
        Instant From, Duration CountedBefore, bool Counted, IntervalReason Reason, string? Note);
}
