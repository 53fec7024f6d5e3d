using CityOps.Domain.Cases;
using CityOps.Storage;
using CityOps.Storage.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Engine.Tests.Hosting;

/// <summary>The store carries a write out and says that it failed: the connection broke between the commit and its answer.</summary>
public sealed class LostAnswerTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cityops-lost-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_command_whose_commit_was_not_answered_is_answered_as_done_and_stands_once(int lost)
    {
        await using var run = await EngineRun.StartAsync(_directory, further: Forgetful);
        var id = (await run.ReportAsync(0, "m-1")).Id;
        var database = run.Service<ForgetfulDatabase>();
        database.Losing = lost;

        // The first is written and not answered: the case begins anew with what the journal has, and the gateway sends it again.
        var filed = Assert.IsType<Answer<CaseView>.Done>(
            await run.Cases.SendAsync(new FileCase(id, EngineRun.By("file"), null, null, null), default));
        Assert.Equal((true, Stage.Filed, 2L), (filed.Repeated, filed.View.Stage, filed.View.Sequence));
        var dispatched = Assert.IsType<Answer<CaseView>.Done>(
            await run.Cases.SendAsync(new DispatchCase(id, EngineRun.By("dispatch"), "roads"), default));

        Assert.Equal((lost, lost == 2, 3L), (database.Lost, dispatched.Repeated, dispatched.View.Sequence));
        Assert.Equal([typeof(CaseReported), typeof(CaseFiled), typeof(CaseDispatched)], (await run.EventsAsync(id)).Select(e => e.GetType()));
        Assert.Equal(3, EngineRun.Done(await run.Cases.GetAsync(id, EngineRun.Everyone, default)).Sequence);
    }

    [Fact]
    public async Task Reports_that_waited_for_the_same_commit_are_all_answered_and_stand_once()
    {
        await using var run = await EngineRun.StartAsync(_directory, further: Forgetful);
        run.Service<ForgetfulDatabase>().Losing = 1;

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => run.ReportAsync(i % 4, $"m-{i}")));

        Assert.Equal(40, answers.Select(a => a.Id).Distinct().Count());
        foreach (var answer in answers)
        {
            Assert.IsType<CaseReported>((await run.EventsAsync(answer.Id))[0]);
            Assert.Single(await run.EventsAsync(answer.Id), e => e is CaseReported);
        }
    }

    private static void Forgetful(IServiceCollection services) => services
        .AddSingleton(sp => new ForgetfulDatabase(JournalDatabase.Of(sp.GetRequiredService<CityDatabases>())))
        .AddSingleton<JournalDatabase>(sp => sp.GetRequiredService<ForgetfulDatabase>());
}
