using System.Diagnostics;
using Xunit.Abstractions;

namespace CityOps.EndToEnd.Tests.Scenarios;

/// <summary>A whole week of one case, from the handset that reports it to the call with the citizen.</summary>
public sealed class WeekStory(StoryCity city, ITestOutputHelper output) : IClassFixture<StoryCity>
{
    [Fact]
    public async Task A_rattling_cover_takes_a_week()
    {
        city.BeginWeek();
        await using var reporter = await Handset.OnShiftAsync(city, "c0001", city.HighStreet);
        await using var other = await Handset.OnShiftAsync(city, "c0005", city.HighStreet);
        var since = Stopwatch.StartNew();

        city.GoOnTo("Mon 08:10");
        var cover = await reporter.ReportsAsync(city.HighStreet, "component/0101");
        await cover.WhenAsync(Act.Verify);
        var verify = await other.ThenToldAsync("verify", cover);
        city.GoOnTo("Mon 08:30");
        await other.AnswersAsync(verify, "confirmed");
        city.GoOnTo("Mon 08:35");
        await cover.WhenAsync(Act.File("3"));
        city.GoOnTo("Mon 08:50");
        await cover.WhenAsync(Act.Dispatch);
        city.GoOnTo("Mon 09:30");
        await cover.WhenAsync(Act.Accept);
        await cover.ThenDueAsync("handle", "Wed 08:50");

        city.GoOnTo("Tue 10:00");
        await cover.WhenAsync(Act.Extend(1), Act.ApproveExtension);
        await cover.ThenDueAsync("handle", "Thu 08:50");
        city.GoOnTo("Wed 09:00");
        await cover.WhenAsync(Act.Suspend(until: city.At("Thu 14:00")), Act.ApproveSuspension);
        city.GoOnTo("Thu 14:00");
        await cover.ThenHappensAsync("resumed");
        await cover.ThenDueAsync("handle", "Fri 11:50");

        city.GoOnTo("Thu 15:50");
        await cover.ThenPassedAsync("handle", "near Thu 15:50");
        city.GoOnTo("Fri 11:50");
        await cover.ThenPassedAsync("handle", "near Thu 15:50", "due Fri 11:50");
        await city.ThenNoticeAsync(cover, "urge handle due", "department=city-water");
        await cover.ThenLightAsync("red");

        city.GoOnTo("Fri 15:00");
        await cover.WhenAsync(Act.Handled);
        city.GoOnTo("Fri 15:30");
        await cover.WhenAsync(Act.Inspect);
        var inspect = await other.ThenToldAsync("inspect", cover);
        city.GoOnTo("Fri 16:30");
        await other.AnswersAsync(inspect, "passed");
        await cover.ThenDueAsync("close", "Fri 16:45");
        city.GoOnTo("Fri 16:40");
        await cover.WhenAsync(Act.Close);
        await cover.ThenStageAsync("closed");
        city.GoOnTo("next Mon 08:10");
        await cover.WhenAsync(Act.FollowUp);

        output.WriteLine($"A week passed in {since.ElapsedMilliseconds} ms.");
        await cover.ThenLightAsync("red");
        Assert.Equal("Satisfied", (await cover.ReadAsync()).GetProperty("followUps")[0].GetProperty("satisfaction").ToString(), ignoreCase: true);
    }
}
