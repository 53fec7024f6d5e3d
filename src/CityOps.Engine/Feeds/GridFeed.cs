using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.Domain.Collectors;
using CityOps.Domain.Grids;
using CityOps.Engine.Grids;
using CityOps.Engine.Ports;

namespace CityOps.Engine.Feeds;

/// <summary>Tells grids which cases are open in them and who is on shift.</summary>
internal sealed class GridFeed(Func<IGridGateway> grids, CityConfiguration city) : IFeed
{
    private static readonly Actor Self = new("feed-grids", Roles.System);

    public string Name => "grids";

    public int Slices => 1;

    public Task ReactAsync(IReadOnlyList<JournalledEvent> events, CancellationToken cancel) =>
        Task.WhenAll(events.SelectMany(NewsOf).GroupBy(n => n.Grid).Select(own => TellAsync(own, cancel)));

    private async Task TellAsync(IEnumerable<GridCommand> news, CancellationToken cancel)
    {
        foreach (var command in news)
        {
            // Not found: the city has no such grid any more. It has journalled the news all the same, and nobody waits for it.
            if (await grids().SendAsync(command, cancel)
                is Answer<GridView>.Refused { Reason: { Kind: not RejectionKind.NotFound } reason })
            {
                throw new InvalidOperationException($"Grid {command.Grid} did not take news: {reason.Code}.");
            }
        }
    }

    private IEnumerable<GridCommand> NewsOf(JournalledEvent journalled)
    {
        var id = $"{journalled.PersistenceId}:{journalled.Sequence}";
        return journalled.Event switch
        {
            CaseReported e =>
            [
                new NoteCaseOpened(e.Report.Beat, Origin(e.Stamp), e.Case.Value,
                    new OpenCase(e.Report.UnitGrid, e.Report.Kind, e.Report.Category, e.Report.Place)),
            ],
            CaseClosed e => [new NoteCaseClosed(e.Beat, Origin(e.Stamp), e.Case.Value)],
            ShiftStarted e => BeatOf(e.Collector).Select(g => new NoteShift(g, Origin(e.Stamp), e.Collector, true)),
            ShiftEnded e => BeatOf(e.Collector).Select(g => new NoteShift(g, Origin(e.Stamp), e.Collector, false)),
            _ => [],
        };

        Origin Origin(Stamp cause) => new(Self, Channel.System, id, cause.At);
    }

    private IEnumerable<string> BeatOf(string collector) =>
        city.Collectors.TryGetValue(collector, out var entry)
            ? entry.PatrolGrids.Where(city.PatrolGrids.ContainsKey)
            : [];
}
