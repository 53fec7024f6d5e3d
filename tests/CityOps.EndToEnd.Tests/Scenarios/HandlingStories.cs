using System.Text.Json;
using NodaTime;

namespace CityOps.EndToEnd.Tests.Scenarios;

/// <summary>While a department has the case, and after it was closed.</summary>
public sealed class HandlingStories : IClassFixture<StoryCity>
{
    private readonly StoryCity _city;

    public HandlingStories(StoryCity city)
    {
        _city = city;
        _city.BeginWeek();
    }

    [Fact]
    public async Task A_case_is_extended_twice_by_at_most_its_limit_one_request_at_a_time()
    {
        var cover = await _city.GivenCoverAsync(Act.File("3"), Act.Dispatch, Act.Accept);
        await cover.ThenDueAsync("handle", "Tue 18:00");

        await cover.ThenRefusedAsync(Act.Extend(3), "case.outOfRange");
        await cover.WhenAsync(Act.Extend(2));
        await cover.ThenRefusedAsync(Act.Extend(1), "case.requestPending");
        await cover.ThenRefusedAsync(Act.ApproveExtension with { By = "dispatcher:h1" }, "case.ownRequest");
        await cover.ThenDueAsync("handle", "Tue 18:00");
        await cover.WhenAsync(Act.ApproveExtension);
        await cover.ThenDueAsync("handle", "Thu 18:00");

        await cover.WhenAsync(Act.Extend(1), Act.RejectExtension, Act.Extend(1), Act.ApproveExtension);
        await cover.ThenDueAsync("handle", "Fri 18:00");
        await cover.ThenRefusedAsync(Act.Extend(1), "case.extensionsUsed");
    }

    [Fact]
    public async Task Nobody_gets_more_time_for_what_is_late()
    {
        var cover = await _city.GivenCoverAsync(Act.File("1"), Act.Dispatch, Act.Accept);

        _city.GoOnTo("Mon 10:00");
        await cover.ThenPassedAsync("handle", "half Mon 10:00", "half-hour Mon 10:00", "due Mon 10:00");

        await cover.ThenRefusedAsync(Act.Extend(1), "case.late");
    }

    [Fact]
    public async Task A_suspended_case_goes_on_by_itself_with_what_was_left()
    {
        var cover = await _city.GivenCoverAsync(Act.File("2"), Act.Dispatch, Act.Accept);
        await cover.ThenRefusedAsync(Act.Suspend(until: _city.Now + Duration.FromDays(366)), "case.outOfRange");

        _city.GoOnTo("Mon 10:00");
        await cover.WhenAsync(Act.Suspend(until: _city.At("Wed 10:00")), Act.ApproveSuspension);
        await cover.ThenDueAsync("handle", null);
        _city.GoOnTo("Wed 09:59");
        await cover.ThenStageAsync("suspended");

        _city.GoOnTo("Wed 10:00");
        Assert.Equal("Wed 10:00", (await cover.ThenHappensAsync("resumed")).Moment("at", _city));
        await cover.ThenStageAsync("handling");
        await cover.ThenDueAsync("handle", "Wed 12:00");

        _city.GoOnTo("Wed 12:00");
        await cover.ThenPassedAsync("handle", "near Wed 12:00", "due Wed 12:00");
        await cover.ThenCountedAsync(
            "handle", "+ Mon 08:00 running", "- Mon 10:00 suspension", "+ Wed 10:00 running");
    }

    [Fact]
    public async Task The_light_turns_yellow_near_the_limit_and_red_at_it()
    {
        var cover = await _city.GivenCoverAsync(Act.File("2"), Act.Dispatch, Act.Accept);

        _city.GoOnTo("Mon 10:59");
        await cover.ThenLightAsync("green");
        _city.GoOnTo("Mon 11:00");
        await cover.ThenLightAsync("yellow");
        _city.GoOnTo("Mon 11:59");
        await cover.ThenLightAsync("yellow");
        _city.GoOnTo("Mon 12:00");
        await cover.ThenLightAsync("red");
        await _city.ThenListedAsync(cover, "light=red");
    }

    [Fact]
    public async Task A_late_case_rises_from_the_department_to_the_leader_each_step_once()
    {
        var cover = await _city.GivenCoverAsync(Act.File("2"), Act.Dispatch, Act.Accept);

        _city.GoOnTo("Mon 11:00");
        await cover.ThenPassedAsync("handle", "near Mon 11:00");
        await _city.ThenNoticeAsync(cover, "notify handle near", "department=city-water");
        _city.GoOnTo("Mon 12:00");
        await cover.ThenPassedAsync("handle", "near Mon 11:00", "due Mon 12:00");
        await _city.ThenNoticeAsync(cover, "urge handle due", "department=city-water");
        _city.GoOnTo("Mon 16:00");
        await cover.ThenPassedAsync("handle", "near Mon 11:00", "due Mon 12:00", "late Mon 16:00");
        await _city.ThenNoticeAsync(cover, "raise handle late", "role=leader");
        _city.GoOnTo("Mon 18:00");
        await cover.ThenPassedAsync("handle", "near Mon 11:00", "due Mon 12:00", "late Mon 16:00", "very-late Mon 18:00");
        await _city.ThenNoticeAsync(cover, "supervise handle very-late", "role=leader");

        _city.GoOnTo("Fri 18:00");
        var other = await _city.GivenCoverAsync();
        _city.GoOnTo("next Mon 08:15");
        await other.ThenPassedAsync("file", "near next Mon 08:15", "due next Mon 08:15");
        await cover.ThenPassedAsync("handle", "near Mon 11:00", "due Mon 12:00", "late Mon 16:00", "very-late Mon 18:00");
    }

    [Fact]
    public async Task A_department_appeals_once_and_what_was_late_stays_late()
    {
        var inTime = await _city.GivenCoverAsync(Act.File("1"), Act.Dispatch, Act.Accept, Act.Handled, Act.CloseByForce);
        await inTime.ThenRefusedAsync(Act.Appeal, "case.notLate");

        var late = await _city.GivenCoverAsync(Act.File("1"), Act.Dispatch, Act.Accept);
        _city.GoOnTo("Mon 10:30");
        await late.ThenRefusedAsync(Act.Appeal, "case.notPossible");
        await late.WhenAsync(Act.Handled, Act.CloseByForce, Act.Appeal);
        await late.ThenRefusedAsync(Act.Appeal, "case.appealedBefore");
        await late.WhenAsync(Act.UpholdAppeal);

        var closing = await ClosingAsync(late);
        Assert.True(closing.GetProperty("handledLate").GetBoolean());
        Assert.True(closing.GetProperty("appeal").GetProperty("upheld").GetBoolean());
        await late.ThenLightAsync("red");
        await late.ThenRefusedAsync(Act.Appeal, "case.appealedBefore");
    }

    [Fact]
    public async Task A_case_that_is_taken_up_again_has_had_its_appeal()
    {
        var cover = await _city.GivenCoverAsync(Act.File("1"), Act.Dispatch, Act.Accept);
        _city.GoOnTo("Mon 10:30");
        await cover.WhenAsync(Act.Handled, Act.CloseByForce, Act.Appeal, Act.UpholdAppeal, Act.Reopen, Act.Dispatch, Act.Accept);

        _city.GoOnTo("Mon 14:00");
        await cover.WhenAsync(Act.Handled, Act.CloseByForce);

        await cover.ThenRefusedAsync(Act.Appeal, "case.appealedBefore");
        Assert.True((await ClosingAsync(cover)).GetProperty("appeal").GetProperty("upheld").GetBoolean());
    }

    private static async Task<JsonElement> ClosingAsync(StoryCase closed) => (await closed.ReadAsync()).GetProperty("closing");
}
