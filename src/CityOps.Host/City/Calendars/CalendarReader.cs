using CityOps.Domain.City;
using CityOps.Domain.Deadlines;
using CityOps.Host.City.Reading;
using NodaTime;

namespace CityOps.Host.City.Calendars;

/// <summary>
/// Reads the calendars that city.json names: one for the city, others where a jurisdiction has its own.
/// </summary>
internal sealed class CalendarReader
{
    private readonly CitySource _source;
    private readonly FaultLog _log;
    private readonly HolidayShelf _shelf;
    private readonly DateTimeZone _zone;
    private readonly Dictionary<string, WorkingCalendar?> _calendars = new(StringComparer.Ordinal);

    private CalendarReader(string zone, CitySource source, FaultLog log)
    {
        // A zone that does not exist was reported where it stands; the calendars are checked all the same.
        _zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? DateTimeZone.Utc;
        (_source, _log, _shelf) = (source, log, new HolidayShelf(source, log));
    }

    /// <summary>The calendars, or null after a fault.</summary>
    public static CalendarBook? Read(
        CityHead head, Registry<Jurisdiction> jurisdictions, CitySource source, FaultLog log)
    {
        var before = log.Count;
        var reader = new CalendarReader(head.Zone, source, log);
        var (city, own) = ((WorkingCalendar?)null, new Dictionary<string, WorkingCalendar>());
        foreach (var use in head.Calendars)
        {
            var calendar = reader.Find(use);
            if (use.Jurisdiction is not { } code)
            {
                city = calendar;
                continue;
            }

            if (!jurisdictions.Knows(code))
            {
                log.Add(
                    CityHead.File, use.Line, code, $"There is no jurisdiction '{code}'",
                    "Name one of jurisdictions.json");
            }

            if (calendar is not null)
            {
                own[code] = calendar;
            }
        }

        return log.Count == before && city is not null ? new CalendarBook(city, own) : null;
    }

    private WorkingCalendar? Find(CalendarUse use)
    {
        if (!_calendars.TryGetValue(use.File, out var calendar))
        {
            calendar = _calendars[use.File] = Read(use.File, new FilePlace(CityHead.File, use.Line));
        }

        return calendar;
    }

    private WorkingCalendar? Read(string file, FilePlace named)
    {
        if (_source.Read(file, named) is not { } content)
        {
            return null;
        }

        var calendar = new CalendarFile(file, _zone, _shelf, _log);
        var rules = calendar.Read(content);
        return rules is null ? null : new WorkingCalendar(_source.Version([file, .. calendar.HolidayFiles]), rules);
    }
}
