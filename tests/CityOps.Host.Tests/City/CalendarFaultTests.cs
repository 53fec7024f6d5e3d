using CityOps.Domain.Deadlines;
using NodaTime;

namespace CityOps.Host.Tests.City;

/// <summary>Each kind of fault of a calendar is found where it stands; what is sound is read as it comes.</summary>
public sealed class CalendarFaultTests
{
    private const string Standard = "../calendar/standard.json";
    private const string Summer = "../calendar/summer-hours.json";
    private const string Holidays = "../calendar/holidays-2026.json";

    [Theory]
    [InlineData("city.json", 6, "\"jurisdiction\":\"360103\"", "\"jurisdiction\":\"3699\"", "There is no jurisdiction '3699'")]
    [InlineData("city.json", 6, "{\"file\"", "{\"jurisdiction\":\"360102\",\"file\"", "The city has no calendar of its own")]
    [InlineData("city.json", 6, "\"jurisdiction\":\"360103\",", "", "The city has a calendar already")]
    [InlineData("city.json", 6, "{\"file\"", "{\"fyle\"", "The field 'file' is missing")]
    [InlineData("city.json", 6, "\"calendars\":[{", "\"calendars\":[7,{", "An object was expected")]
    [InlineData(Standard, 3, "monday-friday", "monday-someday", "'monday-someday' is no weekday")]
    [InlineData(Standard, 3, "monday-friday", "friday-monday", "'friday-monday' is no weekday")]
    [InlineData(Standard, 3, "08:00-12:00", "08:00-15:00", "The slot 14:00-18:00 begins before the one in front of it has ended")]
    [InlineData(Standard, 3, "08:00-12:00", "20:00-24:00", "The slot 14:00-18:00 begins before the one in front of it has ended")]
    [InlineData(Standard, 3, "08:00-12:00", "12:00-08:00", "'12:00-08:00' is no slot")]
    [InlineData(Standard, 3, "08:00-12:00", "08:00-08:00", "'08:00-08:00' is no slot")]
    [InlineData(Standard, 3, "08:00-12:00", "8-12", "'8-12' is no slot")]
    [InlineData(Standard, 3, "08:00-12:00", "08:00-24:01", "'08:00-24:01' is no slot")]
    [InlineData(Standard, 3, "[\"08:00-12:00\",\"14:00-18:00\"]", "[]", "The week has no working time")]
    [InlineData(Standard, 3, "{\"days\"", "{\"days\":\"friday\",\"slots\":[]},{\"days\"", "'monday-friday' has a day that was named before")]
    [InlineData(Standard, 5, "consumedHours", "roughly", "'roughly' is no reading of a working day")]
    [InlineData(Standard, 6, "8", "0", "A working day cannot have 0 hours")]
    [InlineData(Standard, 6, "8", "25", "A working day cannot have 25 hours")]
    [InlineData(Standard, 6, "\"hoursPerDay\":8", "\"hoursPerDay\":8,\"hoursPerDay\":8", "The field 'hoursPerDay' is there twice")]
    [InlineData(Standard, 6, "\"hoursPerDay\"", "\"hoursADay\"", "The field 'hoursADay' is unknown")]
    [InlineData(Standard, 8, "\"holidays-2025.json\"", "2025", "The field 'holidays' is a number, not a text")]
    [InlineData(Summer, 6, "06-01", "2026-06-01", "'2026-06-01' to '09-30' is no season")]
    [InlineData(Summer, 6, "\"06-01\",\"to\":\"09-30\"", "\"2026-06-01\",\"to\":\"2026-05-30\"", "The season ends before it starts")]
    [InlineData(Summer, 6, "\"slots\":[\"07:30-11:30\",\"15:00-19:00\"]", "\"slots\":[]", "The season has no working time")]
    [InlineData(Holidays, 2, "2026", "\"2026\"", "The year is no year")]
    [InlineData(Holidays, 4, "2026-01-01", "2026-02-30", "'2026-02-30' is no date")]
    [InlineData(Holidays, 4, "2026-01-01", "2025-01-01", "2025-01-01 is not of 2026")]
    [InlineData(Holidays, 4, "2026-01-01", "2027-01-01", "2027-01-01 is not of 2026")]
    [InlineData(Holidays, 5, "2026-01-02", "2026-01-01", "2026-01-01 is on line 4 already")]
    [InlineData(Holidays, 7, "2026-01-04", "2026-01-01", "2026-01-01 is both off and worked")]
    [InlineData(Holidays, 7, "\"isOffDay\":false", "\"isOffDay\":\"no\"", "The field 'isOffDay' is a text")]
    public void A_fault_is_found_with_its_file_and_line(string file, int line, string from, string to, string problem)
    {
        using var city = new SmallCity();
        city.Replace(file, line, from, to);

        var check = city.Check();

        Assert.Null(check.City);
        var fault = Assert.Single(check.Faults, f => f.Problem.StartsWith(problem, StringComparison.Ordinal));
        Assert.Equal(file, fault.File);
        Assert.Equal(line, fault.Line);
        Assert.NotEmpty(fault.Remedy);
    }

    [Fact]
    public void A_year_without_its_days_and_a_gap_between_years_are_faults()
    {
        using var city = new SmallCity();
        city.ReplaceLine(Holidays, 2, "");
        Assert.Contains(city.Check().Faults, f => f is { File: Holidays, Problem: "The year is missing" });

        File.WriteAllText(city.PathOf(Holidays), "{\"year\":2027,\"days\":[]}");
        Assert.Contains(city.Check().Faults, f => f is { File: Standard, Line: 9, Problem: "The holidays of 2026 are missing" });

        File.WriteAllText(city.PathOf(Holidays), "{\"year\":2025,\"days\":[]}");
        Assert.Contains(city.Check().Faults, f => f.File == Holidays
            && f.Problem.EndsWith("has the holidays of 2025 already", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_files_that_contradict_each_other_are_a_fault()
    {
        using var city = new SmallCity();
        File.WriteAllText(
            city.PathOf(Holidays), "{\"year\":2026,\"days\":[\n{\"name\":\"元旦\",\"date\":\"2025-12-31\",\"isOffDay\":true}]}");
        Assert.Empty(city.Check().Faults);

        city.Replace("../calendar/holidays-2025.json", 4, "2025-01-01\",\"isOffDay\":true", "2025-12-31\",\"isOffDay\":false");
        Assert.Contains(city.Check().Faults, f => f is { File: Holidays, Line: 2 }
            && f.Problem.StartsWith("2025-12-31 is both off and worked", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_file_is_a_fault_once_whoever_names_it()
    {
        using var city = new SmallCity();
        File.Delete(city.PathOf(Holidays));
        var fault = Assert.Single(city.Check().Faults);
        Assert.Equal((Standard, (int?)9, $"There is no file '{Holidays}'"), (fault.File, fault.Line, fault.Problem));
        Assert.DoesNotContain("Generator", fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_city_without_calendars_is_refused_and_one_without_holidays_is_warned()
    {
        using var city = new SmallCity();
        File.WriteAllText(city.PathOf(Standard), "{}");
        Assert.Equal(Standard, Assert.Single(city.Check().Warnings).File);
        Assert.False(city.Check().City?.Calendars.City.Covers(Instant.FromUtc(2026, 6, 1, 0, 0)));

        city.ReplaceLine("city.json", 6, "\"calendars\":[],");
        Assert.Equal(("city.json", (int?)6), (Assert.Single(city.Check().Faults).File, city.Check().Faults[0].Line));
    }

    [Fact]
    public void A_holiday_file_is_read_as_it_comes()
    {
        using var city = new SmallCity();
        File.WriteAllText(city.PathOf(Holidays), """
            {
                "$schema": "https://example.org/schema.json",
                "$id": "https://example.org/2026.json",
                "year": 2026,
                "papers": [
                    "https://example.org/notice.htm"
                ],
                "days": [
                    {
                        "name": "元旦",
                        "date": "2026-01-01",
                        "isOffDay": true
                    },
                    {
                        "name": "元旦",
                        "date": "2026-01-04",
                        "isOffDay": false
                    }
                ]
            }
            """);

        var rules = city.Check().City?.Calendars.City.Rules;

        Assert.Equal(new Holiday(new LocalDate(2026, 1, 1), "元旦"), rules?.Holidays.Single(h => h.Date.Year == 2026));
        Assert.Equal(new ExchangedDay(new LocalDate(2026, 1, 4), "元旦"), rules?.Exchanged.Single(e => e.Date.Year == 2026));
        Assert.Equal([2025, 2026], rules?.HolidayYears ?? []);
    }

    [Fact]
    public void A_calendar_s_own_days_have_the_last_word()
    {
        using var city = new SmallCity();
        city.ReplaceLine(Standard, 6, """
            "days":[{"name":"三月三","date":"2026-04-20","isOffDay":true},
            {"name":"轮休","date":"2026-10-01","isOffDay":false,"slots":["09:00-12:00"]}],
            """);

        var calendar = city.Check().City?.Calendars.City;

        Assert.Equal("三月三", calendar?.Rules.Holidays.Single(h => h.Date == new LocalDate(2026, 4, 20)).Name);
        Assert.DoesNotContain(calendar?.Rules.Holidays ?? [], h => h.Date == new LocalDate(2026, 10, 1));
        Assert.Equal(1, calendar?.Rules.Exchanged.Single(e => e.Name == "轮休").Slots?.Slots.Length);
    }

    [Fact]
    public void A_change_of_a_holiday_changes_the_version_of_its_calendars_and_of_the_city()
    {
        using var city = new SmallCity();
        var before = city.Check().City;
        city.Replace(Standard, 6, "8", "7.5");
        var after = city.Check().City;
        Assert.NotEqual(before?.Calendars.City.Version, after?.Calendars.City.Version);
        Assert.Equal(before?.Calendars.For("360103").Version, after?.Calendars.For("360103").Version);

        city.Replace(Holidays, 4, "元旦", "新年");
        Assert.NotEqual(after?.Calendars.For("360103").Version, city.Check().City?.Calendars.For("360103").Version);
        Assert.NotEqual(before?.Version, after?.Version);
    }
}
