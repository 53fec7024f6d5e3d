using System.CommandLine;
using System.Diagnostics;
using CityOps.Bench.Results;
using CityOps.Domain.Deadlines;
using CityOps.Domain.Tests.Deadlines.Oracle;

namespace CityOps.Bench.Calendar;

/// <summary>
/// Counts random histories of cases with the clock and with the tests' oracle, which walks every minute; then measures
/// what a due time costs.
/// </summary>
internal static class CalendarBench
{
    private const int HistoriesPerCalendar = 5_000;
    private const int MostShown = 20;
    private const int Steps = 20;

    public static Command ToCommand()
    {
        var histories = Options.Number("--histories", 1_000_000, "How many random histories are compared.");
        var seed = Options.Number("--seed", 1, "Where chance begins: the same seed gives the same histories.");
        var command = new Command("calendar", "Differences from the minute-by-minute oracle; nanoseconds a due time.")
        {
            histories, seed,
        };
        command.SetAction(parsed =>
        {
            var figures = new Figures("calendar");
            var differences = Compare(figures, parsed.GetValue(histories), parsed.GetValue(seed));
            DueTimes.Measure(figures);
            figures.Print();
            return differences == 0 ? 0 : 1;
        });
        return command;
    }

    private static long Compare(Figures figures, int histories, int seed)
    {
        var (done, differences, started) = (0L, 0L, Stopwatch.GetTimestamp());
        var calendars = (histories + HistoriesPerCalendar - 1) / HistoriesPerCalendar;
        Parallel.For(0, calendars, number =>
        {
            // A seed of its own for each calendar, so that the histories do not depend on the number of threads.
            var chance = new Chance((seed * 1_000_003) + number);
            var comparison = new OracleComparison(chance.Calendar());
            var count = Math.Min(HistoriesPerCalendar, histories - (number * HistoriesPerCalendar));
            for (var i = 0; i < count; i++)
            {
                var history = chance.History();
                if (comparison.Difference(history) is { } difference && Interlocked.Increment(ref differences) <= MostShown)
                {
                    Console.Error.WriteLine($"calendar {number}, history {i}: {difference}; {history}");
                }
            }

            var all = Interlocked.Add(ref done, count);
            if (all == histories || all * Steps / histories != (all - count) * Steps / histories)
            {
                var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
                Console.Error.WriteLine($"{seconds,6:F1} s  {all:N0} of {histories:N0} histories, {differences} differences");
            }
        });
        figures.Heading("Random histories: clocks, readings, slots, seasons, holidays, exchanged days, pauses, extensions");
        figures.Add("histories", "histories", histories, "");
        figures.Add("calendars", "calendars", calendars, "");
        figures.Add("differences", "differences from the oracle", differences, "");
        figures.Add("seconds", "compared in", Stopwatch.GetElapsedTime(started).TotalSeconds, "s", 1);
        return differences;
    }
}
