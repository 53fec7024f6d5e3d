using System.Text.Json;
using CityOps.Domain.Catalog;
using CityOps.Domain.Deadlines;
using NodaTime;
using NodaTime.Text;
using static CityOps.Domain.Tests.Deadlines.Calendars;

namespace CityOps.Domain.Tests.Deadlines;

/// <summary>
/// The due times that lie beside the repository on some machines, over the holiday files that lie there with them.
/// </summary>
public sealed class SharedVectorTests
{
    [SkippableFact]
    public void Every_vector_is_due_when_it_says()
    {
        var holidays = new[] { 2025, 2026 }
            .SelectMany(year => Parse($"holidays-cn-{year}.json").GetProperty("days").EnumerateArray()).ToList();
        var calendar = new WorkingCalendar("shared", new CalendarRules
        {
            Zone = Shanghai,
            Holidays = [.. holidays.Where(IsOff).Select(d => new Holiday(Date(d), Name(d)))],
            Exchanged = [.. holidays.Where(d => !IsOff(d)).Select(d => new ExchangedDay(Date(d), Name(d)))],
        });
        var vectors = Parse("calendar-vectors.json").GetProperty("vectors").EnumerateArray().ToList();

        Assert.NotEmpty(vectors);
        Assert.All(vectors, vector =>
        {
            var clock = vector.GetProperty("clock").GetString() switch
            {
                "work_hour" => LimitClock.WorkingHours,
                "work_day" => LimitClock.WorkingDays,
                "urgent_hour" => LimitClock.ContinuousHours,
                var other => throw new InvalidDataException($"{other} is no clock."),
            };
            var limit = new TimeLimit(vector.GetProperty("value").GetDecimal(), clock);
            Assert.Equal(Text(vector, "deadline"), Local(calendar.DueAt(limit, At(Text(vector, "start")))));
        });
    }

    private static bool IsOff(JsonElement day) => day.GetProperty("isOffDay").GetBoolean();

    private static LocalDate Date(JsonElement day) => LocalDatePattern.Iso.Parse(Text(day, "date")).Value;

    private static string Name(JsonElement day) => Text(day, "name");

    private static string Text(JsonElement element, string field) => element.GetProperty(field).GetString() ?? "";

    private static JsonElement Parse(string file)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "CityOps.sln")))
        {
            root = root.Parent;
        }

        var path = Path.Combine(root?.Parent?.FullName ?? ".", "shared", "data", file);
        Skip.IfNot(File.Exists(path), $"{file} does not lie beside the repository.");
        return JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
    }
}
