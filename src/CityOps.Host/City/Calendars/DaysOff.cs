using System.Collections.Immutable;
using CityOps.Domain.Deadlines;
using CityOps.Host.City.Reading;
using NodaTime;

namespace CityOps.Host.City.Calendars;

/// <summary>The days of a calendar's holiday files together: one file a year, no year between them missing.</summary>
internal sealed class DaysOff(FaultLog log)
{
    private readonly Dictionary<LocalDate, NamedDay> _days = [];
    private readonly SortedDictionary<int, string> _files = [];

    public IEnumerable<NamedDay> Days => _days.Values;

    public ImmutableSortedSet<int> Years => [.. _files.Keys];

    public void Add(HolidayFile file, string name)
    {
        if (file.Year is { } year && !_files.TryAdd(year, name))
        {
            log.Add(name, null, null, $"'{_files[year]}' has the holidays of {year} already", "Name one file a year");
            return;
        }

        foreach (var day in file.Days)
        {
            if (!_days.TryAdd(day.Date, day) && _days[day.Date] is var other && other.IsOff != day.IsOff)
            {
                log.Add(
                    day.File, day.Line, null, $"{day.Date:R} is both off and worked: see {other.File}:{other.Line}",
                    "Keep one of the two");
            }
        }
    }

    /// <summary>
    /// Reports the years that lie between those of the files, at the line of the calendar that names them.
    /// </summary>
    public void CheckYears(string calendar, int line)
    {
        foreach (var year in Years.Skip(1).Where(year => !_files.ContainsKey(year - 1)))
        {
            log.Add(
                calendar, line, null, $"The holidays of {year - 1} are missing",
                "Name the file of every year between the first and the last");
        }
    }
}
