using CityOps.Domain.Cases;
using CityOps.EndToEnd.Tests.Deadlines;
using CityOps.Testing.Histories;
using Xunit.Abstractions;

namespace CityOps.EndToEnd.Tests.Histories;

/// <summary>
/// Clients that act on the same cases at once while the engine is killed among them: whatever they were answered, every case looks to
/// all of them as if it had done one thing after the other.
/// </summary>
public sealed class RivalKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 3;
    private const int Clients = 8;
    private const int Answers = 60;
    private const int Seed = 1_998;
    private readonly EngineProcess _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Every_answer_is_explained_by_the_journal_though_the_engine_is_killed_three_times()
    {
        var random = new Random(Seed);
        var rivals = new RivalClients(new HttpDoor(_engine), RivalCity.Plan, TimeProvider.System);
        await _engine.StartAsync();
        for (var round = 1; round <= Kills; round++)
        {
            var begun = rivals.Answered;
            var acting = rivals.RunAsync(round, Clients, Answers);
            var moment = begun + random.Next(Clients * Answers / 4, Clients * Answers / 2);
            await Wait.UntilAsync(
                () => Task.FromResult(rivals.Answered >= moment || acting.IsCompleted), () => $"Stuck at {rivals.Answered}.\n{_engine.Log}");
            _engine.Kill();
            await _engine.StartAsync();
            await acting.WaitAsync(Wait.Deadline);
            await rivals.ReadAsync(round);
        }

        _engine.Kill();
        var journal = CaseJournal.Read(_engine.Home).ToDictionary(
            c => c.Key, IReadOnlyList<CaseEvent> (c) => [.. c.Value.Select(e => e.Event)]);
        var lost = rivals.Operations.Count(o => o.Reply is Reply.Lost);
        output.WriteLine($"{rivals.Operations.Count} operations, {lost} without an answer, {journal.Values.Sum(e => e.Count)} events.");
        Assert.InRange(lost, Kills, int.MaxValue);
        Assert.Empty(HistoryCheck.Objections(new CaseDecider(RivalCity.Configuration), rivals.Operations, journal));
    }
}
