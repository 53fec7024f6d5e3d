using CityOps.Engine.Deadlines;
using CityOps.Engine.Ports;
using CityOps.Engine.Tests.Hosting;
using NodaTime;

namespace CityOps.Engine.Tests.Deadlines;

public sealed class DeadlineWorkerTests
{
    private static readonly Instant Start = EngineRun.Start;

    [Fact]
    public async Task What_is_due_is_woken_in_due_order_through_every_fill_of_the_queue()
    {
        await using var run = new WorkerRun();
        var entities = WorkerRun.Entities.Take(1_000).ToList();
        for (var i = 0; i < entities.Count; i++)
        {
            run.Put(entities[i], Start - Duration.FromMinutes(i));
        }

        run.Start(near: 40);

        await run.WokenAsync(1_000);
        Assert.Equal(entities.AsEnumerable().Reverse(), run.Woken);
    }

    [Fact]
    public async Task No_more_are_woken_at_once_than_the_journal_can_bear()
    {
        await using var run = new WorkerRun();
        var release = new TaskCompletionSource();
        run.Answer = async entry =>
        {
            await release.Task;
            return new WakeAnswer(WakeOutcome.Fired, entry);
        };
        foreach (var entity in WorkerRun.Entities.Take(DeadlineWorker.AtOnce * 2))
        {
            run.Put(entity, Start);
        }

        run.Start();
        await run.WokenAsync(DeadlineWorker.AtOnce);
        run.Clock.Advance(TimeSpan.FromMinutes(1));
        run.PutAndTell("thing-of-now", Start);
        Assert.Equal(DeadlineWorker.AtOnce, run.Woken.Count);

        release.SetResult();
        await run.WokenAsync(DeadlineWorker.AtOnce * 2);
        Assert.Equal(run.Woken.Distinct(), run.Woken);
    }

    [Fact]
    public async Task What_is_in_a_slice_is_told_by_the_node_alone_that_has_it()
    {
        await using var run = new WorkerRun { Survey = new DeadlineSurvey(5, 3, Start) };
        run.Start();
        await Eventually.Is(() => Task.FromResult(run.Told()), told => told == (5, 3));

        await run.StopAsync();

        Assert.Equal((0, 0), run.Told());
    }

    [Fact]
    public async Task Who_cannot_answer_is_woken_again_after_ever_longer_waits()
    {
        await using var run = new WorkerRun { Answer = e => Task.FromResult(new WakeAnswer(WakeOutcome.Unavailable, e)) };
        run.Put(WorkerRun.Entities.First(), Start);
        run.Start();

        await Eventually.Is(
            () =>
            {
                run.Clock.Advance(TimeSpan.FromMilliseconds(200));
                return Task.FromResult(run.Woken.Count);
            },
            n => n >= 6);
        var waits = run.WokenAt.Zip(run.WokenAt.Skip(1), (one, next) => (next - one).TotalSeconds).Take(5).ToList();
        Assert.All(waits.Zip([1, 2, 4, 8, 16]), w => Assert.True(w.First >= w.Second, $"It was woken again after {w.First} s."));
    }

    [Fact]
    public async Task An_entry_that_the_entity_knows_better_is_set_right_and_does_not_loop()
    {
        await using var run = new WorkerRun();
        var later = Start + Duration.FromHours(1);
        run.Answer = e => Task.FromResult(run.Now < later
            ? new WakeAnswer(WakeOutcome.Nothing, e with { Due = later })
            : new WakeAnswer(WakeOutcome.Fired, e));
        run.Put(WorkerRun.Entities.First(), Start);
        run.Start();
        await Eventually.Is(() => Task.FromResult(run.Corrections), n => n == 1);

        run.Clock.Advance(TimeSpan.FromMinutes(59));
        run.PutAndTell(WorkerRun.Entities.ElementAt(1), run.Now);
        await run.WokenAsync(2);
        await Eventually.Is(() => Task.FromResult(run.Corrections), n => n == 2);
        Assert.Equal(2, run.Woken.Distinct().Count());

        run.Clock.Advance(TimeSpan.FromMinutes(1));
        await run.WokenAsync(4);
        Assert.Equal((4, 2), (run.Woken.Count, run.Corrections));
    }

    [Fact]
    public async Task An_entry_that_is_gone_or_moved_by_its_time_wakes_nobody()
    {
        await using var run = new WorkerRun();
        string[] entities = [.. WorkerRun.Entities.Take(3)];
        foreach (var entity in entities)
        {
            run.Put(entity, Start + Duration.FromHours(1));
        }

        run.Start();
        run.PutAndTell(entities[0], Start + Duration.FromHours(2));
        run.Remove(entities[1]);
        run.Clock.Advance(TimeSpan.FromHours(1));
        await run.WokenAsync(1);
        Assert.Equal([entities[2]], run.Woken);

        run.Clock.Advance(TimeSpan.FromHours(1));
        await run.WokenAsync(2);
        Assert.Equal([entities[2], entities[0]], run.Woken);
    }

    [Fact]
    public async Task An_entry_that_nobody_told_of_is_found_before_it_is_due()
    {
        await using var run = new WorkerRun();
        run.Put(WorkerRun.Entities.First(), Start);
        run.Start();
        await run.WokenAsync(1);

        run.Put(WorkerRun.Entities.ElementAt(1), Start + Duration.FromSeconds(23));

        // Too far off for the first look; the second one is at 14 seconds, the third would be at 24.
        run.PutAndTell(WorkerRun.Entities.ElementAt(2), Start + Duration.FromSeconds(14));
        run.Clock.Advance(TimeSpan.FromSeconds(14));
        await run.WokenAsync(2);
        run.Clock.Advance(TimeSpan.FromSeconds(9));
        await run.WokenAsync(3);
    }

    [Fact]
    public async Task An_entry_that_failed_and_was_moved_where_nobody_told_of_it_is_found_too()
    {
        await using var run = new WorkerRun();
        var later = Start + Duration.FromMinutes(2);
        run.Answer = e => Task.FromResult(new WakeAnswer(
            e.Due < later ? WakeOutcome.Unavailable : WakeOutcome.Fired, e with { Due = null }));
        run.Put(WorkerRun.Entities.First(), Start);
        run.Start();
        await run.WokenAsync(1);

        run.Put(WorkerRun.Entities.First(), later);

        await Eventually.Is(
            () =>
            {
                run.Clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(run.Woken.Count);
            },
            n => n >= 2);
        Assert.True(run.WokenAt[1] >= later);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_comes_due_while_its_entity_is_in_flight_is_woken_at_once(bool entityKnows)
    {
        await using var run = new WorkerRun();
        string[] entities = [.. WorkerRun.Entities.Take(2)];
        var (next, answered) = (Start + Duration.FromSeconds(1), new TaskCompletionSource());
        run.Answer = async entry =>
        {
            if (entry.Entity == entities[0] && entry.Due == Start)
            {
                await answered.Task;
                return new WakeAnswer(WakeOutcome.Fired, entry with { Due = entityKnows ? next : null });
            }

            return new WakeAnswer(WakeOutcome.Fired, entry with { Due = null });
        };
        run.Put(entities[0], Start);
        run.Start();
        await run.WokenAsync(1);

        // Once the other one is woken, the news of the first were taken up and found it in flight.
        run.PutAndTell(entities[0], next);
        run.PutAndTell(entities[1], next + Duration.FromTicks(1));
        run.Clock.Advance(TimeSpan.FromSeconds(2));
        await run.WokenAsync(2);
        answered.SetResult();

        await run.WokenAsync(3);
        Assert.Equal([entities[0], entities[1], entities[0]], run.Woken);
    }
}
