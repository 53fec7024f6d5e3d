using CityOps.Domain.City;
using CityOps.Host.City.Reading;
using NodaTime;
using NodaTime.Text;

namespace CityOps.Host.City;

/// <summary>Reads the collectors.</summary>
internal static class CollectorReader
{
    private static readonly string[] Columns = ["id", "name", "patrolGrids", "shiftStart", "shiftEnd"];
    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public static Registry<CollectorEntry> Read(CitySource source, Registry<PatrolGrid> patrolGrids, FaultLog log)
    {
        var found = new Registry<CollectorEntry>("collectors.csv", log);
        if (source.Read(found.File) is { } content)
        {
            TableRecords.Read(found.File, content, Columns, log, row =>
            {
                var id = row.Id("id");
                var beat = Beat(row, patrolGrids);
                var collector = new CollectorEntry(id, row.Text("name"), beat, Time(row, "shiftStart"), Time(row, "shiftEnd"));

                // A shift may run past midnight, so only equal times are none.
                if (row.IsSound && collector.ShiftStart == collector.ShiftEnd)
                {
                    row.Fault("The shift is empty", "Let it end at another time than it starts");
                }

                if (found.Claim(id, row.Line) && row.IsSound)
                {
                    found.ById.Add(id, collector);
                }
            });
        }

        return found;
    }

    private static string[] Beat(TableRow row, Registry<PatrolGrid> patrolGrids)
    {
        var text = row.Text("patrolGrids");
        var beat = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (beat.Length == 0 && text.Length > 0)
        {
            row.Fault($"'{text}' in 'patrolGrids' names no patrol grid", "Name those of patrol-grids.json, with semicolons between");
        }

        foreach (var grid in beat)
        {
            if (!patrolGrids.Knows(grid))
            {
                row.Fault($"There is no patrol grid '{grid}'", "Name those of patrol-grids.json, with semicolons between");
            }
        }

        return beat;
    }

    private static LocalTime Time(TableRow row, string column)
    {
        var text = row.Text(column);
        var time = Clock.Parse(text);
        if (!time.Success && text.Length > 0)
        {
            row.Fault($"'{text}' in '{column}' is no time of day", "Give hours and minutes: 07:00");
        }

        return time.GetValueOrDefault();
    }

    private static LocalTime GetValueOrDefault(this ParseResult<LocalTime> time) => time.Success ? time.Value : default;
}
