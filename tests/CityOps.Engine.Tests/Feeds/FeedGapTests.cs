using CityOps.Engine.Feeds;
using NodaTime;

namespace CityOps.Engine.Tests.Feeds;

/// <summary>What is waited for where numbers are missing, and what is said of being behind.</summary>
public sealed class FeedGapTests : FeedRunnerRun
{
    [Fact]
    public async Task A_commit_that_comes_late_is_waited_for_and_not_passed_over()
    {
        Journal.Add(1, "a", 1);
        Journal.Add(3, "c", 1);
        var runner = Runner();
        await runner.StepAsync(default);
        Clock.Advance(FeedRunner.GapPatience.ToTimeSpan() - TimeSpan.FromMilliseconds(1));
        await runner.StepAsync(default);
        Assert.Equal(["a:1"], Feed.Reacted);

        Journal.Add(2, "b", 1);
        await runner.StepAsync(default);

        Assert.Equal(["a:1", "b:1", "c:1"], Feed.Reacted);
    }

    [Fact]
    public async Task A_number_that_never_comes_is_given_up_after_a_while()
    {
        Journal.Add(1, "a", 1);
        Journal.Add(3, "c", 1);
        var runner = Runner();
        await runner.StepAsync(default);
        Clock.Advance(FeedRunner.GapPatience.ToTimeSpan());

        await runner.StepAsync(default);

        Assert.Equal(["a:1", "c:1"], Feed.Reacted);
        Assert.Equal(3, Store.Offset);
    }

    [Fact]
    public async Task A_number_is_given_up_when_all_have_ended_that_could_bring_it_however_long_that_takes()
    {
        Journal.Writers = new HashSet<string> { "3/17", "4/9" };
        Journal.Add(1, "a", 1);
        Journal.Add(3, "c", 1);
        var runner = Runner();
        await runner.StepAsync(default);
        Journal.Writers = new HashSet<string> { "4/9", "3/18" };
        Clock.Advance(2 * FeedRunner.GapPatience.ToTimeSpan());
        await runner.StepAsync(default);
        Assert.Equal(["a:1"], Feed.Reacted);

        // What the last of them brought is read by the step after the one that saw it end.
        Journal.Writers = new HashSet<string> { "3/18" };
        await runner.StepAsync(default);
        Assert.Equal(["a:1"], Feed.Reacted);
        await runner.StepAsync(default);

        Assert.Equal(["a:1", "c:1"], Feed.Reacted);
    }

    [Fact]
    public async Task What_the_last_writer_brought_at_its_end_is_not_passed_over()
    {
        Journal.Writers = new HashSet<string> { "3/17" };
        Journal.Add(3, "c", 1);
        Journal.Add(1, "a", 1);
        var runner = Runner();
        await runner.StepAsync(default);
        Journal.Writers = new HashSet<string>();
        await runner.StepAsync(default);
        Journal.Add(2, "b", 1);

        await runner.StepAsync(default);

        Assert.Equal(["a:1", "b:1", "c:1"], Feed.Reacted);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_clock_that_is_set_makes_no_hole_older_or_younger(int hours)
    {
        Journal.Add(1, "a", 1);
        var runner = Runner();
        await runner.StepAsync(default);
        Journal.Add(3, "c", 1);
        await runner.StepAsync(default);
        Wall.Offset = TimeSpan.FromHours(hours);
        Clock.Advance(FeedRunner.GapPatience.ToTimeSpan() - TimeSpan.FromMilliseconds(1));
        await runner.StepAsync(default);
        Assert.Equal(["a:1"], Feed.Reacted);

        Clock.Advance(TimeSpan.FromMilliseconds(1));
        await runner.StepAsync(default);

        Assert.Equal(["a:1", "c:1"], Feed.Reacted);
    }

    [Fact]
    public async Task A_hole_of_long_ago_is_not_waited_for()
    {
        Journal.Add(2, "b", 1);
        Journal.Add(4, "d", 1);
        Journal.Add(6, "f", 1, at: FakeJournal.Start + Duration.FromMilliseconds(1));
        Clock.Advance(FeedRunner.LongAgo.ToTimeSpan());

        await Runner().StepAsync(default);

        Assert.Equal(["b:1", "d:1"], Feed.Reacted);
        Assert.Equal(4, Store.Offset);
    }

    [Fact]
    public async Task Where_others_write_by_clocks_that_are_behind_a_hole_is_waited_for_all_the_same()
    {
        Journal.Writers = new HashSet<string> { "3/17" };
        Journal.Add(1, "a", 1);
        Journal.Add(3, "c", 1);
        Clock.Advance(2 * FeedRunner.LongAgo.ToTimeSpan());
        var runner = Runner();
        await runner.StepAsync(default);
        Journal.Writers = new HashSet<string>();
        await runner.StepAsync(default);
        Assert.Equal(["a:1"], Feed.Reacted);

        Journal.Add(2, "b", 1);
        await runner.StepAsync(default);

        Assert.Equal(["a:1", "b:1", "c:1"], Feed.Reacted);
    }

    [Fact]
    public async Task Holes_before_what_was_there_when_all_had_ended_are_given_up_together()
    {
        Journal.Writers = new HashSet<string>();
        Journal.Add(2, "b", 1);
        Journal.Add(4, "d", 1);
        Journal.Add(6, "f", 1);
        var runner = Runner();
        await runner.StepAsync(default);
        Assert.Empty(Feed.Reacted);
        Journal.Add(8, "h", 1);

        await runner.StepAsync(default);

        Assert.Equal(["b:1", "d:1", "f:1"], Feed.Reacted);
    }

    [Fact]
    public async Task Each_hole_is_waited_for_from_when_it_was_seen()
    {
        Journal.Add(2, "b", 1);
        var runner = Runner();
        await runner.StepAsync(default);
        Clock.Advance(FeedRunner.GapPatience.ToTimeSpan());
        Journal.Add(4, "d", 1);

        await runner.StepAsync(default);

        Assert.Equal(["b:1"], Feed.Reacted);
    }

    [Fact]
    public async Task A_feed_whose_reaction_fails_for_ever_is_seen_to_fall_behind()
    {
        Journal.Add(1, "a", 1);
        var runner = Runner();
        await runner.StepAsync(default);
        Assert.Equal((0, 0), Lag());

        Feed.Fails = true;
        Journal.Add(2, "b", 1);
        for (var seconds = 10; seconds <= 30; seconds += 10)
        {
            Clock.Advance(TimeSpan.FromSeconds(10));
            await Assert.ThrowsAsync<InvalidOperationException>(() => runner.StepAsync(default));
            Assert.Equal((1, seconds), Lag());
        }

        Feed.Fails = false;
        await runner.StepAsync(default);
        Assert.Equal((0, 0), Lag());
    }

    [Fact]
    public async Task A_feed_that_stands_before_an_event_that_cannot_be_read_is_seen_to_fall_behind()
    {
        Journal.Add(1, "a", 1);
        Journal.Add(2, "a", 2);
        Journal.Add(3, "b", 1);
        Journal.Unreadable = 2;
        var runner = Runner();
        await runner.StepAsync(default);
        Assert.Equal(["a:1"], Feed.Reacted);

        Clock.Advance(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<InvalidOperationException>(() => runner.StepAsync(default));

        Assert.Equal((2, 10), Lag());
    }

    [Fact]
    public async Task A_full_batch_with_more_behind_it_is_as_late_as_its_last_event()
    {
        for (var i = 1; i <= FeedRunner.BatchSize + 3; i++)
        {
            Journal.Add(i, $"e{i}", 1);
        }

        Clock.Advance(TimeSpan.FromMinutes(5));
        var runner = Runner();
        await runner.StepAsync(default);
        Assert.Equal((3, 300), Lag());

        await runner.StepAsync(default);
        Assert.Equal((0, 0), Lag());
    }

    [Fact]
    public async Task A_full_batch_with_nothing_behind_it_is_not_late()
    {
        for (var i = 1; i <= FeedRunner.BatchSize; i++)
        {
            Journal.Add(i, $"e{i}", 1);
        }

        Clock.Advance(TimeSpan.FromMinutes(5));
        await Runner().StepAsync(default);

        Assert.Equal((0, 0), Lag());
    }
}
