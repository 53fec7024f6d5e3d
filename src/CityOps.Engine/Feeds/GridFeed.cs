using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.Domain.Collectors;
using CityOps.Domain.Grids;
using CityOps.Engine.Cases;
using CityOps.Engine.Grids;
using CityOps.Engine.Ports;

namespace CityOps.Engine.Feeds;

/// <summary>Tells grids which cases are open in them, what is to be verified or inspected there, and who is on shift.</summary>
internal sealed class GridFeed(Func<IGridGateway> grids, Func<ICaseGateway> cases, CityConfiguration city) : IFeed
{
    private static readonly Actor Self = new("feed-grids", Roles.System);

    public string Name => "grids";

    public int Slices => 1;

    public IReadOnlyList<string> Kinds => ["case", "collector"];

    public Task ReactAsync(IReadOnlyList<JournalledEvent> events, CancellationToken cancel) =>
        Task.WhenAll(events.SelectMany(NewsOf).GroupBy(n => n.Grid).Select(own => TellAsync(own, cancel)));

    private async Task TellAsync(IEnumerable<GridCommand> news, CancellationToken cancel)
    {
        foreach (var command in news)
        {
            if (command is OfferTask { Offer: var offer } && !await IsWantedAsync(offer, cancel))
            {
                continue;
            }

            (await grids().SendAsync(command, cancel)).MustBeTaken($"Grid {command.Grid}");
        }
    }

    /// <summary>
    /// An offer that comes again, or comes late, may be of a task that is over; giving it would send someone out for nothing.
    /// What becomes of the task after this look is in an event that follows.
    /// </summary>
    private async Task<bool> IsWantedAsync(TaskOffer offer, CancellationToken cancel) =>
        CaseTask.TryCaseOf(offer.Id, out var id) && await cases().GetAsync(id, Self, cancel) switch
        {
            Answer<CaseView>.Done { View: var view } => view.File.PendingTask?.Id == offer.Id,
            Answer<CaseView>.Refused { Reason.Kind: RejectionKind.NotFound } => false,
            var other => throw new InvalidOperationException($"Case {id} cannot be asked about its task: {other}."),
        };

    private IEnumerable<GridCommand> NewsOf(JournalledEvent journalled)
    {
        var id = $"{journalled.PersistenceId}:{journalled.Sequence}";
        return [.. Withdrawn(), .. News()];

        GridCommand[] Withdrawn() => journalled.Event is CaseEvent { Void: { } gone } e
            ? [new WithdrawTask(gone.Beat, Origin(e.Stamp), gone.Task)]
            : [];

        IEnumerable<GridCommand> News() => journalled.Event switch
        {
            CaseReported { Report: var r } e =>
                [Opened(new GridEntry(r.Beat, r.UnitGrid, r.Kind, r.Category, r.Place, e.Stamp.At), e)],
            CaseFiled { Entry: { } entry } e => [Opened(entry, e)],
            CaseReopened e => [Opened(e.Entry, e)],
            MergeUndone e => [Opened(e.Entry, e)],
            CaseCorrected e when e.OldBeat != e.Entry.Beat => [.. Closed(e.OldBeat, e), Opened(e.Entry, e), .. Offered(e.Task, e)],
            CaseCorrected e => [Opened(e.Entry, e), .. Offered(e.Task, e)],
            VerificationAsked e => Offered(e.Task, e),
            InspectionBegun e => Offered(e.Task, e),
            TaskAnswered e => [new NoteTaskAnswered(e.Beat, Origin(e.Stamp), e.Task)],
            CaseClosed e => Closed(e.Beat, e),
            CaseSelfHandled e => Closed(e.Beat, e),
            CaseRefused e => Closed(e.Beat, e),
            CaseCancelled e => Closed(e.Beat, e),
            CaseMerged e => Closed(e.Beat, e),
            ShiftStarted e => BeatOf(e.Collector).Select(g => new NoteShift(g, Origin(e.Stamp), e.Collector, true, journalled.Sequence)),
            ShiftEnded e => BeatOf(e.Collector).Select(g => new NoteShift(g, Origin(e.Stamp), e.Collector, false, journalled.Sequence)),
            _ => [],
        };

        NoteCaseOpened Opened(GridEntry entry, CaseEvent e) => new(
            entry.Beat, Origin(e.Stamp), e.Case.Value,
            new OpenCase(entry.UnitGrid, entry.Kind, entry.Category, entry.Place, entry.ReportedAt));

        GridCommand[] Offered(TaskOffer? offer, CaseEvent e) =>
            offer is null ? [] : [new OfferTask(offer.Beat, Origin(e.Stamp), offer)];

        GridCommand[] Closed(string beat, CaseEvent e) => [new NoteCaseClosed(beat, Origin(e.Stamp), e.Case.Value)];

        Origin Origin(Stamp cause) => new(Self, Channel.System, id, cause.At);
    }

    private IEnumerable<string> BeatOf(string collector) =>
        city.Collectors.TryGetValue(collector, out var entry)
            ? entry.PatrolGrids.Where(city.PatrolGrids.ContainsKey)
            : [];
}
