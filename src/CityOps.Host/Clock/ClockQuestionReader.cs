using System.Globalization;
using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Deadlines;
using CityOps.Host.City.Catalogs;
using NodaTime;
using NodaTime.Text;

namespace CityOps.Host.Clock;

/// <summary>Makes a question of what the command line says.</summary>
internal static class ClockQuestionReader
{
    public static readonly IReadOnlyDictionary<string, LimitClock> Clocks = new Dictionary<string, LimitClock>
    {
        ["continuousHours"] = LimitClock.ContinuousHours,
        ["workingHours"] = LimitClock.WorkingHours,
        ["workingDays"] = LimitClock.WorkingDays,
        ["naturalDays"] = LimitClock.NaturalDays,
    };

    private static readonly IPattern<OffsetDateTime>[] WithZone =
    [
        OffsetDateTimePattern.Rfc3339,
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mmo<Z+HH:mm>"),
    ];

    private static readonly IPattern<LocalDateTime>[] WithoutZone =
    [
        LocalDateTimePattern.ExtendedIso,
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm"),
    ];

    /// <summary>The question, or everything that is wrong with it.</summary>
    public static (ClockQuestion? Question, IReadOnlyList<string> Faults) Read(
        ClockArguments arguments, CityConfiguration city)
    {
        var faults = new List<string>();
        var calendar = CalendarOf(arguments.Jurisdiction, city, faults);
        var limit = ReadLimit(arguments.Limit, arguments.Clock, faults);
        var from = ReadFrom(arguments.From, calendar.Rules.Zone, faults);
        return limit is null || from is not { } start || faults.Count > 0
            ? (null, faults)
            : (new ClockQuestion(start, limit, arguments.Jurisdiction, calendar), faults);
    }

    private static WorkingCalendar CalendarOf(string? code, CityConfiguration city, List<string> faults)
    {
        if (code is not null && city.PatrolGrids.TryGetValue(code, out var grid))
        {
            return city.Calendars.For(grid.Jurisdiction);
        }

        if (code is not null && !city.Jurisdictions.ContainsKey(code) && !city.UnitGrids.ContainsKey(code))
        {
            faults.Add(
                $"--jurisdiction: there is no jurisdiction, patrol grid or unit grid '{code}' in {city.Name.En}.");
        }

        return city.Calendars.For(code);
    }

    private static TimeLimit? ReadLimit(string text, string? clock, List<string> faults)
    {
        if (LimitText.TryParse(text, out var limit))
        {
            if (clock is not null)
            {
                faults.Add($"--clock: '{text}' names its clock itself; leave --clock out.");
            }
        }
        else if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            || amount <= 0)
        {
            faults.Add($"--limit: '{text}' is no limit. Give a number above zero with --clock, or one with a unit: "
                + $"{string.Join(", ", LimitText.KnownUnits)}.");
        }
        else if (clock is null)
        {
            faults.Add($"--clock is missing: say which clock {text} runs on: {string.Join(", ", Clocks.Keys)}.");
        }
        else if (!Clocks.TryGetValue(clock, out var known))
        {
            faults.Add($"--clock: '{clock}' is no clock. Write one of {string.Join(", ", Clocks.Keys)}.");
        }
        else
        {
            limit = new TimeLimit(amount, known);
        }

        if (limit.Amount > LimitReader.Longest)
        {
            faults.Add($"--limit: {text} is too long. Give at most {LimitReader.Longest:N0}.");
        }

        return limit.Amount > 0 ? limit : null;
    }

    private static Instant? ReadFrom(string text, DateTimeZone zone, List<string> faults)
    {
        foreach (var pattern in WithZone)
        {
            if (pattern.Parse(text) is { Success: true, Value: var moment })
            {
                return Known(moment.ToInstant(), text, faults);
            }
        }

        foreach (var pattern in WithoutZone)
        {
            if (pattern.Parse(text) is { Success: true, Value: var local })
            {
                // Of two moments with the same local time the first: clocks were set back between them.
                var moments = zone.MapLocal(local);
                if (moments.Count > 0)
                {
                    return Known(moments.First().ToInstant(), text, faults);
                }

                faults.Add($"--from: {text} does not exist in {zone.Id}: clocks were set forward over it.");
                return null;
            }
        }

        faults.Add($"--from: '{text}' is no time. Write 2026-02-13T17:00 for the city's zone ({zone.Id}), "
            + "or with a zone: 2026-02-13T17:00:00+08:00.");
        return null;
    }

    /// <summary>Limits of years must end before the calendar does.</summary>
    private static Instant? Known(Instant from, string text, List<string> faults)
    {
        if (from.InUtc().Year is >= 1900 and < 3000)
        {
            return from;
        }

        faults.Add($"--from: {text} is too far away. Give a year from 1900 to 2999.");
        return null;
    }
}
