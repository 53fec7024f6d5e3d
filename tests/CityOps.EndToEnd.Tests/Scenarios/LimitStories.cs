namespace CityOps.EndToEnd.Tests.Scenarios;

/// <summary>How long handling may take, and what counts of it.</summary>
public sealed class LimitStories : IClassFixture<StoryCity>
{
    private readonly StoryCity _city;

    public LimitStories(StoryCity city)
    {
        _city = city;
        _city.BeginWeek();
    }

    [Theory]
    [InlineData("1", "Fri 19:00")]
    [InlineData("2", "next Mon 11:00")]
    [InlineData("3", "next Tue 17:00")]
    [InlineData("4", "next Fri 17:00")]
    public async Task The_condition_that_a_cover_is_filed_under_fixes_its_limit(string condition, string due)
    {
        _city.GoOnTo("Fri 17:00");

        var cover = await _city.GivenCoverAsync(Act.File(condition), Act.Dispatch);

        await cover.ThenDueAsync("handle", due);
        await cover.WhenAsync(Act.Cancel);
    }

    [Fact]
    public async Task Working_hours_rest_at_lunch_at_night_and_over_the_weekend()
    {
        _city.GoOnTo("Fri 11:00");
        var cover = await _city.GivenCoverAsync(Act.File("2"), Act.Dispatch);
        await cover.ThenDueAsync("handle", "Fri 17:00");

        _city.GoOnTo("Fri 17:00");
        await cover.ThenPassedAsync("handle", "near Fri 17:00", "due Fri 17:00");
        _city.GoOnTo("next Mon 09:00");
        await cover.ThenPassedAsync("handle", "near Fri 17:00", "due Fri 17:00", "late next Mon 09:00");

        await cover.ThenCountedAsync(
            "handle",
            "+ Fri 11:00 running", "- Fri 12:00 break", "+ Fri 14:00 running", "- Fri 18:00 night", "- Sat 00:00 weekend",
            "- next Mon 00:00 night", "+ next Mon 08:00 running");
    }

    [Fact]
    public async Task A_working_day_is_eight_hours_in_one_district_and_the_end_of_a_day_in_the_other()
    {
        _city.GoOnTo("Mon 10:00");
        var consumed = await _city.GivenAsync(_city.HighStreet, "component/0101", Act.File("3"), Act.Dispatch, Act.Accept);
        var byDay = await _city.GivenAsync(_city.AcrossTheRiver, "component/0101", Act.File("3"), Act.Dispatch, Act.Accept);

        await consumed.ThenDueAsync("handle", "Wed 10:00");
        await byDay.ThenDueAsync("handle", "Wed 19:00");

        _city.GoOnTo("Wed 10:00");
        await consumed.ThenLightAsync("red");
        await byDay.ThenLightAsync("green");
        _city.GoOnTo("Wed 19:00");
        await byDay.ThenLightAsync("red");
    }

    [Fact]
    public async Task A_case_that_is_moved_to_another_district_is_counted_by_its_calendar_at_once()
    {
        // Across the river they go to lunch at half past eleven, and come back at three.
        _city.GoOnTo("Mon 11:40");
        var cover = await _city.GivenCoverAsync();
        await cover.ThenDueAsync("file", "Mon 11:55");

        _city.GoOnTo("Mon 11:45");
        await cover.WhenAsync(Act.Move(_city.AcrossTheRiver));

        await cover.ThenDueAsync("file", "Mon 15:15");
        var recomputed = await cover.ThenHappensAsync("deadlinesRecomputed");
        Assert.Equal("Mon 11:55", recomputed.GetProperty("details").GetProperty("before")[0].Moment("due", _city));
        _city.GoOnTo("Mon 15:15");
        await cover.ThenPassedAsync("file", "near Mon 15:15", "due Mon 15:15");
    }
}
