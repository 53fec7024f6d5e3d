using CityOps.Domain.Deadlines;
using CityOps.Host.City.Reading;
using NodaTime;
using NodaTime.Text;

namespace CityOps.Host.City.Calendars;

/// <summary>
/// Reads a season: <c>from</c> and <c>to</c>, both with the year (2026-06-01: that once) or both without (06-01: every
/// year), and <c>slots</c> as of a week. Both days belong to it.
/// </summary>
internal static class SeasonReader
{
    private static readonly AnnualDatePattern EveryYear = AnnualDatePattern.CreateWithInvariantCulture("MM-dd");

    /// <summary>The season, or null after a fault.</summary>
    public static Season? Read(Record record)
    {
        var period = Period(record);
        var week = new WeekBuilder();
        foreach (var days in record.Records("slots"))
        {
            week.Take(days);
        }

        record.NoMore();
        if (record.IsSound && !week.HasWorkingTime)
        {
            record.Fault("The season has no working time", "Give slots to at least one day; a day off is a holiday");
        }

        return record.IsSound && period is not null ? new Season(period, week.Build()) : null;
    }

    private static SeasonPeriod? Period(Record record)
    {
        var (from, to) = (record.Text("from"), record.Text("to"));
        if (EveryYear.Parse(from) is { Success: true, Value: var firstDay }
            && EveryYear.Parse(to) is { Success: true, Value: var lastDay })
        {
            return new AnnualPeriod(firstDay, lastDay);
        }

        if (LocalDatePattern.Iso.Parse(from) is { Success: true, Value: var first }
            && LocalDatePattern.Iso.Parse(to) is { Success: true, Value: var last })
        {
            if (last < first)
            {
                record.Fault("The season ends before it starts", "Give the earlier day first");
            }

            return new DatedPeriod(first, last);
        }

        if (from.Length > 0 && to.Length > 0)
        {
            record.Fault($"'{from}' to '{to}' is no season", "Give both days with the year, or both without: 06-01");
        }

        return null;
    }
}
