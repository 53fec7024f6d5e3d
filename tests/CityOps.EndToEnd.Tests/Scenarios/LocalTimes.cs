using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace CityOps.EndToEnd.Tests.Scenarios;

/// <summary>
/// Moments as a story tells them, in the city's local time: <c>Fri 17:30</c> in the week of the story, <c>next Mon 09:00</c> in the one
/// after it, <c>2026-02-13 17:00</c> anywhere.
/// </summary>
internal sealed class LocalTimes(DateTimeZone zone, LocalDate monday)
{
    private const string Next = "next ";
    private const int DaysPerWeek = 7;

    private static readonly LocalDateTimePattern Whole = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");
    private static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
    private static readonly LocalTimePattern Seconds = LocalTimePattern.CreateWithInvariantCulture("HH:mm:ss");

    /// <summary>The moment that the words say.</summary>
    public Instant At(string words)
    {
        if (char.IsAsciiDigit(words[0]))
        {
            return At(Whole.Parse(words).Value);
        }

        var (weeks, inWeek) = words.StartsWith(Next, StringComparison.Ordinal) ? (1, words[Next.Length..]) : (0, words);
        var day = Enumerable.Range(0, DaysPerWeek).First(d => inWeek.StartsWith(Day(monday.PlusDays(d)), StringComparison.Ordinal));
        var time = inWeek[4..];
        var pattern = time.Length > "00:00".Length ? Seconds : Time;
        return At(monday.PlusDays(day + (DaysPerWeek * weeks)) + pattern.Parse(time).Value);
    }

    /// <summary>The words for a moment.</summary>
    public string Words(Instant at)
    {
        var local = at.InZone(zone).LocalDateTime;
        var time = (local.Second == 0 ? Time : Seconds).Format(local.TimeOfDay);
        return Period.DaysBetween(monday, local.Date) switch
        {
            >= 0 and < DaysPerWeek => $"{Day(local.Date)} {time}",
            >= DaysPerWeek and < 2 * DaysPerWeek => $"{Next}{Day(local.Date)} {time}",
            _ => $"{local.Date:uuuu-MM-dd} {time}",
        };
    }

    private Instant At(LocalDateTime local) => local.InZoneStrictly(zone).ToInstant();

    private static string Day(LocalDate date) => date.ToString("ddd", CultureInfo.InvariantCulture);
}
