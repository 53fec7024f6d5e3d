using CityOps.Engine.Feeds;

namespace CityOps.Engine.Tests.Feeds;

public sealed class FeedRunnerTests : FeedRunnerRun
{
    [Fact]
    public async Task Events_are_handled_in_their_order_and_once()
    {
        Journal.Add(2, "a", 2);
        Journal.Add(1, "a", 1);
        Journal.Add(3, "b", 1);
        var runner = Runner();

        Assert.False(await runner.StepAsync(default));
        Assert.False(await runner.StepAsync(default));

        Assert.Equal(["a:1", "a:2", "b:1"], Feed.Reacted);
        Assert.Equal(["a:1", "a:2", "b:1"], Store.Committed);
        Assert.Equal(3, Store.Offset);
    }

    [Fact]
    public async Task How_far_a_feed_is_tells_the_node_alone_that_runs_it()
    {
        Journal.Add(1, "a", 1);
        var runner = Runner();
        await runner.StepAsync(default);
        Assert.Equal((0, 0), Lag());

        runner.Leave();
        Assert.Empty(Told());

        // A step that was on its way when the feed moved.
        await runner.StepAsync(new CancellationToken(canceled: true));
        Assert.Empty(Told());
    }

    [Fact]
    public async Task Kinds_that_do_not_concern_a_feed_cost_it_nothing()
    {
        Journal.Add(1, "a", 1, kind: "fakes");
        Journal.Add(2, "b", 1);

        await Runner().StepAsync(default);

        Assert.Equal(["b:1"], Feed.Reacted);
        Assert.Equal(["b"], Store.Asked);
        Assert.Equal(2, Store.Offset);
    }

    [Fact]
    public async Task A_feed_goes_on_where_it_was()
    {
        Journal.Add(1, "a", 1);
        Journal.Add(2, "a", 2);
        Store.Offset = 1;
        Store.Saw("a", 1);

        await Runner().StepAsync(default);

        Assert.Equal(["a:2"], Feed.Reacted);
    }

    [Fact]
    public async Task A_hole_within_an_entity_is_read_again()
    {
        Journal.Add(1, "a", 1);
        Journal.Add(2, "a", 2);
        Journal.Add(3, "a", 3);
        Store.Offset = 2;
        Store.Saw("a", 1);

        await Runner().StepAsync(default);

        Assert.Equal(["a:2", "a:3"], Feed.Reacted);
    }

    [Fact]
    public async Task A_hole_within_an_entity_that_the_journal_lacks_stops_the_feed()
    {
        Journal.Add(1, "a", 3);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Runner().StepAsync(default));

        Assert.Equal(0, Store.Offset);
    }

    [Fact]
    public async Task What_was_seen_before_is_passed_over()
    {
        Journal.Add(1, "a", 1);
        Journal.Add(2, "a", 2);
        Store.Saw("a", 1);

        await Runner().StepAsync(default);

        Assert.Equal(["a:2"], Feed.Reacted);
        Assert.Equal(2, Store.Offset);
    }

    [Fact]
    public async Task A_reaction_that_fails_leaves_the_feed_where_it_was_and_comes_again()
    {
        Journal.Add(1, "a", 1);
        Feed.Fails = true;
        var runner = Runner();

        await Assert.ThrowsAsync<InvalidOperationException>(() => runner.StepAsync(default));
        Assert.Equal(0, Store.Offset);
        Assert.Empty(Store.Committed);

        Feed.Fails = false;
        await runner.StepAsync(default);
        Assert.Equal(["a:1", "a:1"], Feed.Reacted);
        Assert.Equal(["a:1"], Store.Committed);
    }

    [Fact]
    public async Task What_was_committed_is_known_until_a_step_fails_then_the_store_is_asked()
    {
        Journal.Add(1, "a", 1);
        Journal.Add(2, "b", 1);
        var runner = Runner();
        await runner.StepAsync(default);
        Journal.Add(3, "a", 2);
        await runner.StepAsync(default);
        Assert.Equal(["a", "b"], Store.Asked);
        Journal.Add(4, "c", 1);
        Feed.Fails = true;
        await Assert.ThrowsAsync<InvalidOperationException>(() => runner.StepAsync(default));

        Feed.Fails = false;
        Journal.Add(5, "a", 3);
        await runner.StepAsync(default);

        Assert.Equal(["a", "b", "c", "c", "a"], Store.Asked);
        Assert.Equal(["a:1", "b:1", "a:2", "c:1", "a:3"], Store.Committed);
    }

    [Fact]
    public async Task What_was_committed_is_told_once_though_the_answer_to_the_commit_was_lost()
    {
        Journal.Add(1, "a", 1);
        var runner = Runner();
        await runner.StepAsync(default);
        Journal.Add(2, "a", 2);
        Journal.Add(3, "b", 1, kind: "other");
        Store.LosesAnswers = true;
        await Assert.ThrowsAsync<InvalidOperationException>(() => runner.StepAsync(default));
        Assert.Equal(["a:1"], Feed.Told);

        Store.LosesAnswers = false;
        Journal.Add(4, "a", 3);
        await runner.StepAsync(default);

        Assert.Equal(["a:1", "a:2", "a:3"], Feed.Told);
        Assert.Equal(["a:1", "a:2", "a:3"], Store.Committed);
    }

    [Fact]
    public async Task A_full_batch_says_that_there_may_be_more()
    {
        for (var i = 1; i <= FeedRunner.BatchSize + 1; i++)
        {
            Journal.Add(i, $"e{i}", 1);
        }

        var runner = Runner();

        Assert.True(await runner.StepAsync(default));
        Assert.False(await runner.StepAsync(default));
        Assert.Equal(FeedRunner.BatchSize + 1, Store.Committed.Count);
    }

    [Fact]
    public async Task Slices_share_the_entities_between_them()
    {
        for (var i = 1; i <= 100; i++)
        {
            Journal.Add(i, $"e{i}", 1);
        }

        var slices = Enumerable.Range(0, 4).Select(_ => new FakeFeed(slices: 4)).ToList();
        for (var slice = 0; slice < 4; slice++)
        {
            await Runner(slices[slice], slice, new FakeStore()).StepAsync(default);
        }

        Assert.Equal(100, slices.Sum(s => s.Reacted.Count));
        Assert.Equal(100, slices.SelectMany(s => s.Reacted).Distinct().Count());
        Assert.All(slices, s => Assert.NotEmpty(s.Reacted));
    }
}
