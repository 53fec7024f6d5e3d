using System.Text.Json;
using CityOps.Host.City.Reading;

namespace CityOps.Host.City;

/// <summary>
/// A line of 'calendars' in city.json: a calendar file, and the jurisdiction that it is for; null for the city.
/// </summary>
internal sealed record CalendarUse(string? Jurisdiction, string File, int Line)
{
    private const string Field = "calendars";

    /// <summary>Reads the uses of a file that is well-formed JSON, in which they stand at this place.</summary>
    public static IReadOnlyList<CalendarUse> Read(FilePlace at, ReadOnlyMemory<byte> content, FaultLog log)
    {
        var file = at.File;
        var uses = new List<CalendarUse>();
        JsonRecords.Read(file, content, log, (array, line, value) =>
        {
            if (array == Field)
            {
                Take(new Record(file, line, value, log), uses);
            }
        });
        if (uses.All(u => u.Jurisdiction is not null) && !log.Faults.Any(f => f.File == file))
        {
            log.Add(
                file, at.Line, null, "The city has no calendar of its own", "Add one without a jurisdiction to 'calendars'");
        }

        return uses;
    }

    private static void Take(Record record, List<CalendarUse> uses)
    {
        var use = new CalendarUse(record.OptionalText("jurisdiction"), record.Text("file"), record.Line);
        record.NoMore();
        if (!record.IsSound)
        {
            return;
        }

        if (uses.Any(u => u.Jurisdiction == use.Jurisdiction))
        {
            record.Fault(
                $"{(use.Jurisdiction is { } code ? $"'{code}'" : "The city")} has a calendar already", "Give it one");
        }

        uses.Add(use);
    }
}
