namespace CityOps.Domain.Tests.Deadlines.Oracle;

/// <summary>Zones with their offsets worked out by hand, independently of any time zone database.</summary>
internal enum RawZone
{
    Shanghai,
    Berlin,
    NewYork,
}

/// <summary>A slot in minutes of the local day, the second one exclusive: at most 1,440.</summary>
internal readonly record struct RawSlot(int From, int To);

/// <summary>A season in month × 100 + day, every year; or in days, once.</summary>
internal sealed record RawSeason(bool EveryYear, DateOnly First, DateOnly Last, RawSlot[][] Week)
{
    public bool Has(DateOnly date)
    {
        if (!EveryYear)
        {
            return date >= First && date <= Last;
        }

        var (day, first, last) = (MonthDay(date), MonthDay(First), MonthDay(Last));
        return first <= last ? day >= first && day <= last : day >= first || day <= last;
    }

    private static int MonthDay(DateOnly date) => (date.Month * 100) + date.Day;
}

/// <summary>What a calendar says, in plain numbers: weeks have seven days from Monday.</summary>
internal sealed record RawCalendar(
    RawZone Zone,
    RawSlot[][] Week,
    IReadOnlyList<RawSeason> Seasons,
    IReadOnlyDictionary<DateOnly, string> Holidays,
    IReadOnlyDictionary<DateOnly, (string Name, RawSlot[]? Slots)> Exchanged,
    bool EndOfDay,
    decimal HoursPerDay)
{
    /// <summary>Minutes that local time is ahead of UTC.</summary>
    public int OffsetAt(DateTime utc) => Zone switch
    {
        RawZone.Shanghai => 480,
        RawZone.Berlin => utc >= Sunday(utc.Year, 3, -1).AddHours(1) && utc < Sunday(utc.Year, 10, -1).AddHours(1) ? 120 : 60,
        _ => utc >= Sunday(utc.Year, 3, 2).AddHours(7) && utc < Sunday(utc.Year, 11, 1).AddHours(6) ? -240 : -300,
    };

    public RawSlot[] SlotsOn(DateOnly date)
    {
        var week = Week;
        foreach (var season in Seasons)
        {
            week = season.Has(date) ? season.Week : week;
        }

        return Exchanged.TryGetValue(date, out var exchanged)
            ? exchanged.Slots ?? week[0]
            : week[((int)date.DayOfWeek + 6) % 7];
    }

    /// <summary>The n-th Sunday of a month, or the last for -1.</summary>
    private static DateTime Sunday(int year, int month, int number)
    {
        var days = Enumerable.Range(1, DateTime.DaysInMonth(year, month))
            .Select(day => new DateTime(year, month, day)).Where(d => d.DayOfWeek == DayOfWeek.Sunday).ToList();
        return number < 0 ? days[^1] : days[number - 1];
    }
}
