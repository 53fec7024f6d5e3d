using CityOps.Engine.Feeds;
using NodaTime;

namespace CityOps.Engine.Tests.Feeds;

/// <summary>How far the lists are behind, asked from outside of their feed.</summary>
public sealed class FeedWatchTests : FeedRunnerRun
{
    [Fact]
    public async Task Lists_that_have_everything_are_not_behind()
    {
        Journal.Add(1, "a", 1);
        Store.Offset = 1;
        Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(Duration.Zero, await BehindAsync());
    }

    [Fact]
    public async Task Lists_are_behind_by_the_age_of_the_oldest_event_that_they_lack_though_no_feed_runs_or_can_read_it()
    {
        Journal.Add(1, "a", 1);
        Journal.Add(2, "a", 2, at: FakeJournal.Start + Duration.FromSeconds(10));
        Journal.Add(3, "b", 1, at: FakeJournal.Start + Duration.FromSeconds(60));
        Journal.Unreadable = 2;
        Store.Offset = 1;
        Clock.Advance(TimeSpan.FromSeconds(75));

        Assert.Equal(Duration.FromSeconds(65), await BehindAsync());
    }

    private Task<Duration> BehindAsync() => new FeedWatch(Journal, Store, Clock).ListsBehindAsync(CancellationToken.None);
}
