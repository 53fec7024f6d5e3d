using System.Globalization;
using CityOps.Domain.City;
using CityOps.Domain.Deadlines;
using CityOps.Http.Json;
using NodaTime;
using NodaTime.Text;

namespace CityOps.Http.Configuration;

/// <summary>The calendars in force.</summary>
/// <param name="Version">The version of the configuration, as events keep it.</param>
/// <param name="Calendars">The city's first, then those of jurisdictions that have their own; the ones below inherit
/// them.</param>
internal sealed record CalendarsBody(string Version, IReadOnlyList<CalendarBody> Calendars)
{
    public static CalendarsBody From(CityConfiguration city) => new(
        city.Version,
        [
            CalendarBody.From(null, city.Calendars.City),
            .. city.Calendars.Own.OrderBy(c => c.Key, StringComparer.Ordinal)
                .Select(c => CalendarBody.From(c.Key, c.Value)),
        ]);
}

/// <summary>One calendar.</summary>
/// <param name="Jurisdiction">The jurisdiction that it begins at; null for the city.</param>
/// <param name="Version">Names its content; due times keep it.</param>
/// <param name="Zone">The IANA time zone of its days and slots.</param>
/// <param name="DayReading">How limits in working days are read.</param>
/// <param name="HoursPerDay">Working hours in a working day.</param>
/// <param name="HolidayYears">The years whose holidays are known; what falls due outside of them is
/// provisional.</param>
/// <param name="Week">The days that are worked where no season applies.</param>
/// <param name="Seasons">Parts of the year with other working time; where two apply, the later one counts.</param>
/// <param name="Holidays">The days off.</param>
/// <param name="Exchanged">The days that are worked in exchange; without slots of their own as a Monday.</param>
internal sealed record CalendarBody(
    string? Jurisdiction,
    string Version,
    string Zone,
    WorkingDayReading DayReading,
    decimal HoursPerDay,
    IReadOnlyList<int> HolidayYears,
    IReadOnlyList<WeekdayBody> Week,
    IReadOnlyList<SeasonBody> Seasons,
    IReadOnlyList<NamedDayBody> Holidays,
    IReadOnlyList<NamedDayBody> Exchanged)
{
    public static CalendarBody From(string? jurisdiction, WorkingCalendar calendar) => new(
        jurisdiction,
        calendar.Version,
        calendar.Rules.Zone.Id,
        calendar.Rules.Reading,
        calendar.Rules.HoursPerDay,
        [.. calendar.Rules.HolidayYears],
        WeekdayBody.From(calendar.Rules.Week),
        [.. calendar.Rules.Seasons.Select(SeasonBody.Of)],
        [.. calendar.Rules.Holidays.Select(h => new NamedDayBody(Date(h.Date), h.Name, null))],
        [.. calendar.Rules.Exchanged.Select(e => new NamedDayBody(Date(e.Date), e.Name, WeekdayBody.Texts(e.Slots)))]);

    private static string Date(LocalDate date) => LocalDatePattern.Iso.Format(date);
}

/// <summary>A weekday and its slots, as <c>08:00-12:00</c>; 24:00 is the end of the day.</summary>
internal sealed record WeekdayBody(string Day, IReadOnlyList<string> Slots)
{
    public static IReadOnlyList<WeekdayBody> From(WorkingWeek week) =>
    [
        .. from day in Enumerable.Range(1, 7).Select(d => (IsoDayOfWeek)d)
           where !week.On(day).IsEmpty
           select new WeekdayBody(CityJson.Word(day), Texts(week.On(day)) ?? []),
    ];

    public static IReadOnlyList<string>? Texts(DaySlots? slots) =>
        slots is null ? null : [.. slots.Slots.Select(s => $"{Time(s.From)}-{EndTime(s.To)}")];

    private static string EndTime(LocalTime time) => time == LocalTime.Midnight ? "24:00" : Time(time);

    private static string Time(LocalTime time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}

/// <summary>A season: its first and last day, with the year if it is of one year alone, and its working days.</summary>
internal sealed record SeasonBody(string From, string To, IReadOnlyList<WeekdayBody> Week)
{
    public static SeasonBody Of(Season season)
    {
        var (from, to) = season.Period switch
        {
            AnnualPeriod p => (Text(p.First), Text(p.Last)),
            DatedPeriod p => (LocalDatePattern.Iso.Format(p.First), LocalDatePattern.Iso.Format(p.Last)),
            _ => throw new InvalidOperationException($"{season.Period} is no period that is known."),
        };
        return new SeasonBody(from, to, WeekdayBody.From(season.Week));
    }

    private static string Text(AnnualDate day) => AnnualDatePattern.Iso.Format(day);
}

/// <summary>A day off or worked, and what for; slots where the day has its own.</summary>
internal sealed record NamedDayBody(string Date, string Name, IReadOnlyList<string>? Slots);
