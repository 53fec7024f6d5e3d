using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Engine.Cases;
using CityOps.Engine.Tests.Hosting;
using CityOps.Storage;
using CityOps.Storage.Journal;
using CityOps.Testing.Histories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CityOps.Engine.Tests.Histories;

/// <summary>Clients that act on the same cases at once, before and after the engine ends: what they were answered, against the journal.</summary>
public sealed class RivalTests : IDisposable
{
    private const int Clients = 6;
    private readonly string _directory = Directory.CreateTempSubdirectory("cityops-rivals-").FullName;
    private readonly FakeTimeProvider _clock = new(EngineRun.Start.ToDateTimeOffset());

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Every_answer_is_explained_by_the_journal() => Assert.Empty(await ObjectionsAsync(_ => { }));

    /// <summary>The check is worth something: it finds the fault that it is there for.</summary>
    [Fact]
    public async Task A_journal_that_confirms_before_it_commits_is_found_out()
    {
        var objections = await ObjectionsAsync(services => services.AddSingleton<JournalDatabase>(
            sp => new HastyDatabase(JournalDatabase.Of(sp.GetRequiredService<CityDatabases>()))));

        Assert.NotEmpty(objections);
    }

    private async Task<IReadOnlyList<string>> ObjectionsAsync(Action<IServiceCollection> plant)
    {
        var door = new Door();
        var rivals = new RivalClients(door, Plan(), TimeProvider.System);
        await using (door.Run = await EngineRun.StartAsync(_directory, clock: _clock, further: plant))
        {
            await rivals.RunAsync(round: 1, Clients, answers: 60);
        }

        await using var run = await EngineRun.StartAsync(_directory, clock: _clock);
        door.Run = run;
        await rivals.ReadAsync(round: 1);
        await rivals.RunAsync(round: 1, Clients, answers: 20);
        var journal = new Dictionary<CaseId, IReadOnlyList<CaseEvent>>();
        foreach (var id in rivals.Operations.Select(o => o.Case).Distinct())
        {
            journal[id] = await run.EventsAsync(id);
        }

        return HistoryCheck.Objections(new CaseDecider(TinyCity.Configuration), rivals.Operations, journal);
    }

    private RivalPlan Plan() => new(
        EngineRun.Everyone, new Actor("chief", Roles.ShiftLead | Roles.Dispatcher | Roles.Leader), "roads", "1",
        DateTimeZoneProviders.Tzdb[TinyCity.Configuration.Zone], EngineRun.ReportAt, () => EngineRun.Start);

    private sealed class Door : ICaseDoor
    {
        public EngineRun? Run { get; set; }

        public async Task<Reply> AskAsync(CaseId id, CaseCommand? command)
        {
            var cases = Run?.Cases ?? throw new InvalidOperationException("Not started.");
            var answer = command switch
            {
                null => await cases.GetAsync(id, EngineRun.Everyone, default),
                ReportCase report => await cases.ReportAsync(report.Report, report.Origin, default),
                _ => await cases.SendAsync(command, default),
            };
            return answer switch
            {
                Answer<CaseView>.Done done => new Reply.Done(done.View.Sequence, done.View.Stage, command is null ? null : done.Repeated),
                Answer<CaseView>.Refused { Reason.Kind: RejectionKind.Unavailable } => new Reply.Lost(),
                Answer<CaseView>.Refused refused => new Reply.Refused(refused.Reason.Code),
                _ => throw new InvalidOperationException($"{answer}"),
            };
        }
    }
}
