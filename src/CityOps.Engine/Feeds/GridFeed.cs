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
            CaseReported { Report: var r } e => [Opened(new GridEntry(r.Beat, r.UnitGrid, r.Kind, r.Category, r.Place), e)],
            CaseReopened e => [Opened(e.Entry, e)],
            CaseCorrected e when e.OldBeat != e.Entry.Beat => [.. Closed(e.OldBeat, e), Opened(e.Entry, e)],
            CaseCorrected e => [Opened(e.Entry, e)],
            CaseClosed e => Closed(e.Beat, e),
            CaseSelfHandled e => Closed(e.Beat, e),
            CaseRefused e => Closed(e.Beat, e),
            CaseCancelled e => Closed(e.Beat, e),
            CaseMerged e => Closed(e.Beat, e),
            ShiftStarted e => BeatOf(e.Collector).Select(g => new NoteShift(g, Origin(e.Stamp), e.Collector, true)),
            ShiftEnded e => BeatOf(e.Collector).Select(g => new NoteShift(g, Origin(e.Stamp), e.Collector, false)),
            _ => [],
        };

        NoteCaseOpened Opened(GridEntry entry, CaseEvent e) => new(
            entry.Beat, Origin(e.Stamp), e.Case.Value, new OpenCase(entry.UnitGrid, entry.Kind, entry.Category, entry.Place));

        GridCommand[] Closed(string beat, CaseEvent e) => [new NoteCaseClosed(beat, Origin(e.Stamp), e.Case.Value)];

        Origin Origin(Stamp cause) => new(Self, Channel.System, id, cause.At);
    }

    private IEnumerable<string> BeatOf(string collector) =>
        city.Collectors.TryGetValue(collector, out var entry)
            ? entry.PatrolGrids.Where(city.PatrolGrids.ContainsKey)
            : [];
}
