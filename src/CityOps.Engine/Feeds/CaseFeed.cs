using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Grids;
using CityOps.Engine.Cases;
using CityOps.Engine.Ports;

namespace CityOps.Engine.Feeds;

/// <summary>Tells cases what happened elsewhere that concerns them.</summary>
internal sealed class CaseFeed(Func<ICaseGateway> cases) : IFeed
{
    private static readonly Actor Self = new("feed-cases", Roles.System);

    public string Name => "cases";

    public int Slices => 1;

    public IReadOnlyList<string> Kinds => ["case", "grid"];

    public Task ReactAsync(IReadOnlyList<JournalledEvent> events, CancellationToken cancel) =>
        Task.WhenAll(events.SelectMany(NewsOf).GroupBy(n => n.Case).Select(own => TellAsync(own, cancel)));

    private async Task TellAsync(IEnumerable<CaseCommand> news, CancellationToken cancel)
    {
        foreach (var command in news)
        {
            (await cases().SendAsync(command, cancel)).MustBeTaken($"Case {command.Case}");
        }
    }

    private static IEnumerable<CaseCommand> NewsOf(JournalledEvent journalled)
    {
        var id = $"{journalled.PersistenceId}:{journalled.Sequence}";
        return journalled.Event switch
        {
            CaseMerged e => [new NoteDuplicate(e.Into, Origin(e.Stamp), e.Case)],
            DuplicateDeclined e => [new NoteMergeDeclined(e.Duplicate, Origin(e.Stamp), e.Case)],
            CaseOpenedInGrid { Similar: { } similar } e => [new NoteSimilar(CaseId.Parse(e.Case), Origin(e.Stamp), similar)],
            _ => [],
        };

        Origin Origin(Stamp cause) => new(Self, Channel.System, id, cause.At);
    }
}
