using System.Collections.Frozen;
using NodaTime;

namespace CityOps.Domain.Deadlines;

/// <summary>Part of a local day: to midnight means to the end of the day.</summary>
internal readonly record struct DayPart(
    LocalTime From, LocalTime To, bool Counted, IntervalReason Reason, string? Note);

/// <summary>Says for any local date how the day is divided.</summary>
internal sealed class DayPlan
{
    private readonly CalendarRules _rules;
    private readonly FrozenDictionary<LocalDate, Holiday> _holidays;
    private readonly FrozenDictionary<LocalDate, ExchangedDay> _exchanged;

    /// <exception cref="ArgumentException">A day is a holiday or exchanged twice, or both.</exception>
    public DayPlan(CalendarRules rules)
    {
        _rules = rules;
        _holidays = rules.Holidays.ToFrozenDictionary(h => h.Date);
        _exchanged = rules.Exchanged.ToFrozenDictionary(e => e.Date);
        if (_holidays.Keys.Any(_exchanged.ContainsKey))
        {
            throw new ArgumentException("A day is a holiday or an exchanged working day, never both.", nameof(rules));
        }
    }

    /// <summary>The parts of the day in order, without gap or overlap.</summary>
    public IEnumerable<DayPart> PartsOf(LocalDate date)
    {
        if (_holidays.TryGetValue(date, out var holiday))
        {
            return [Whole(IntervalReason.Holiday, holiday.Name)];
        }

        if (_exchanged.TryGetValue(date, out var exchanged))
        {
            var slots = exchanged.Slots ?? WeekOn(date).On(IsoDayOfWeek.Monday);
            return Divide(slots, IntervalReason.Exchanged, exchanged.Name);
        }

        return Divide(WeekOn(date).On(date.DayOfWeek), IntervalReason.Running, null);
    }

    private WorkingWeek WeekOn(LocalDate date)
    {
        var week = _rules.Week;
        foreach (var season in _rules.Seasons)
        {
            week = season.Period.Contains(date) ? season.Week : week;
        }

        return week;
    }

    private static IEnumerable<DayPart> Divide(DaySlots day, IntervalReason counted, string? note)
    {
        if (day.IsEmpty)
        {
            yield return Whole(IntervalReason.Weekend, null);
            yield break;
        }

        var (at, idle) = (LocalTime.Midnight, IntervalReason.Night);
        foreach (var slot in day.Slots)
        {
            if (slot.From > at)
            {
                yield return new DayPart(at, slot.From, false, idle, null);
            }

            yield return new DayPart(slot.From, slot.To, true, counted, note);
            (at, idle) = (slot.To, IntervalReason.Break);
        }

        if (at != LocalTime.Midnight)
        {
            yield return new DayPart(at, LocalTime.Midnight, false, IntervalReason.Night, null);
        }
    }

    private static DayPart Whole(IntervalReason reason, string? note) =>
        new(LocalTime.Midnight, LocalTime.Midnight, false, reason, note);
}
