namespace CityOps.EndToEnd.Tests.Scenarios;

/// <summary>What collectors see, and are sent to. Each story has a beat of its own.</summary>
public sealed class StreetStories : IClassFixture<StoryCity>
{
    private readonly StoryCity _city;

    public StreetStories(StoryCity city)
    {
        _city = city;
        _city.BeginWeek();
    }

    [Fact]
    public async Task A_verification_that_is_not_answered_within_half_an_hour_is_handed_on()
    {
        await using var near = await Handset.OnShiftAsync(_city, "c0001", _city.HighStreet);
        await using var far = await Handset.OnShiftAsync(_city, "c0005", _city.HighStreet.North(metres: 40));
        var cover = await _city.GivenCoverAsync(Act.Verify);
        var first = await near.ThenToldAsync("verify", cover);
        Assert.Equal("Mon 08:30", first.Moment("due", _city));

        _city.GoOnTo("Mon 08:30");
        await near.ThenToldAsync("message", cover, "handed on");
        var second = await far.ThenToldAsync("verify", cover);
        Assert.Equal("Mon 09:00", second.Moment("due", _city));

        _city.GoOnTo("Mon 08:50");
        await near.ThenRefusedAsync(first, "confirmed", "task.othersTask");
        await far.AnswersAsync(second, "confirmed");
        await cover.ThenStageAsync("reported");
    }

    [Fact]
    public async Task Who_is_on_the_way_too_long_is_reminded_on_the_handset_before_the_limit_and_urged_at_it()
    {
        await using var handset = await Handset.OnShiftAsync(_city, "c0002", _city.MarketStreet);
        var cover = await _city.GivenAsync(_city.MarketStreet, "component/0101", Act.Verify);
        await handset.ThenToldAsync("verify", cover);
        await cover.ThenHappensAsync("taskGiven");

        _city.GoOnTo("Mon 08:22:30");
        await cover.ThenPassedAsync("verify", "near Mon 08:22:30");
        _city.GoOnTo("Mon 08:23");
        await handset.ThenToldAsync("message", cover, "verification is due at 2026");

        _city.GoOnTo("Mon 08:30");
        await cover.ThenPassedAsync("verify", "near Mon 08:22:30", "due Mon 08:30");
        _city.GoOnTo("Mon 08:31");
        await handset.ThenToldAsync("message", cover, "verification was due at 2026");
    }

    [Fact]
    public async Task A_report_like_one_of_the_last_day_within_fifty_metres_is_flagged_with_it()
    {
        const string dirtyWall = "incident/0104";
        await using var handset = await Handset.OnShiftAsync(_city, "c0003", _city.AcrossTheRiver);
        var first = await handset.ReportsAsync(_city.AcrossTheRiver, dirtyWall);
        await _city.ThenOpenInGridAsync(first);

        var beyond = await handset.ReportsAsync(_city.AcrossTheRiver.North(metres: 51), dirtyWall);
        await _city.ThenOpenInGridAsync(beyond);
        _city.GoOnTo("Tue 08:00");
        var near = await handset.ReportsAsync(_city.AcrossTheRiver.North(metres: -49), dirtyWall);
        await near.ThenHappensAsync("similarFound");
        _city.GoOnTo("Tue 08:01");
        var tooLate = await handset.ReportsAsync(_city.AcrossTheRiver, dirtyWall);
        await tooLate.ThenHappensAsync("similarFound");

        Assert.Empty(await beyond.SimilarAsync());
        Assert.Equal([first.Id], await near.SimilarAsync());
        Assert.Equal([near.Id], await tooLate.SimilarAsync());
    }
}
