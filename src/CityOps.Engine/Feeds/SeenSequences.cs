using CityOps.Engine.Ports;

namespace CityOps.Engine.Feeds;

/// <summary>
/// Up to which of its events the feed has seen each entity. What was committed lately is known without asking the store: a
/// busy entity comes again and again, and a slice of a feed has one runner. Not thread-safe.
/// </summary>
internal sealed class SeenSequences(string feed, IFeedStore store)
{
    private const int Most = 20_000;

    private readonly Dictionary<string, long> _known = [];

    /// <summary>The sequence numbers of these entities, for the caller to change; missing where the feed saw none.</summary>
    public async Task<Dictionary<string, long>> OfAsync(IEnumerable<string> persistenceIds, CancellationToken cancel)
    {
        var (seen, unknown) = (new Dictionary<string, long>(), new List<string>());
        foreach (var id in persistenceIds.Distinct())
        {
            if (_known.TryGetValue(id, out var sequence))
            {
                seen[id] = sequence;
            }
            else
            {
                unknown.Add(id);
            }
        }

        if (unknown.Count > 0)
        {
            foreach (var (id, sequence) in await store.SequencesAsync(feed, unknown, cancel))
            {
                seen[id] = sequence;
            }
        }

        return seen;
    }

    /// <summary>The store has these events now.</summary>
    public void Committed(IReadOnlyList<JournalledEvent> events)
    {
        if (_known.Count > Most)
        {
            _known.Clear();
        }

        foreach (var e in events)
        {
            _known[e.PersistenceId] = e.Sequence;
        }
    }
}
