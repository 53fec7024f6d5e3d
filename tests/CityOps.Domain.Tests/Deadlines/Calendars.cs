using System.Collections.Immutable;
using CityOps.Domain.Catalog;
using CityOps.Domain.Deadlines;
using NodaTime;
using NodaTime.Text;

namespace CityOps.Domain.Tests.Deadlines;

/// <summary>The calendar of 2026 in Asia/Shanghai, and short ways to write limits and moments in it.</summary>
internal static class Calendars
{
    public static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    public static readonly CalendarRules Rules2026 = new()
    {
        Zone = Shanghai,
        HolidayYears = [2026],
        Holidays =
        [
            .. Days("元旦", "01-01", 3), .. Days("春节", "02-15", 9), .. Days("清明节", "04-04", 3), .. Days("劳动节", "05-01", 5),
            .. Days("端午节", "06-19", 3), .. Days("中秋节", "09-25", 3), .. Days("国庆节", "10-01", 7),
        ],
        Exchanged =
        [
            Worked("元旦", "01-04"), Worked("春节", "02-14"), Worked("春节", "02-28"), Worked("劳动节", "05-09"),
            Worked("国庆节", "09-20"), Worked("国庆节", "10-10"),
        ],
    };

    public static readonly WorkingCalendar Standard = new("2026", Rules2026);

    public static readonly WorkingCalendar ByDay = new("2026-by-day", Rules2026 with { Reading = WorkingDayReading.EndOfDay });

    public static TimeLimit Continuous(decimal hours) => new(hours, LimitClock.ContinuousHours);

    public static TimeLimit Working(decimal hours) => new(hours, LimitClock.WorkingHours);

    public static TimeLimit WorkingDays(decimal days) => new(days, LimitClock.WorkingDays);

    public static TimeLimit NaturalDays(decimal days) => new(days, LimitClock.NaturalDays);

    /// <summary>A moment in Shanghai: <c>2026-02-13T17:00</c>, with or without seconds.</summary>
    public static Instant At(string local) =>
        LocalDateTimePattern.GeneralIso.Parse(local.Length == 16 ? $"{local}:00" : local).Value
            .InZoneStrictly(Shanghai).ToInstant();

    public static string Local(Instant at) => LocalDateTimePattern.GeneralIso.Format(at.InZone(Shanghai).LocalDateTime);

    private static IEnumerable<Holiday> Days(string name, string first, int count) =>
        Enumerable.Range(0, count).Select(day => new Holiday(Date(first).PlusDays(day), name));

    private static ExchangedDay Worked(string name, string day) => new(Date(day), name);

    private static LocalDate Date(string day) => LocalDatePattern.Iso.Parse($"2026-{day}").Value;
}
