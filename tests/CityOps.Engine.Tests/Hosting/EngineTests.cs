using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Collectors;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Engine.Tests.Hosting;

public sealed class EngineTests : IAsyncLifetime
{
    private static readonly Device Walker = new(DeviceKind.Collector, "c1");
    private static readonly Device Truck = new(DeviceKind.Vehicle, "v1");
    private readonly string _directory = Directory.CreateTempSubdirectory("cityops-engine-").FullName;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_case_goes_from_report_to_close_in_its_grid_and_in_the_list()
    {
        await using var run = await EngineRun.StartAsync(_directory);

        var reported = await run.ReportAsync(1, "m-1");
        Assert.Equal((Stage.Reported, 1L), (reported.Stage, reported.Sequence));
        var grid = await run.GridAsync("P1", g => g.OpenCases.Count == 1);
        Assert.Equal("360102001001002", grid.OpenCases[reported.Id.Value].UnitGrid);

        var again = Assert.IsType<Answer<CaseView>.Done>(
            await run.Cases.ReportAsync(EngineRun.ReportAt(1, "m-1"), EngineRun.By("another"), default));
        Assert.True(again.Repeated);
        Assert.Equal((reported.Id, 1L), (again.View.Id, again.View.Sequence));

        var closed = await run.FinishAsync(reported.Id);
        Assert.Equal((Stage.Closed, 7L), (closed.Stage, closed.Sequence));
        await run.GridAsync("P1", g => g.OpenCases.Count == 0);
        var listed = await Eventually.Is(
            () => run.Lists.CasesAsync(new CaseQuery { Stage = Stage.Closed }, default), p => p.Items.Count == 1);
        Assert.Equal(reported.Id.Value, listed.Items[0].Id);
    }

    [Fact]
    public async Task Commands_are_refused_with_their_reason_and_repeated_without_effect()
    {
        await using var run = await EngineRun.StartAsync(_directory);
        var id = (await run.ReportAsync(0, "m-1")).Id;

        var early = await run.Cases.SendAsync(new CloseCase(id, EngineRun.By("x"), null), default);
        Assert.Equal("case.notPossible", Assert.IsType<Answer<CaseView>.Refused>(early).Reason.Code);
        var unknown = await run.Cases.GetAsync(CaseId.Parse("C20260301aaaaaaaaaa"), EngineRun.Everyone, default);
        Assert.Equal("case.notFound", Assert.IsType<Answer<CaseView>.Refused>(unknown).Reason.Code);

        var file = new FileCase(id, EngineRun.By("file"), null, null, null);
        Assert.False(Assert.IsType<Answer<CaseView>.Done>(await run.Cases.SendAsync(file, default)).Repeated);
        var repeated = Assert.IsType<Answer<CaseView>.Done>(await run.Cases.SendAsync(file, default));
        Assert.True(repeated.Repeated);
        Assert.Equal(2, repeated.View.Sequence);
    }

    [Fact]
    public async Task Hundred_callers_at_once_report_one_case_once()
    {
        await using var run = await EngineRun.StartAsync(_directory);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i =>
            run.Cases.ReportAsync(EngineRun.ReportAt(0, "m-1"), EngineRun.By($"k-{i}"), default)));

        Assert.Equal(1, answers.Count(a => a is Answer<CaseView>.Done { Repeated: false }));
        Assert.All(answers, a => Assert.Equal(1, EngineRun.Done(a).Sequence));
    }

    [Fact]
    public async Task Everything_is_there_after_a_restart()
    {
        CaseId open, closed;
        await using (var run = await EngineRun.StartAsync(_directory))
        {
            open = (await run.ReportAsync(2, "m-1")).Id;
            closed = (await run.ReportAsync(3, "m-2")).Id;
            await run.FinishAsync(closed);
            await run.Devices.SendAsync(new ChangeShift("c1", EngineRun.By("on"), true), default);
            run.Tell(Walker, 0, TinyCity.Middle(2));
            run.Tell(Truck, 0, TinyCity.Middle(0), alarms: 5);
            await run.DeviceAsync(Walker, d => d.Beat == "P2");
            await run.DeviceAsync(Truck, d => d.Alarms == 5);
            await run.GridAsync("P2", g => g.OpenCases.Count == 1 && g.OnShift.Count == 1 && g.Present.Count == 1);
        }

        await using var next = await EngineRun.StartAsync(_directory);

        var view = EngineRun.Done(await next.Cases.GetAsync(closed, EngineRun.Everyone, default));
        Assert.Equal((Stage.Closed, 7L), (view.Stage, view.Sequence));
        var grid = await next.GridAsync("P2", g => g.OnShift.Count == 1);
        Assert.Equal([open.Value], grid.OpenCases.Keys);
        Assert.Equal((Walker, "360103001001001"), (grid.Present[0].Device, grid.Present[0].UnitGrid));
        Assert.Equal("c1", Assert.Single(grid.UnitGrids).LastVisitBy);
        // The case was opened and closed there; that news may have been on its way when the engine stopped. Its inspection may have been
        // a task there in between, or was over before the news came: then it never was.
        await next.GridAsync(TinyCity.Alone, g => g.Sequence >= 2 && g.OpenCases.Count == 0 && g.Tasks.Count == 0);
        var walker = await next.DeviceAsync(Walker, _ => true);
        Assert.Equal((true, false, "P2", "Li"), (walker.OnShift, walker.Online, walker.Beat, walker.Name));
        Assert.Equal(5u, (await next.DeviceAsync(Truck, _ => true)).Alarms);
    }

    [Fact]
    public async Task A_fix_that_was_logged_but_never_told_is_told_after_a_kill()
    {
        var copy = Directory.CreateTempSubdirectory("cityops-engine-").FullName;
        await using (var run = await EngineRun.StartAsync(_directory))
        {
            await run.AppendAsync(new Fix(Walker, EngineRun.Start, TinyCity.Middle(1)));
            foreach (var file in Directory.GetFiles(_directory, "*.db*"))
            {
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            }
        }

        await using (var next = await EngineRun.StartAsync(copy))
        {
            Assert.Equal("360102001001002", (await next.DeviceAsync(Walker, d => d.Last is not null)).UnitGrid);
        }

        Directory.Delete(copy, recursive: true);
    }

    [Fact]
    public async Task A_shift_reaches_every_grid_of_the_beat()
    {
        await using var run = await EngineRun.StartAsync(_directory);

        var view = EngineRun.Done(await run.Devices.SendAsync(new ChangeShift("c1", EngineRun.By("on"), true), default));
        Assert.True(view.OnShift);
        await run.GridAsync("P1", g => g.OnShift is ["c1"]);
        await run.GridAsync("P2", g => g.OnShift is ["c1"]);

        await run.Devices.SendAsync(new ChangeShift("c1", EngineRun.By("off", 60), false), default);
        await run.GridAsync("P1", g => g.OnShift.Count == 0);
        await run.GridAsync("P2", g => g.OnShift.Count == 0);
    }

    [Fact]
    public async Task An_entity_that_left_memory_comes_back_as_it_was()
    {
        await using var run = await EngineRun.StartAsync(_directory, passivateAfter: TimeSpan.FromMilliseconds(300));
        var id = (await run.ReportAsync(0, "m-1")).Id;
        await run.Cases.SendAsync(new FileCase(id, EngineRun.By("file"), null, null, null), default);
        run.Tell(Walker, 0, TinyCity.Middle(0));
        await run.DeviceAsync(Walker, d => d.UnitGrid is not null);

        await run.EmptyAsync();

        Assert.Equal(Stage.Filed, EngineRun.Done(await run.Cases.GetAsync(id, EngineRun.Everyone, default)).Stage);
        var device = await run.DeviceAsync(Walker, _ => true);
        Assert.Equal(("360102001001001", true), (device.UnitGrid, device.Online));
        Assert.Single((await run.GridAsync("P1", g => g.OpenCases.Count == 1)).Present);
    }

    [Fact]
    public async Task What_is_published_of_a_case_is_what_it_last_answered_and_goes_with_its_actor()
    {
        CaseId id;
        await using (var run = await EngineRun.StartAsync(_directory))
        {
            id = (await run.ReportAsync(0, "m-1")).Id;
            Assert.Equal((Stage.Reported, 1), Published(run));

            await run.Cases.SendAsync(new FileCase(id, EngineRun.By("file"), null, null, null), default);
            Assert.Equal((Stage.Filed, 2), Published(run));
        }

        await using var next = await EngineRun.StartAsync(_directory, passivateAfter: TimeSpan.FromMilliseconds(300));
        await next.Cases.GetAsync(id, EngineRun.Everyone, default);
        await next.EmptyAsync();
        Assert.Null(next.Published.Find(id));

        // Whoever looks too late finds that the actor has gone once more, and asks again.
        await Eventually.Is(
            async () =>
            {
                await next.Cases.GetAsync(id, EngineRun.Everyone, default);
                return Published(next);
            },
            published => published == (Stage.Filed, 2));

        (Stage?, long?) Published(EngineRun engine)
        {
            var published = engine.Published.Find(id);
            return ((published?.State as KnownCase)?.Stage, published?.Sequence);
        }
    }

    [Fact]
    public async Task A_case_in_a_grid_that_the_city_gave_up_does_not_stop_the_feed()
    {
        await using var run = await EngineRun.StartAsync(_directory);
        await run.Cases.ReportAsync(EngineRun.ReportAt(0, "m-1") with { Beat = "gone" }, EngineRun.By("m-1"), default);

        await run.ReportAsync(0, "m-2");

        await run.GridAsync("P1", g => g.OpenCases.Count == 1);
    }
}
