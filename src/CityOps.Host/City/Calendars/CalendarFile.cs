using System.Text.Json;
using CityOps.Domain.Deadlines;
using CityOps.Host.City.Reading;
using NodaTime;

namespace CityOps.Host.City.Calendars;

/// <summary>One calendar file as it is read.</summary>
internal sealed class CalendarFile(string file, DateTimeZone zone, HolidayShelf shelf, FaultLog log)
{
    private const decimal MostHoursPerDay = 24;

    private static readonly Dictionary<string, WorkingDayReading> Readings = new()
    {
        ["consumedHours"] = WorkingDayReading.ConsumedHours,
        ["endOfDay"] = WorkingDayReading.EndOfDay,
    };

    private readonly DaysOff _daysOff = new(log);
    private readonly OwnDays _ownDays = new();
    private readonly WeekBuilder _week = new();
    private readonly HashSet<string> _scalars = [];
    private CalendarRules _rules = new() { Zone = zone };
    private (int Slots, int Holidays) _line = (1, 1);

    /// <summary>The holiday files that it names.</summary>
    public List<string> HolidayFiles { get; } = [];

    /// <summary>What the calendar says; null after a fault.</summary>
    public CalendarRules? Read(ReadOnlyMemory<byte> content)
    {
        var before = log.Count;
        JsonRecords.Read(file, content, log, Take);
        _daysOff.CheckYears(file, _line.Holidays);
        if (log.Count == before && !_week.IsEmpty && !_week.HasWorkingTime)
        {
            log.Add(file, _line.Slots, null, "The week has no working time", "Give slots to at least one day");
        }

        if (HolidayFiles.Count == 0)
        {
            log.Warn(file, null, null, "The calendar knows no holidays", "Name their files in 'holidays'");
        }

        return log.Count > before ? null : _ownDays.Over(_daysOff, _rules with
        {
            Week = _week.IsEmpty ? WorkingWeek.Ordinary : _week.Build(),
            HolidayYears = _daysOff.Years,
        });
    }

    private void Take(string array, int line, JsonElement value)
    {
        var field = Record.OfField(file, line, array, value, log);
        switch (array)
        {
            case "slots":
                _line.Slots = line;
                _week.Take(new Record(file, line, value, log));
                break;
            case "seasons":
                if (SeasonReader.Read(new Record(file, line, value, log)) is { } season)
                {
                    _rules = _rules with { Seasons = _rules.Seasons.Add(season) };
                }

                break;
            case "holidays":
                _line.Holidays = line;
                TakeHolidays(field);
                break;
            case "days":
                _ownDays.Take(new Record(file, line, value, log));
                break;
            case "dayReading" or "hoursPerDay":
                if (!_scalars.Add(array))
                {
                    field.Fault($"The field '{array}' is there twice", "Keep one of them");
                }
                else if (array == "dayReading")
                {
                    TakeReading(field);
                }
                else
                {
                    TakeHours(field);
                }

                break;
            default:
                field.NoMore();
                break;
        }
    }

    private void TakeReading(Record field)
    {
        var text = field.Text("dayReading");
        if (Readings.TryGetValue(text, out var reading))
        {
            _rules = _rules with { Reading = reading };
        }
        else if (text.Length > 0)
        {
            field.Fault($"'{text}' is no reading of a working day", $"Write one of {string.Join(", ", Readings.Keys)}");
        }
    }

    private void TakeHours(Record field)
    {
        if (field.Number("hoursPerDay") is { } hours)
        {
            if (hours is > 0 and <= MostHoursPerDay)
            {
                _rules = _rules with { HoursPerDay = hours };
            }
            else
            {
                field.Fault($"A working day cannot have {hours} hours", "Give a number above 0, at most 24");
            }
        }
    }

    private void TakeHolidays(Record field)
    {
        var text = field.Text("holidays");
        if (text.Length == 0)
        {
            return;
        }

        var path = Path.Combine(Path.GetDirectoryName(file) ?? "", text);
        HolidayFiles.Add(path);
        if (shelf.Find(path, new FilePlace(file, field.Line)) is { } holidays)
        {
            _daysOff.Add(holidays, path);
        }
    }
}
