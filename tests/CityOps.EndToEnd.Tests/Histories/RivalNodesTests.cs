using CityOps.Domain.Cases;
using CityOps.EndToEnd.Tests.Cluster;
using CityOps.EndToEnd.Tests.Security;
using CityOps.Testing.Histories;
using Xunit.Abstractions;

namespace CityOps.EndToEnd.Tests.Histories;

/// <summary>
/// As <see cref="RivalKillTests"/>, on three nodes with PostgreSQL: each question goes to another node than the one before, and each of two
/// nodes is killed among them.
/// </summary>
[Collection(WholeMachine.Name)]
public sealed class RivalNodesTests(ITestOutputHelper output) : NodesTests(output)
{
    private const int Clients = 6;
    private const int Answers = 40;

    [SkippableFact]
    public async Task Every_answer_is_explained_by_the_journal_though_two_of_three_nodes_are_killed()
    {
        using var authority = new TestAuthority("nodes");
        var city = City = await CityNodes.StartAsync(3, authority);
        var rivals = new RivalClients(new HttpDoor(city.Nodes), RivalCity.Plan, TimeProvider.System);
        for (var round = 1; round <= 2; round++)
        {
            var begun = rivals.Answered;
            var acting = rivals.RunAsync(round, Clients, Answers);
            await Wait.UntilAsync(
                () => Task.FromResult(rivals.Answered >= begun + (Clients * Answers / 3) || acting.IsCompleted),
                () => $"Stuck at {rivals.Answered}.");
            city.Nodes[round].Kill();
            await city.Nodes[round].StartAsync();
            await acting.WaitAsync(Wait.Deadline);
            await rivals.ReadAsync(round);
        }

        var journal = await city.EventsOfCasesAsync();
        var lost = rivals.Operations.Count(o => o.Reply is Reply.Lost);
        Output.WriteLine($"{rivals.Operations.Count} operations, {lost} without an answer, {journal.Values.Sum(e => e.Count)} events.");
        Assert.InRange(lost, 1, int.MaxValue);
        await city.JournalIsWholeAsync();
        Assert.Empty(HistoryCheck.Objections(new CaseDecider(RivalCity.Configuration), rivals.Operations, journal));
    }
}
