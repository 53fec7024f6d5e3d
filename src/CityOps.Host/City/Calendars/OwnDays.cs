using CityOps.Domain.Deadlines;
using CityOps.Host.City.Reading;
using NodaTime;

namespace CityOps.Host.City.Calendars;

/// <summary>A calendar's own days off and worked; they have the last word over those of the holiday files.</summary>
internal sealed class OwnDays
{
    private readonly Dictionary<LocalDate, Holiday> _holidays = [];
    private readonly Dictionary<LocalDate, ExchangedDay> _exchanged = [];

    public void Take(Record record)
    {
        var (name, date, isOff) = (record.Text("name"), HolidayFile.Date(record, "date"), record.Flag("isOffDay"));
        var texts = record.OptionalTexts("slots");
        record.NoMore();
        var slots = texts is null ? null : SlotText.Read(texts, record);
        if (record.IsSound && (isOff ? slots is not null : slots is { IsEmpty: true }))
        {
            record.Fault(
                "A day off has slots, or a worked one none",
                "Leave 'slots' out, or give working time to a worked day");
        }

        if (!record.IsSound || date is not { } day)
        {
            return;
        }

        if (_holidays.ContainsKey(day) || _exchanged.ContainsKey(day))
        {
            record.Fault($"{day:R} is there twice", "Keep one of the two");
        }
        else if (isOff)
        {
            _holidays.Add(day, new Holiday(day, name));
        }
        else
        {
            _exchanged.Add(day, new ExchangedDay(day, name, slots));
        }
    }

    /// <summary>The rules with these days and, where they are silent, those of the files.</summary>
    public CalendarRules Over(DaysOff files, CalendarRules rules)
    {
        var days = files.Days.Where(d => !_holidays.ContainsKey(d.Date) && !_exchanged.ContainsKey(d.Date)).ToList();
        return rules with
        {
            Holidays =
            [
                .. days.Where(d => d.IsOff).Select(d => new Holiday(d.Date, d.Name)).Concat(_holidays.Values)
                    .OrderBy(h => h.Date),
            ],
            Exchanged =
            [
                .. days.Where(d => !d.IsOff).Select(d => new ExchangedDay(d.Date, d.Name)).Concat(_exchanged.Values)
                    .OrderBy(e => e.Date),
            ],
        };
    }
}
