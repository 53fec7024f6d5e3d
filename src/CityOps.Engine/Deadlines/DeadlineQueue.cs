using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Engine.Deadlines;

/// <summary>
/// The near part of a slice in memory: which entity to look at when. It holds everything that the index has up to the horizon;
/// what it says too much (an entity whose due time has moved since) is found out by looking. Not thread-safe.
/// </summary>
/// <param name="capacity">How many entries it is filled with. It may grow to twice as many before it is filled anew.</param>
internal sealed class DeadlineQueue(int capacity)
{
    // Ticks and a reference: 16 bytes beside the text of the id. A search tree or a map of entities would cost as much again.
    private readonly PriorityQueue<string, long> _entries = new(capacity);
    private Deadline? _last;

    public int Count => _entries.Count;

    /// <summary>How many entries one fill may bring.</summary>
    public int Capacity => capacity;

    /// <summary>The last entry that was filled in, where there are more behind it; null if everything is here.</summary>
    public Deadline? Horizon { get; private set; } = Unfilled;

    /// <summary>True if entries behind the horizon may soon be needed.</summary>
    public bool IsLow => Horizon is not null && Count <= capacity / 4;

    /// <summary>True if so much has come in that it is better filled anew.</summary>
    public bool IsOverfull => Count > 2 * capacity;

    /// <summary>When to look next; null for never.</summary>
    public Instant? Next => _entries.TryPeek(out _, out var ticks) ? Instant.FromUnixTimeTicks(ticks) : null;

    private static Deadline Unfilled { get; } = new("", Instant.MinValue, null, null, 0);

    /// <summary>Where the next fill begins; null for the beginning.</summary>
    public Deadline? FillAfter => _last;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _entries.Clear();
        (_last, Horizon) = (null, Unfilled);
    }

    /// <summary>Takes in what the index has behind <see cref="FillAfter"/>, read with a limit of <see cref="Capacity"/>.</summary>
    public void Fill(IReadOnlyList<Deadline> read)
    {
        foreach (var entry in read)
        {
            Add(entry.Entity, entry.Due);
        }

        _last = read.Count > 0 ? read[^1] : _last;
        Horizon = read.Count < capacity ? null : _last;
    }

    /// <summary>Notes an entry if it is not beyond the horizon, where the next fill finds it.</summary>
    public void Offer(string entity, Instant? due)
    {
        if (due is { } at && (Horizon is null || at <= Horizon.Due))
        {
            Add(entity, at);
        }
    }

    /// <summary>Looks at an entity at a moment, wherever the horizon is.</summary>
    public void Add(string entity, Instant? at)
    {
        if (at is { } moment)
        {
            _entries.Enqueue(entity, moment.ToUnixTimeTicks());
        }
    }

    /// <summary>Takes the next entity whose moment has come.</summary>
    /// <param name="now">Now.</param>
    /// <param name="moment">When it was to be looked at.</param>
    public string? TakeDue(Instant now, out Instant moment)
    {
        moment = _entries.TryPeek(out _, out var ticks) ? Instant.FromUnixTimeTicks(ticks) : Instant.MaxValue;
        return moment <= now ? _entries.Dequeue() : null;
    }
}
