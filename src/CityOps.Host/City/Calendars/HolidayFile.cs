using System.Text.Json;
using CityOps.Host.City.Reading;
using NodaTime;
using NodaTime.Text;

namespace CityOps.Host.City.Calendars;

/// <summary>A day that a holiday file names: off, or worked in exchange.</summary>
internal sealed record NamedDay(string File, int Line, LocalDate Date, string Name, bool IsOff);

/// <summary>
/// Reads a file in the format of the holiday-cn project as it comes: <c>year</c> and <c>days</c> with <c>name</c>,
/// <c>date</c>
/// and <c>isOffDay</c>; what else it holds is passed over.
/// </summary>
internal sealed class HolidayFile
{
    private readonly string _file;
    private readonly FaultLog _log;
    private readonly Dictionary<LocalDate, NamedDay> _days = [];
    private bool _isYearGiven;

    private HolidayFile(string file, FaultLog log) => (_file, _log) = (file, log);

    /// <summary>The year of the notice; null after a fault.</summary>
    public int? Year { get; private set; }

    /// <summary>The days by date.</summary>
    public IReadOnlyCollection<NamedDay> Days => _days.Values;

    /// <summary>The file, or null if it cannot be read at all.</summary>
    public static HolidayFile? Read(string file, FilePlace named, CitySource source, FaultLog log)
    {
        if (source.Read(file, named) is not { } content)
        {
            return null;
        }

        var holidays = new HolidayFile(file, log);
        if (JsonRecords.Read(file, content, log, holidays.Take))
        {
            holidays.CheckYear();
        }

        return holidays;
    }

    /// <summary>A date such as 2026-02-14; faults are those of the record.</summary>
    public static LocalDate? Date(Record record, string field)
    {
        var text = record.Text(field);
        if (LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var date })
        {
            return date;
        }

        if (text.Length > 0)
        {
            record.Fault($"'{text}' is no date", "Give year, month and day: 2026-02-14");
        }

        return null;
    }

    private void Take(string array, int line, JsonElement value)
    {
        _isYearGiven |= array == "year";
        switch (array)
        {
            case "year" when value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var year)
                && year is > 1900 and < 9000:
                Year = year;
                break;
            case "year":
                _log.Add(_file, line, null, "The year is no year", "Give the year as a number: 2026");
                break;
            case "days":
                TakeDay(new Record(_file, line, value, _log));
                break;
        }
    }

    private void TakeDay(Record record)
    {
        var (name, date, isOff) = (record.Text("name"), Date(record, "date"), record.Flag("isOffDay"));
        if (!record.IsSound || date is not { } day
            || _days.TryAdd(day, new NamedDay(_file, record.Line, day, name, isOff)))
        {
            return;
        }

        var before = _days[day];
        record.Fault(
            before.IsOff == isOff
                ? $"{before.Date:R} is on line {before.Line} already"
                : $"{before.Date:R} is both off and worked",
            "Keep one of the two");
    }

    private void CheckYear()
    {
        if (!_isYearGiven)
        {
            _log.Add(_file, null, null, "The year is missing", "Say which year the days are of: \"year\":2026");
        }

        if (Year is not { } year)
        {
            return;
        }

        // A notice may exchange a day of the December before; a day of another year is a slip.
        foreach (var day in Days.Where(d => d.Date.Year != year && (d.Date.Year, d.Date.Month) != (year - 1, 12)))
        {
            _log.Add(_file, day.Line, null, $"{day.Date:R} is not of {year}", "Move it to the file of its year");
        }
    }
}
