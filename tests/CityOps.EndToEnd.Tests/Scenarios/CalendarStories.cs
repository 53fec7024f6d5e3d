namespace CityOps.EndToEnd.Tests.Scenarios;

/// <summary>Holidays, exchanged days, and a calendar that comes late. Each has a city and a clock of its own.</summary>
public sealed class CalendarStories
{
    [Fact]
    public async Task Over_the_Spring_Festival_working_time_rests_but_for_the_exchanged_Saturday()
    {
        await using var own = await OwnCity.StartAsync("2026-02-13 17:00");
        var city = own.City;

        var missing = await city.GivenCoverAsync(Act.File("1"), Act.Dispatch);
        var broken = await city.GivenCoverAsync(Act.File("2"), Act.Dispatch);
        var rattling = await city.GivenCoverAsync(Act.File("3"), Act.Dispatch);

        await missing.ThenDueAsync("handle", "2026-02-13 19:00");
        await broken.ThenDueAsync("handle", "2026-02-14 11:00");
        await rattling.ThenDueAsync("handle", "2026-02-24 17:00");
        city.GoOnTo("2026-02-14 11:00");
        await broken.ThenCountedAsync(
            "handle", "+ 2026-02-13 17:00 running", "- 2026-02-13 18:00 night", "+ 2026-02-14 08:00 exchanged");
        city.GoOnTo("2026-02-24 17:00");
        await rattling.ThenPassedAsync("handle", "near 2026-02-24 17:00", "due 2026-02-24 17:00");
    }

    [Fact]
    public async Task The_holidays_of_a_year_that_are_loaded_later_move_what_falls_into_it_and_keep_the_old_due_time()
    {
        await using var own = await OwnCity.StartAsync("2025-12-31 09:00", files => HolidaysAre(files, "\"holidays-2025.json\"", ""));
        var city = own.City;
        var cover = await city.GivenCoverAsync(Act.File("3"), Act.Dispatch);
        await cover.ThenDueAsync("handle", "2026-01-02 09:00");

        await city.StopAsync();
        HolidaysAre(city.Files, "\"holidays-2025.json\",", "\"holidays-2026.json\"");
        await city.StartAsync();

        var recomputed = await cover.ThenHappensAsync("deadlinesRecomputed");
        Assert.Contains(
            "2026-01-02 09:00",
            recomputed.GetProperty("details").GetProperty("before").EnumerateArray().Select(c => c.Moment("due", city)));
        await cover.ThenDueAsync("handle", "2026-01-05 09:00");
        city.GoOnTo("2026-01-05 08:59");
        await cover.ThenPassedAsync("handle", "near 2026-01-05 08:59");
        city.GoOnTo("2026-01-05 09:00");
        await cover.ThenPassedAsync("handle", "near 2026-01-05 08:59", "due 2026-01-05 09:00");
    }

    private static void HolidaysAre(SmallCity files, params string[] years)
    {
        const string calendar = "../calendar/standard.json";
        var line = Array.IndexOf(files.Lines(calendar), "\"holidays\":[") + 1;
        for (var i = 0; i < years.Length; i++)
        {
            files.ReplaceLine(calendar, line + 1 + i, years[i]);
        }
    }
}
