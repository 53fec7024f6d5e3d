using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Collectors;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Domain.Grids;
using CityOps.Engine.Cases;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CityOps.Engine.Tests.Hosting;

/// <summary>A task's way through the whole engine: case, grid, case, collector, handset, and back.</summary>
public sealed class TaskTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cityops-tasks-").FullName;
    private readonly FakeTimeProvider _clock = new(EngineRun.Start.ToDateTimeOffset());

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_verification_goes_to_the_nearest_collector_and_its_answer_lets_the_case_be_filed()
    {
        await using var run = await StartAsync();
        await OnShiftAsync(run, "c1", metres: 400);
        await OnShiftAsync(run, "c2", metres: 30);
        var id = (await run.ReportAsync(0, "m-1")).Id;

        await run.Cases.SendAsync(new VerifyCase(id, EngineRun.By("verify"), "still there?"), default);

        var told = await run.Handsets.ToldAsync<GoAndLook>("c2");
        Assert.Equal(($"{id}-v1", "still there?", TinyCity.Middle(0)), (told.Task, told.InHand.Text, told.InHand.Place));
        Assert.Equal("c2", (await CaseAsync(run, id)).File.PendingTask?.Collector);
        Assert.Equal([told.InHand], (await HandsetAsync(run, "c2", d => d.Tasks.Count == 1)).Tasks);
        Assert.Equal("task.othersTask", Refusal(await run.Cases.SendAsync(Answer("c1", told, TaskOutcome.Confirmed), default)));

        var answer = Answer("c2", told, TaskOutcome.Confirmed);
        Assert.Equal(Stage.Reported, EngineRun.Done(await run.Cases.SendAsync(answer, default)).Stage);
        Assert.True(Assert.IsType<Answer<CaseView>.Done>(await run.Cases.SendAsync(answer, default)).Repeated);
        await run.GridAsync("P1", g => g.Tasks.Count == 0);
        await HandsetAsync(run, "c2", d => d.Tasks.Count == 0);
        var filed = await run.Cases.SendAsync(new FileCase(id, EngineRun.By("file"), null, null, null), default);
        Assert.Equal(Stage.Filed, EngineRun.Done(filed).Stage);
    }

    [Fact]
    public async Task A_task_waits_while_nobody_is_on_shift_and_changes_hands_when_a_shift_ends()
    {
        await using var run = await StartAsync();
        var id = await VerifyingAsync(run);
        Assert.Null(Assert.Single((await run.GridAsync("P1", g => g.Tasks.Count == 1)).Tasks).Collector);

        await OnShiftAsync(run, "c1", metres: 0);
        var first = await run.Handsets.ToldAsync<GoAndLook>("c1");
        await OnShiftAsync(run, "c2", metres: 0);
        await run.Devices.SendAsync(new ChangeShift("c1", EngineRun.By("off", 60), false), default);

        var second = await run.Handsets.ToldAsync<GoAndLook>("c2");
        Assert.Equal(first.Task, second.Task);
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal("c2", (await CaseAsync(run, id)).File.PendingTask?.Collector);
        Assert.Equal(TaskEnd.HandedOn, (await run.Handsets.ToldAsync<TaskGone>("c1")).End);
        Assert.Equal("task.othersTask", Refusal(await run.Cases.SendAsync(Answer("c1", first, TaskOutcome.Confirmed), default)));

        await run.Devices.SendAsync(new ChangeShift("c2", EngineRun.By("off", 90), false), default);
        await run.GridAsync("P1", g => g is { Tasks: [{ Collector: null }] });
        await Eventually.Is(() => CaseAsync(run, id), c => c.File.PendingTask is { Collector: null });
        await HandsetAsync(run, "c2", d => d.Tasks.Count == 0);
    }

    [Fact]
    public async Task A_limit_that_runs_out_hands_the_task_on()
    {
        await using var run = await StartAsync();
        await OnShiftAsync(run, "c1", metres: 10);
        await OnShiftAsync(run, "c2", metres: 20);
        await VerifyingAsync(run);
        var first = await run.Handsets.ToldAsync<GoAndLook>("c1");

        _clock.Advance((first.InHand.Due - EngineRun.Start).ToTimeSpan());

        var second = await run.Handsets.ToldAsync<GoAndLook>("c2");
        Assert.True(second.InHand.Due > first.InHand.Due);
        Assert.Equal(TaskEnd.HandedOn, (await run.Handsets.ToldAsync<TaskGone>("c1")).End);
    }

    [Fact]
    public async Task A_case_that_goes_on_without_the_answer_takes_its_task_back()
    {
        await using var run = await StartAsync();
        await OnShiftAsync(run, "c1", metres: 0);
        var id = await VerifyingAsync(run);
        var told = await run.Handsets.ToldAsync<GoAndLook>("c1");

        await run.Cases.SendAsync(new FileCase(id, EngineRun.By("file"), null, null, null), default);

        Assert.Equal((told.Task, TaskEnd.Withdrawn), await GoneAsync(run, "c1"));
        await run.GridAsync("P1", g => g.Tasks.Count == 0);
        Assert.Equal("task.over", Refusal(await run.Cases.SendAsync(Answer("c1", told, TaskOutcome.Confirmed), default)));
    }

    [Fact]
    public async Task A_case_that_is_moved_to_another_grid_is_verified_there()
    {
        await using var run = await StartAsync();
        await OnShiftAsync(run, "c1", metres: 0);
        await OnShiftAsync(run, "c3", metres: 0, square: 2);
        var id = await VerifyingAsync(run);
        var wrong = await run.Handsets.ToldAsync<GoAndLook>("c1");

        var place = new CasePlace(TinyCity.Middle(2), "360103001001001", "P2");
        await run.Cases.SendAsync(new CorrectCase(id, EngineRun.By("correct"), null, null, null, place), default);

        var right = await run.Handsets.ToldAsync<GoAndLook>("c3");
        Assert.Equal(($"{id}-v2", TinyCity.Middle(2)), (right.Task, right.InHand.Place));
        Assert.Equal((wrong.Task, TaskEnd.Withdrawn), await GoneAsync(run, "c1"));
        Assert.Equal("task.over", Refusal(await run.Cases.SendAsync(Answer("c1", wrong, TaskOutcome.Confirmed), default)));
        var answered = await run.Cases.SendAsync(Answer("c3", right, TaskOutcome.Confirmed), default);
        Assert.Equal(Stage.Reported, EngineRun.Done(answered).Stage);
        await run.GridAsync("P2", g => g.Tasks.Count == 0);
    }

    [Fact]
    public async Task A_restart_of_everything_keeps_tasks_and_tells_nobody_twice()
    {
        CaseId given, waiting;
        await using (var run = await StartAsync())
        {
            await OnShiftAsync(run, "c1", metres: 0);
            given = await VerifyingAsync(run);
            waiting = await VerifyingAsync(run, square: 2);
            await HandsetAsync(run, "c1", d => d.Tasks.Count == 1);
            await run.Handsets.ToldAsync<GoAndLook>("c1");
            await run.GridAsync("P2", g => g.Tasks.Count == 1);

            // What a feed has not committed when the engine stops is told again.
            await run.CommittedAsync("tasks");
        }

        await using var next = await StartAsync();

        var task = Assert.Single((await HandsetAsync(next, "c1", _ => true)).Tasks);
        Assert.Equal(given, task.Case);
        var answer = Answer("c1", HandsetCommand.For(task), TaskOutcome.NotFound);
        Assert.Equal(Stage.Reported, EngineRun.Done(await next.Cases.SendAsync(answer, default)).Stage);
        await next.GridAsync("P1", g => g.Tasks.Count == 0);
        await OnShiftAsync(next, "c3", metres: 0, square: 2);
        Assert.Equal($"{waiting}-v1", (await next.Handsets.ToldAsync<GoAndLook>("c3")).Task);
        Assert.DoesNotContain(next.Handsets.Sent, s => s.Collector == "c1");
    }

    [Fact]
    public async Task A_collector_who_gets_another_beat_while_on_shift_gets_no_more_tasks_of_the_old_one()
    {
        await using (var run = await StartAsync())
        {
            await OnShiftAsync(run, "c1", metres: 0);
            await VerifyingAsync(run);
            await run.Handsets.ToldAsync<GoAndLook>("c1");
        }

        var collectors = TaskCity.Configuration.Collectors.ToDictionary();
        collectors["c1"] = collectors["c1"] with { PatrolGrids = ["P2"] };
        await using var next = await EngineRun.StartAsync(
            _directory, city: TaskCity.Configuration with { Collectors = collectors }, clock: _clock);
        await VerifyingAsync(next, square: 1, source: "m-2");

        var left = await next.GridAsync("P1", g => g.Tasks.Count == 2);
        Assert.Empty(left.OnShift);
        Assert.All(left.Tasks, t => Assert.Null(t.Collector));
        Assert.Equal(TaskEnd.HandedOn, (await next.Handsets.ToldAsync<TaskGone>("c1")).End);
        await HandsetAsync(next, "c1", d => d.Tasks.Count == 0);
        await next.Devices.SendAsync(new ChangeShift("c1", EngineRun.By("off", 60), false), default);
        await next.Devices.SendAsync(new ChangeShift("c1", EngineRun.By("on", 120), true), default);
        await next.GridAsync("P2", g => g.OnShift.Contains("c1"));
    }

    [Fact]
    public async Task Feeds_that_run_again_from_the_beginning_send_nobody_out_again()
    {
        CaseId id;
        await using (var run = await StartAsync())
        {
            await OnShiftAsync(run, "c1", metres: 0);
            id = await VerifyingAsync(run);
            var told = await run.Handsets.ToldAsync<GoAndLook>("c1");
            await run.Cases.SendAsync(Answer("c1", told, TaskOutcome.Confirmed), default);
            await HandsetAsync(run, "c1", d => d.Tasks.Count == 0);
            await run.ResetFeedsAsync("grids", "tasks", "cases");
        }

        await using var next = await StartAsync();

        // What is new comes after all that is old.
        await VerifyingAsync(next, square: 1, source: "m-2");
        var only = await next.Handsets.ToldAsync<GoAndLook>("c1");
        Assert.Equal([only], next.Handsets.Sent.Select(s => s.Command));
        Assert.NotEqual(id, only.InHand.Case);
        Assert.Equal(4, (await CaseAsync(next, id)).Sequence);
    }

    [Fact]
    public async Task A_report_like_an_open_case_nearby_is_flagged_with_it()
    {
        await using var run = await StartAsync();
        var first = (await run.ReportAsync(0, "m-1")).Id;
        var elsewhere = (await run.ReportAsync(1, "m-2")).Id;
        await run.GridAsync("P1", g => g.OpenCases.Count == 2);

        var second = (await run.ReportAsync(0, "m-3")).Id;

        var flagged = await Eventually.Is(() => CaseAsync(run, second), c => c.File.Similar.Count > 0);
        Assert.Equal([first.Value], flagged.File.Similar);
        Assert.Empty((await CaseAsync(run, elsewhere)).File.Similar);
        Assert.Equal(Stage.Reported, flagged.Stage);

        await run.Cases.SendAsync(new MergeCase(second, EngineRun.By("merge"), first, null), default);
        await Eventually.Is(() => CaseAsync(run, first), c => c.File.Counts.Duplicates == 1);
        await run.GridAsync("P1", g => g.OpenCases.Count == 2);
    }

    [Fact]
    public async Task A_category_that_is_set_right_at_filing_is_the_grids_too()
    {
        var category = TaskCity.Configuration.Categories.Values.Single();
        var city = TaskCity.Configuration with
        {
            Categories = new[] { category, category with { Code = "0137" } }.ToDictionary(c => (c.Kind, c.Code)),
        };
        await using var run = await EngineRun.StartAsync(_directory, city: city, clock: _clock);
        var id = (await run.ReportAsync(0, "m-1")).Id;

        await run.Cases.SendAsync(new FileCase(id, EngineRun.By("file"), null, "0137", null), default);

        await run.GridAsync("P1", g => g.OpenCases.GetValueOrDefault(id.Value)?.Category == "0137");
    }

    private Task<EngineRun> StartAsync() => EngineRun.StartAsync(_directory, city: TaskCity.Configuration, clock: _clock);

    private static async Task OnShiftAsync(EngineRun run, string collector, double metres, int square = 0)
    {
        run.Tell(new Device(DeviceKind.Collector, collector), 0, TinyCity.Middle(square, metres));
        var beat = square == 2 ? "P2" : "P1";
        await run.GridAsync(beat, g => g.Present.Any(p => p.Device.Id == collector));
        await run.Devices.SendAsync(new ChangeShift(collector, EngineRun.By($"{collector}-on"), true), default);
        await run.GridAsync(beat, g => g.OnShift.Contains(collector));
    }

    private static async Task<CaseId> VerifyingAsync(EngineRun run, int square = 0, string source = "m-1")
    {
        var id = (await run.ReportAsync(square, $"{source}-{square}")).Id;
        await run.Cases.SendAsync(new VerifyCase(id, EngineRun.By("verify"), null), default);
        return id;
    }

    private static async Task<(string Task, TaskEnd End)> GoneAsync(EngineRun run, string collector)
    {
        var gone = await run.Handsets.ToldAsync<TaskGone>(collector);
        return (gone.Task, gone.End);
    }

    private static async Task<CaseView> CaseAsync(EngineRun run, CaseId id) =>
        EngineRun.Done(await run.Cases.GetAsync(id, EngineRun.Everyone, default));

    private static Task<Engine.Devices.DeviceView> HandsetAsync(
        EngineRun run, string collector, Func<Engine.Devices.DeviceView, bool> wanted) =>
        run.DeviceAsync(new Device(DeviceKind.Collector, collector), wanted);

    private static AnswerTask Answer(string collector, GoAndLook told, TaskOutcome outcome)
    {
        var origin = new Origin(new Actor(collector, Roles.Collector), Channel.Collector, $"r-{told.Id}", EngineRun.Start);
        return new AnswerTask(told.InHand.Case, origin, told.Task, outcome, null, [], TinyCity.Middle(0));
    }

    private static string Refusal(Answer<CaseView> answer) => Assert.IsType<Answer<CaseView>.Refused>(answer).Reason.Code;
}
