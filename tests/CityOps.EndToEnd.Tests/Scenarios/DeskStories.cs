namespace CityOps.EndToEnd.Tests.Scenarios;

/// <summary>What the centre and the department may take, stage by stage.</summary>
public sealed class DeskStories : IClassFixture<StoryCity>
{
    private readonly StoryCity _city;

    public DeskStories(StoryCity city)
    {
        _city = city;
        _city.BeginWeek();
    }

    [Fact]
    public async Task Every_stage_has_its_own_limit()
    {
        var cover = await _city.GivenCoverAsync();
        await cover.ThenDueAsync("file", "Mon 08:15");

        _city.GoOnTo("Mon 08:10");
        await cover.WhenAsync(Act.File("2"));
        await cover.ThenDueAsync("dispatch", "Mon 08:25");

        _city.GoOnTo("Mon 08:20");
        await cover.WhenAsync(Act.Dispatch);
        await cover.ThenDueAsync("accept", "Mon 09:20");
        await cover.ThenDueAsync("handle", "Mon 14:20");

        _city.GoOnTo("Mon 09:00");
        await cover.WhenAsync(Act.Accept, Act.Handled);
        await cover.ThenDueAsync("inspect", "Mon 11:00");
        await cover.ThenLightAsync("green");
    }

    [Fact]
    public async Task Who_leaves_a_report_lying_is_urged_and_their_leader_told()
    {
        var cover = await _city.GivenCoverAsync();

        _city.GoOnTo("Mon 08:12");
        await cover.ThenPassedAsync("file", "near Mon 08:12");
        await _city.ThenNoticeAsync(cover, "notify file near", "role=acceptor");
        _city.GoOnTo("Mon 08:15");
        await cover.ThenPassedAsync("file", "near Mon 08:12", "due Mon 08:15");
        await _city.ThenNoticeAsync(cover, "urge file due", "role=shiftLead");
        _city.GoOnTo("Mon 08:30");
        await cover.ThenPassedAsync(
            "file", "near Mon 08:12", "due Mon 08:15", "late Mon 08:30", "very-late Mon 08:30");
        await _city.ThenNoticeAsync(cover, "supervise file very-late", "role=leader");

        await cover.WhenAsync(Act.File("2"), Act.Dispatch);
        await cover.ThenLightAsync("green");
    }

    [Fact]
    public async Task The_handling_clock_is_not_reset_by_a_return_and_rests_from_the_feedback_on()
    {
        var cover = await _city.GivenCoverAsync(Act.File("2"), Act.Dispatch);
        await cover.ThenDueAsync("handle", "Mon 12:00");

        _city.GoOnTo("Mon 09:00");
        await cover.ThenRefusedAsync(Act.ReturnWithoutReason, "request.invalid");
        await cover.WhenAsync(Act.Return);
        await cover.ThenDueAsync("handle", "Mon 12:00");
        _city.GoOnTo("Mon 09:30");
        await cover.WhenAsync(Act.Redispatch, Act.Accept);
        await cover.ThenDueAsync("handle", "Mon 12:00");

        _city.GoOnTo("Mon 10:00");
        await cover.WhenAsync(Act.Handled);
        await cover.ThenDueAsync("handle", null);
        await cover.ThenRefusedAsync(Act.Return, "case.notPossible");

        _city.GoOnTo("Mon 11:00");
        await cover.WhenAsync(Act.Rework);
        await cover.ThenDueAsync("handle", "Mon 15:00");
        await cover.ThenCountedAsync("handle", "+ Mon 08:00 running", "- Mon 10:00 pause");
        Assert.Equal((1, 1), (await cover.CountAsync("returns"), await cover.CountAsync("reworks")));

        await cover.WhenAsync(Act.Handled, Act.CloseByForce);
        await cover.ThenLightAsync("green");
        Assert.Equal(2 * 3600, (await cover.ClockAsync("handle")).GetProperty("usedSeconds").GetInt64());
    }
}
