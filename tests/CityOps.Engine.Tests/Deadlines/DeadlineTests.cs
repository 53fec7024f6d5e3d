using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Deadlines;
using CityOps.Engine.Deadlines;
using CityOps.Engine.Ports;
using CityOps.Engine.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CityOps.Engine.Tests.Deadlines;

/// <summary>Deadlines through the whole engine on a clock of the test's: never, late, early, twice, after cancel.</summary>
public sealed class DeadlineTests : IAsyncLifetime
{
    private static readonly Duration Hour = Duration.FromHours(1);
    private readonly string _directory = Directory.CreateTempSubdirectory("cityops-deadlines-").FullName;
    private readonly FakeTimeProvider _clock = new(EngineRun.Start.ToDateTimeOffset());

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Each_step_passes_at_its_time_and_once()
    {
        await using var run = await StartAsync();
        var id = (await run.ReportAsync(0, "m-1")).Id;
        await IndexedAsync(run, id, EngineRun.Start + Hour);

        _clock.Advance(TimeSpan.FromHours(1));
        var first = Assert.Single(await PassedAsync(run, id, 1));
        Assert.Equal((ClockStage.File, "due", Duration.Zero, EngineRun.Start + Hour), (first.Clock, first.Step, first.Late, first.StepAt));
        await IndexedAsync(run, id, EngineRun.Start + 2 * Hour);

        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["due", "hour"], (await PassedAsync(run, id, 2)).Select(p => p.Step));
        await IndexedAsync(run, id, null);
    }

    [Fact]
    public async Task Nothing_passes_a_moment_early()
    {
        await using var run = await StartAsync();
        var sooner = (await run.ReportAsync(0, "m-1")).Id;
        _clock.Advance(TimeSpan.FromTicks(1));
        var later = (await run.ReportAsync(0, OfTheSameSlice(sooner))).Id;
        await IndexedAsync(run, sooner, EngineRun.Start + Hour);
        await IndexedAsync(run, later, EngineRun.Start + Hour + Duration.FromTicks(1));

        _clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Assert.Equal(Duration.Zero, Assert.Single(await PassedAsync(run, sooner, 1)).Late);
        Assert.Empty(await PassedAsync(run, later, 0));

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(Duration.Zero, Assert.Single(await PassedAsync(run, later, 1)).Late);
    }

    [Fact]
    public async Task What_fell_due_while_the_engine_was_down_passes_at_the_start_and_says_how_late()
    {
        var ids = new List<CaseId>();
        await using (var run = await StartAsync())
        {
            for (var i = 0; i < 20; i++)
            {
                ids.Add((await run.ReportAsync(i % 4, $"m-{i}")).Id);
                _clock.Advance(TimeSpan.FromMinutes(1));
            }
        }

        _clock.Advance(TimeSpan.FromDays(1));
        await using var next = await StartAsync();

        for (var i = 0; i < ids.Count; i++)
        {
            var passed = await PassedAsync(next, ids[i], 2);
            Assert.Equal(["due", "hour"], passed.Select(p => p.Step));
            var due = EngineRun.Start + Hour + Duration.FromMinutes(i);
            Assert.Equal((due, due + Hour), (passed[0].StepAt, passed[1].StepAt));
            Assert.All(passed, p => Assert.Equal(p.Stamp.At - p.StepAt, p.Late));
            Assert.All(passed, p => Assert.True(p.Late > Duration.FromHours(22)));
        }
    }

    [Fact]
    public async Task A_clock_that_is_set_forward_an_hour_fires_what_is_due_by_it_and_set_back_fires_nothing_twice()
    {
        await using var run = await StartAsync();
        var id = (await run.ReportAsync(0, "m-1")).Id;
        await IndexedAsync(run, id, EngineRun.Start + Hour);

        Jump(TimeSpan.FromHours(1));
        Assert.Equal(["due"], (await PassedAsync(run, id, 1)).Select(p => p.Step));
        await IndexedAsync(run, id, EngineRun.Start + 2 * Hour);

        Jump(TimeSpan.FromHours(-1));
        var another = (await run.ReportAsync(1, "m-2")).Id;
        await IndexedAsync(run, another, _clock.GetCurrentInstant() + Hour);
        _clock.Advance(TimeSpan.FromHours(1));
        await PassedAsync(run, another, 1);
        Assert.Equal(["due"], (await PassedAsync(run, id, 1)).Select(p => p.Step));

        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["due", "hour"], (await PassedAsync(run, id, 2)).Select(p => p.Step));
    }

    [Fact]
    public async Task Nothing_passes_for_a_case_that_was_cancelled()
    {
        await using var run = await StartAsync();
        var cancelled = (await run.ReportAsync(0, "m-1")).Id;
        var other = (await run.ReportAsync(0, "m-2")).Id;
        await IndexedAsync(run, cancelled, EngineRun.Start + Hour);

        EngineRun.Done(await run.Cases.SendAsync(new CancelCase(cancelled, EngineRun.By("cancel"), "a drill"), default));
        _clock.Advance(TimeSpan.FromHours(3));

        await PassedAsync(run, other, 2);
        await Eventually.Is(() => EntryAsync(run, cancelled), e => e is null);
        Assert.DoesNotContain(await run.EventsAsync(cancelled), e => e is DeadlinePassed);
    }

    [Fact]
    public async Task A_case_that_left_memory_is_woken()
    {
        await using var run = await StartAsync(TimeSpan.FromMilliseconds(300));
        var id = (await run.ReportAsync(0, "m-1")).Id;
        await IndexedAsync(run, id, EngineRun.Start + Hour);
        await run.EmptyAsync();

        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Single(await PassedAsync(run, id, 1));
    }

    [Fact]
    public async Task A_suspended_case_resumes_by_itself_and_its_deadline_follows()
    {
        await using var run = await StartAsync();
        var id = (await run.ReportAsync(0, "m-1")).Id;
        var until = EngineRun.Start + 10 * Hour;
        var chief = new Actor("chief", Roles.Leader | Roles.Dispatcher | Roles.ShiftLead);
        foreach (var act in new CaseCommand[]
        {
            new FileCase(id, EngineRun.By("file"), null, null, null), new DispatchCase(id, EngineRun.By("dispatch"), "roads"),
            new AcceptCase(id, EngineRun.By("accept")), new AskSuspension(id, EngineRun.By("ask"), until, "frost"),
            new ApproveSuspension(id, new Origin(chief, Channel.Console, "approve", EngineRun.Start), null),
        })
        {
            EngineRun.Done(await run.Cases.SendAsync(act, default));
        }

        await IndexedAsync(run, id, until);
        _clock.Advance(TimeSpan.FromHours(10));
        await IndexedAsync(run, id, until + 4 * Hour);
        Assert.Equal(until, Assert.Single((await run.EventsAsync(id)).OfType<CaseResumed>()).Stamp.ObservedAt);

        _clock.Advance(TimeSpan.FromHours(4));
        Assert.Equal(ClockStage.Handle, Assert.Single(await PassedAsync(run, id, 1)).Clock);
    }

    [Fact]
    public async Task Another_calendar_moves_the_deadlines_of_open_cases_and_keeps_the_old_ones()
    {
        // Sunday: an hour of working time ends on Monday at nine.
        var monday = Instant.FromUtc(2026, 3, 2, 1, 0);
        CaseId id, closed;
        await using (var run = await StartAsync(city: DeadlineCity.With(LimitClock.WorkingHours, DeadlineCity.Calendar("1"))))
        {
            id = (await run.ReportAsync(0, "m-1")).Id;
            closed = (await run.ReportAsync(0, "m-2")).Id;
            EngineRun.Done(await run.Cases.SendAsync(new CancelCase(closed, EngineRun.By("cancel"), "a drill"), default));
            await IndexedAsync(run, id, monday);
        }

        var city = DeadlineCity.With(
            LimitClock.WorkingHours, DeadlineCity.Calendar("2", new Holiday(new LocalDate(2026, 3, 2), "a holiday")));
        await using (var next = await StartAsync(city: city))
        {
            await IndexedAsync(next, id, monday + Duration.FromDays(1));
            await Eventually.Is(() => EntryAsync(next, id), e => e?.Calendar == "2");
        }

        await using var last = await StartAsync(city: city);
        await last.ReportAsync(1, "m-3");
        _clock.Advance(TimeSpan.FromDays(2));
        await PassedAsync(last, id, 1);
        var recomputed = Assert.Single((await last.EventsAsync(id)).OfType<DeadlinesRecomputed>());
        Assert.Equal(("1", monday), (recomputed.Before[0].Calendar, recomputed.Before[0].Due));
        Assert.DoesNotContain(await last.EventsAsync(closed), e => e is DeadlinesRecomputed);
    }

    private Task<EngineRun> StartAsync(TimeSpan? passivateAfter = null, CityConfiguration? city = null) =>
        EngineRun.StartAsync(_directory, passivateAfter, city ?? DeadlineCity.Configuration, _clock);

    /// <summary>Sets the clock as someone sets a machine's: no timer sees it, the next one that ends does.</summary>
    private void Jump(TimeSpan by)
    {
        _clock.AdjustTime(_clock.GetUtcNow() + by);
        _clock.Advance(TimeSpan.FromSeconds(1));
    }

    /// <summary>A source whose case the same worker wakes.</summary>
    private static string OfTheSameSlice(CaseId other) => Enumerable.Range(0, int.MaxValue).Select(i => $"like-{i}").First(source =>
        DeadlineSlices.Of($"case-{CaseId.Of(new LocalDate(2026, 3, 1), Channel.Collector, source)}") == DeadlineSlices.Of($"case-{other}"));

    private static async Task<IReadOnlyList<DeadlinePassed>> PassedAsync(EngineRun run, CaseId id, int count)
    {
        var passed = await Eventually.Is(
            async () => (await run.EventsAsync(id)).OfType<DeadlinePassed>().ToList(), p => p.Count >= count);
        Assert.Equal(count, passed.Count);
        Assert.All(passed, p => Assert.True(p.Stamp.At >= p.StepAt, $"{p.Step} passed early."));
        return passed;
    }

    private static Task<Deadline?> IndexedAsync(EngineRun run, CaseId id, Instant? due) =>
        Eventually.Is(() => EntryAsync(run, id), e => e is not null && e.Due == due);

    private static async Task<Deadline?> EntryAsync(EngineRun run, CaseId id) =>
        (await run.Deadlines.FindAsync([$"case-{id}"], default)).SingleOrDefault();
}
