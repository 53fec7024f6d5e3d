using CityOps.Engine.Ports;

namespace CityOps.Storage.Journal;

/// <summary>
/// The events that were read last, for the next feed: all feeds read the same, one shortly after the other, and to decode an
/// event costs more than all else that is done with it. Not thread-safe.
/// </summary>
internal sealed class JournalTail
{
    private const int Size = 2_048;

    // Each at its ordering's remainder: a later one takes the place of the one that is Size before it.
    private readonly JournalledEvent?[] _events = new JournalledEvent?[Size];

    /// <summary>What is known of the events that follow the number without a gap.</summary>
    public List<JournalledEvent> After(long ordering, int limit)
    {
        var known = new List<JournalledEvent>();
        while (known.Count < limit && At(ordering + 1 + known.Count) is { } e)
        {
            known.Add(e);
        }

        return known;
    }

    public void Add(IReadOnlyList<JournalledEvent> events)
    {
        foreach (var e in events)
        {
            _events[e.Ordering % Size] = e;
        }
    }

    private JournalledEvent? At(long ordering) =>
        _events[ordering % Size] is { } e && e.Ordering == ordering ? e : null;
}
