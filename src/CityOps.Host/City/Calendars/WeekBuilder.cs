using CityOps.Domain.Deadlines;
using CityOps.Host.City.Reading;
using NodaTime;

namespace CityOps.Host.City.Calendars;

/// <summary>
/// Puts a week together from records such as <c>{"days":"monday-friday","slots":["08:00-12:00","14:00-18:00"]}</c>. A
/// day that none of them names is not worked.
/// </summary>
internal sealed class WeekBuilder
{
    private static readonly string[] Days =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    private readonly Dictionary<IsoDayOfWeek, DaySlots> _days = [];

    /// <summary>True as long as no day was named.</summary>
    public bool IsEmpty => _days.Count == 0;

    public bool HasWorkingTime => _days.Values.Any(d => !d.IsEmpty);

    public void Take(Record record)
    {
        var (name, slots) = (record.Text("days"), SlotText.Read(record.Texts("slots"), record));
        record.NoMore();
        foreach (var day in DaysOf(name, record))
        {
            if (!_days.TryAdd(day, slots))
            {
                record.Fault($"'{name}' has a day that was named before", "Name every day once");
                return;
            }
        }
    }

    /// <summary>The week; it must have working time.</summary>
    public WorkingWeek Build() => new(_days);

    private static IEnumerable<IsoDayOfWeek> DaysOf(string name, Record record)
    {
        var ends = name.Split('-');
        var (first, last) = (Array.IndexOf(Days, ends[0]), Array.IndexOf(Days, ends[^1]));
        if (ends.Length <= 2 && first >= 0 && last >= first)
        {
            return Enumerable.Range(first + 1, last - first + 1).Select(day => (IsoDayOfWeek)day);
        }

        if (name.Length > 0)
        {
            record.Fault($"'{name}' is no weekday", "Write a day or a range within the week: saturday, monday-friday");
        }

        return [];
    }
}
