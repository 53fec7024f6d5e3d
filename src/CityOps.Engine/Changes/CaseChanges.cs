using CityOps.Domain.Cases;
using CityOps.Engine.Ports;

namespace CityOps.Engine.Changes;

/// <summary>
/// Makes changes of the events of cases. A case that was seen lately is remembered; what was before is read from the journal. Not
/// thread-safe: whoever reads the journal has their own.
/// </summary>
internal sealed class CaseChanges(IJournalReader journal)
{
    private const int MostRemembered = 20_000;

    private readonly Dictionary<string, (long Sequence, CaseOutline Outline)> _known = [];

    /// <summary>The events, each with the change in the place of what the journal has.</summary>
    /// <param name="events">Events of cases, in order for each.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<IReadOnlyList<JournalledEvent>> OfAsync(IReadOnlyList<JournalledEvent> events, CancellationToken cancel)
    {
        if (_known.Count > MostRemembered)
        {
            _known.Clear();
        }

        var changes = new List<JournalledEvent>(events.Count);
        foreach (var journalled in events)
        {
            if (journalled.Event is CaseEvent @event)
            {
                changes.Add(journalled with { Event = await OfAsync(journalled, @event, cancel) });
            }
        }

        return changes;
    }

    private async Task<CaseChange> OfAsync(JournalledEvent journalled, CaseEvent @event, CancellationToken cancel)
    {
        var (id, sequence) = (journalled.PersistenceId, journalled.Sequence);
        var before = sequence == 1 ? null
            : _known.TryGetValue(id, out var known) && known.Sequence == sequence - 1 ? known.Outline
            : (await journal.OfEntityAsync(id, 1, sequence - 1, cancel)).Select(e => e.Event).OfType<CaseEvent>()
                .Aggregate<CaseEvent, CaseOutline?>(null, CaseOutline.After);
        var after = CaseOutline.After(before, @event);
        _known[id] = (sequence, after);
        return new CaseChange(@event.Case, sequence, CaseEventName.Of(@event), @event.Stamp.At, before, after);
    }
}
