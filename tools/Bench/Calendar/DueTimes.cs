using System.Diagnostics;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;
using CityOps.Domain.Catalog;
using CityOps.Domain.Deadlines;
using NodaTime;

namespace CityOps.Bench.Calendar;

/// <summary>What a due time costs with the demo city's calendar.</summary>
internal static class DueTimes
{
    private const int Count = 200_000;
    private const int Rounds = 5;

    public static void Measure(Figures figures)
    {
        var city = Repository.DemoCity().Calendars.City;
        var byDay = new WorkingCalendar("by-day", city.Rules with { Reading = WorkingDayReading.EndOfDay });
        figures.Heading($"Due times with the demo city's calendar, the fastest of {Rounds} rounds");
        Add("fourHours", "4 working hours", city, new TimeLimit(4, LimitClock.WorkingHours));
        Add("fiveDays", "5 working days of consumed hours", city, new TimeLimit(5, LimitClock.WorkingDays));
        Add("fiveByDay", "5 working days to the end of the day", byDay, new TimeLimit(5, LimitClock.WorkingDays));
        Add("year", "250 working days: a year", city, new TimeLimit(250, LimitClock.WorkingDays));
        Add("yearByDay", "250 working days to the end of the day", byDay, new TimeLimit(250, LimitClock.WorkingDays));

        void Add(string name, string what, WorkingCalendar calendar, TimeLimit limit) =>
            figures.Add($"{name}Nanoseconds", what, Nanoseconds(calendar, limit), "ns", 1);
    }

    private static double Nanoseconds(WorkingCalendar calendar, TimeLimit limit)
    {
        var random = new Random(20260101);
        var first = Instant.FromUtc(2025, 1, 1, 0, 0);
        Instant[] starts =
            [.. Enumerable.Range(0, Count).Select(_ => first + Duration.FromSeconds(random.Next(600 * 86_400)))];
        var fastest = double.MaxValue;
        for (var round = 0; round <= Rounds; round++)
        {
            var (latest, started) = (Instant.MinValue, Stopwatch.GetTimestamp());
            foreach (var start in starts)
            {
                latest = Instant.Max(latest, calendar.DueAt(limit, start));
            }

            var elapsed = Stopwatch.GetElapsedTime(started).TotalNanoseconds / Count;
            fastest = latest > starts[0]
                ? Math.Min(fastest, elapsed)
                : throw new BenchException("A limit is due before it starts.");
        }

        return fastest;
    }
}
