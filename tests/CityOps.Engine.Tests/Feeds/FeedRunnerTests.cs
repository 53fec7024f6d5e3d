using System.Diagnostics.Metrics;
using CityOps.Engine.Feeds;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CityOps.Engine.Tests.Feeds;

public sealed class FeedRunnerTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeJournal _journal = new();
    private readonly FakeStore _store = new();
    private readonly FakeFeed _feed = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly WallClock _wall;

    public FeedRunnerTests() => _wall = new WallClock(_clock);

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Events_are_handled_in_their_order_and_once()
    {
        _journal.Add(2, "a", 2);
        _journal.Add(1, "a", 1);
        _journal.Add(3, "b", 1);
        var runner = Runner();

        Assert.False(await runner.StepAsync(default));
        Assert.False(await runner.StepAsync(default));

        Assert.Equal(["a:1", "a:2", "b:1"], _feed.Reacted);
        Assert.Equal(["a:1", "a:2", "b:1"], _store.Committed);
        Assert.Equal(3, _store.Offset);
    }

    [Fact]
    public async Task Kinds_that_do_not_concern_a_feed_cost_it_nothing()
    {
        _journal.Add(1, "a", 1, kind: "fakes");
        _journal.Add(2, "b", 1);

        await Runner().StepAsync(default);

        Assert.Equal(["b:1"], _feed.Reacted);
        Assert.Equal(["b"], _store.Asked);
        Assert.Equal(2, _store.Offset);
    }

    [Fact]
    public async Task A_feed_goes_on_where_it_was()
    {
        _journal.Add(1, "a", 1);
        _journal.Add(2, "a", 2);
        _store.Offset = 1;
        _store.Saw("a", 1);

        await Runner().StepAsync(default);

        Assert.Equal(["a:2"], _feed.Reacted);
    }

    [Fact]
    public async Task A_commit_that_comes_late_is_waited_for_and_not_passed_over()
    {
        _journal.Add(1, "a", 1);
        _journal.Add(3, "c", 1);
        var runner = Runner();
        await runner.StepAsync(default);
        _clock.Advance(FeedRunner.GapPatience.ToTimeSpan() - TimeSpan.FromMilliseconds(1));
        await runner.StepAsync(default);
        Assert.Equal(["a:1"], _feed.Reacted);

        _journal.Add(2, "b", 1);
        await runner.StepAsync(default);

        Assert.Equal(["a:1", "b:1", "c:1"], _feed.Reacted);
    }

    [Fact]
    public async Task A_number_that_never_comes_is_given_up_after_a_while()
    {
        _journal.Add(1, "a", 1);
        _journal.Add(3, "c", 1);
        var runner = Runner();
        await runner.StepAsync(default);
        _clock.Advance(FeedRunner.GapPatience.ToTimeSpan());

        await runner.StepAsync(default);

        Assert.Equal(["a:1", "c:1"], _feed.Reacted);
        Assert.Equal(3, _store.Offset);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_clock_that_is_set_makes_no_hole_older_or_younger(int hours)
    {
        _journal.Add(1, "a", 1);
        var runner = Runner();
        await runner.StepAsync(default);
        _journal.Add(3, "c", 1);
        await runner.StepAsync(default);
        _wall.Offset = TimeSpan.FromHours(hours);
        _clock.Advance(FeedRunner.GapPatience.ToTimeSpan() - TimeSpan.FromMilliseconds(1));
        await runner.StepAsync(default);
        Assert.Equal(["a:1"], _feed.Reacted);

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await runner.StepAsync(default);

        Assert.Equal(["a:1", "c:1"], _feed.Reacted);
    }

    [Fact]
    public async Task A_hole_of_long_ago_is_not_waited_for()
    {
        _journal.Add(2, "b", 1);
        _journal.Add(4, "d", 1);
        _journal.Add(6, "f", 1, at: FakeJournal.Start + Duration.FromMilliseconds(1));
        _clock.Advance(FeedRunner.LongAgo.ToTimeSpan());

        await Runner().StepAsync(default);

        Assert.Equal(["b:1", "d:1"], _feed.Reacted);
        Assert.Equal(4, _store.Offset);
    }

    [Fact]
    public async Task Each_hole_is_waited_for_from_when_it_was_seen()
    {
        _journal.Add(2, "b", 1);
        var runner = Runner();
        await runner.StepAsync(default);
        _clock.Advance(FeedRunner.GapPatience.ToTimeSpan());
        _journal.Add(4, "d", 1);

        await runner.StepAsync(default);

        Assert.Equal(["b:1"], _feed.Reacted);
    }

    [Fact]
    public async Task A_hole_within_an_entity_is_read_again()
    {
        _journal.Add(1, "a", 1);
        _journal.Add(2, "a", 2);
        _journal.Add(3, "a", 3);
        _store.Offset = 2;
        _store.Saw("a", 1);

        await Runner().StepAsync(default);

        Assert.Equal(["a:2", "a:3"], _feed.Reacted);
    }

    [Fact]
    public async Task A_hole_within_an_entity_that_the_journal_lacks_stops_the_feed()
    {
        _journal.Add(1, "a", 3);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Runner().StepAsync(default));

        Assert.Equal(0, _store.Offset);
    }

    [Fact]
    public async Task What_was_seen_before_is_passed_over()
    {
        _journal.Add(1, "a", 1);
        _journal.Add(2, "a", 2);
        _store.Saw("a", 1);

        await Runner().StepAsync(default);

        Assert.Equal(["a:2"], _feed.Reacted);
        Assert.Equal(2, _store.Offset);
    }

    [Fact]
    public async Task A_reaction_that_fails_leaves_the_feed_where_it_was_and_comes_again()
    {
        _journal.Add(1, "a", 1);
        _feed.Fails = true;
        var runner = Runner();

        await Assert.ThrowsAsync<InvalidOperationException>(() => runner.StepAsync(default));
        Assert.Equal(0, _store.Offset);
        Assert.Empty(_store.Committed);

        _feed.Fails = false;
        await runner.StepAsync(default);
        Assert.Equal(["a:1", "a:1"], _feed.Reacted);
        Assert.Equal(["a:1"], _store.Committed);
    }

    [Fact]
    public async Task What_was_committed_is_known_and_what_was_not_is_asked_again()
    {
        _journal.Add(1, "a", 1);
        _journal.Add(2, "b", 1);
        var runner = Runner();
        await runner.StepAsync(default);
        _journal.Add(3, "a", 2);
        _journal.Add(4, "c", 1);
        _feed.Fails = true;
        await Assert.ThrowsAsync<InvalidOperationException>(() => runner.StepAsync(default));

        _feed.Fails = false;
        await runner.StepAsync(default);

        Assert.Equal(["a", "b", "c", "c"], _store.Asked);
        Assert.Equal(["a:1", "b:1", "a:2", "c:1"], _store.Committed);
    }

    [Fact]
    public async Task A_full_batch_says_that_there_may_be_more()
    {
        for (var i = 1; i <= FeedRunner.BatchSize + 1; i++)
        {
            _journal.Add(i, $"e{i}", 1);
        }

        var runner = Runner();

        Assert.True(await runner.StepAsync(default));
        Assert.False(await runner.StepAsync(default));
        Assert.Equal(FeedRunner.BatchSize + 1, _store.Committed.Count);
    }

    [Fact]
    public async Task Slices_share_the_entities_between_them()
    {
        for (var i = 1; i <= 100; i++)
        {
            _journal.Add(i, $"e{i}", 1);
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

    [Fact]
    public async Task A_feed_whose_reaction_fails_for_ever_is_seen_to_fall_behind()
    {
        _journal.Add(1, "a", 1);
        var runner = Runner();
        await runner.StepAsync(default);
        Assert.Equal((0, 0), Lag());

        _feed.Fails = true;
        _journal.Add(2, "b", 1);
        for (var seconds = 10; seconds <= 30; seconds += 10)
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            await Assert.ThrowsAsync<InvalidOperationException>(() => runner.StepAsync(default));
            Assert.Equal((1, seconds), Lag());
        }

        _feed.Fails = false;
        await runner.StepAsync(default);
        Assert.Equal((0, 0), Lag());
    }

    [Fact]
    public async Task A_full_batch_with_more_behind_it_is_as_late_as_its_last_event()
    {
        for (var i = 1; i <= FeedRunner.BatchSize + 3; i++)
        {
            _journal.Add(i, $"e{i}", 1);
        }

        _clock.Advance(TimeSpan.FromMinutes(5));
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
            _journal.Add(i, $"e{i}", 1);
        }

        _clock.Advance(TimeSpan.FromMinutes(5));
        await Runner().StepAsync(default);

        Assert.Equal((0, 0), Lag());
    }

    /// <summary>What the gauges say.</summary>
    private (double Events, double Seconds) Lag()
    {
        var read = new Dictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Meter.Scope == _services.GetRequiredService<IMeterFactory>())
                {
                    own.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => read[instrument.Name] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return (read["cityops.feed.lag.events"], read["cityops.feed.lag.seconds"]);
    }

    private FeedRunner Runner() => Runner(_feed, 0, _store);

    private FeedRunner Runner(FakeFeed feed, int slice, FakeStore store) => new(
        feed, slice, _journal, store, _wall,
        new EngineMetrics(_services.GetRequiredService<IMeterFactory>()), NullLogger.Instance);

    /// <summary>A clock that can be set, while what is counted on it goes on.</summary>
    private sealed class WallClock(FakeTimeProvider clock) : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override long TimestampFrequency => clock.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + Offset;

        public override long GetTimestamp() => clock.GetTimestamp();
    }
}
