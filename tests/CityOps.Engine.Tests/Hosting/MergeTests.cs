using Akka.Actor;
using Akka.Hosting;
using CityOps.Domain.Cases;
using CityOps.Engine.Cases;

namespace CityOps.Engine.Tests.Hosting;

/// <summary>Two cases of one problem, through the whole engine.</summary>
public sealed class MergeTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cityops-merges-").FullName;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_merge_that_comes_again_is_answered_as_the_first_time_though_the_other_case_is_cancelled()
    {
        await using var run = await EngineRun.StartAsync(_directory);
        var (first, second) = ((await run.ReportAsync(0, "m-1")).Id, (await run.ReportAsync(1, "m-2")).Id);
        var merge = new MergeCase(second, EngineRun.By("merge"), first, null);
        EngineRun.Done(await run.Cases.SendAsync(merge, default));
        await Eventually.Is(() => CaseAsync(run, first), c => c.File.Counts.Duplicates == 1);
        EngineRun.Done(await run.Cases.SendAsync(new CancelCase(first, EngineRun.By("cancel"), "why"), default));

        Assert.True(Assert.IsType<Answer<CaseView>.Done>(await run.Cases.SendAsync(merge, default)).Repeated);
        var third = (await run.ReportAsync(2, "m-3")).Id;
        var refused = await run.Cases.SendAsync(merge with { Case = third }, default);
        Assert.Equal("case.noOpenCase", Assert.IsType<Answer<CaseView>.Refused>(refused).Reason.Code);
    }

    [Fact]
    public async Task Two_cases_merged_into_each_other_at_the_same_time_go_on_in_one()
    {
        await using var run = await EngineRun.StartAsync(_directory);
        CaseId[] both = [(await run.ReportAsync(0, "m-1")).Id, (await run.ReportAsync(1, "m-2")).Id];
        await run.GridAsync("P1", g => g.OpenCases.Count == 2);

        // Both have looked before either is merged.
        await MergeAsync(run, both[0], both[1]);
        await MergeAsync(run, both[1], both[0]);

        var (first, second) = (both.MinBy(id => id.Value), both.MaxBy(id => id.Value));
        await Eventually.Is(() => CaseAsync(run, first), c => c is { Stage: Stage.Reported, File.Counts.Duplicates: 1 });
        Assert.Equal(Stage.Merged, (await CaseAsync(run, second)).Stage);

        // In between the grid may have had the other one alone.
        await run.CommittedAsync("grids");
        Assert.Equal([first.Value], (await run.GridAsync("P1", _ => true)).OpenCases.Select(c => c.Key));
    }

    [Fact]
    public async Task A_case_that_is_merged_after_it_has_counted_the_other_goes_on_in_that_one()
    {
        await using var run = await EngineRun.StartAsync(_directory);
        CaseId[] both = [(await run.ReportAsync(0, "m-1")).Id, (await run.ReportAsync(1, "m-2")).Id];
        var (first, second) = (both.MinBy(id => id.Value), both.MaxBy(id => id.Value));

        await MergeAsync(run, first, second);
        await Eventually.Is(() => CaseAsync(run, second), c => c.File.Counts.Duplicates == 1);
        await MergeAsync(run, second, first);

        await Eventually.Is(() => CaseAsync(run, first), c => c is { Stage: Stage.Reported, File.Counts.Duplicates: 1 });
        Assert.Equal(Stage.Merged, (await CaseAsync(run, second)).Stage);
    }

    /// <summary>A merge that has looked at the other case while that was open, however long ago.</summary>
    private static async Task MergeAsync(EngineRun run, CaseId id, CaseId into)
    {
        var merge = new MergeCase(id, EngineRun.By("merge"), into, null) { TargetIsOpen = true };
        var answer = await run.Actors.Get<CaseActor>().Ask<Answer<CaseView>>(merge, TimeSpan.FromMinutes(1));
        Assert.Equal(Stage.Merged, EngineRun.Done(answer).Stage);
    }

    private static async Task<CaseView> CaseAsync(EngineRun run, CaseId id) =>
        EngineRun.Done(await run.Cases.GetAsync(id, EngineRun.Everyone, default));
}
