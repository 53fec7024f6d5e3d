using CityOps.Engine.Feeds;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Engine.Tests.Feeds;

/// <summary>A journal whose rows become visible when the test says so.</summary>
internal sealed class FakeJournal : IJournalReader
{
    private readonly List<JournalledEvent> _all = [];

    /// <summary>When rows are written unless the test says otherwise: where a fake clock begins.</summary>
    public static Instant Start { get; } = Instant.FromUtc(2000, 1, 1, 0, 0);

    /// <summary>Who writes at this moment; null where nobody can tell.</summary>
    public IReadOnlySet<string>? Writers { get; set; }

    public Task<IReadOnlySet<string>?> WritersAsync(CancellationToken cancel) => Task.FromResult(Writers);

    public void Add(long ordering, string id, long sequence, string kind = FakeFeed.Kind, Instant? at = null) =>
        _all.Add(new JournalledEvent(ordering, $"{kind}-{id}", sequence, at ?? Start, $"{id}:{sequence}"));

    /// <summary>The number of an event that cannot be read.</summary>
    public long? Unreadable { get; set; }

    public Task<IReadOnlyList<JournalledEvent>> AfterAsync(long ordering, int limit, CancellationToken cancel) => Unreadable == ordering + 1
        ? Task.FromException<IReadOnlyList<JournalledEvent>>(new InvalidOperationException("on purpose"))
        : Task.FromResult<IReadOnlyList<JournalledEvent>>(
            [.. After(ordering).TakeWhile(e => e.Ordering != Unreadable).Take(limit)]);

    public Task<IReadOnlyList<JournalledEvent>> OfEntityAsync(string persistenceId, long first, long last, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<JournalledEvent>>(
            [.. _all.Where(e => e.PersistenceId == persistenceId && e.Sequence >= first && e.Sequence <= last).OrderBy(e => e.Sequence)]);

    public Task<long> NewestAsync(CancellationToken cancel) => Task.FromResult(_all.Select(e => e.Ordering).DefaultIfEmpty().Max());

    public Task<Instant?> WrittenAfterAsync(long ordering, CancellationToken cancel) =>
        Task.FromResult(After(ordering).Select(e => (Instant?)e.WrittenAt).FirstOrDefault());

    private IEnumerable<JournalledEvent> After(long ordering) => _all.Where(e => e.Ordering > ordering).OrderBy(e => e.Ordering);
}

/// <summary>Keeps what a feed has committed.</summary>
internal sealed class FakeStore : IFeedStore
{
    private readonly Dictionary<string, long> _sequences = [];

    public long Offset { get; set; }

    public List<string> Committed { get; } = [];

    /// <summary>True while what it commits fails all the same for who asked for it.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>The entities that the feed asked about.</summary>
    public List<string> Asked { get; } = [];

    public void Saw(string id, long sequence) => _sequences[$"{FakeFeed.Kind}-{id}"] = sequence;

    public Task<long> OffsetAsync(string feed, int slice, CancellationToken cancel) => Task.FromResult(Offset);

    public Task<IReadOnlyDictionary<string, long>> SequencesAsync(
        string feed, IReadOnlyCollection<string> persistenceIds, CancellationToken cancel)
    {
        Asked.AddRange(persistenceIds.Select(id => id[(FakeFeed.Kind.Length + 1)..]));
        return Task.FromResult<IReadOnlyDictionary<string, long>>(
            _sequences.Where(s => persistenceIds.Contains(s.Key)).ToDictionary());
    }

    public Task CommitAsync(string feed, int slice, long offset, IReadOnlyList<JournalledEvent> events, CancellationToken cancel)
    {
        foreach (var e in events)
        {
            _sequences[e.PersistenceId] = e.Sequence;
            Committed.Add($"{e.Event}");
        }

        Offset = offset;
        return LosesAnswers ? Task.FromException(new InvalidOperationException("on purpose")) : Task.CompletedTask;
    }

    public Task ResetAsync(string feed, CancellationToken cancel) => throw new NotSupportedException();
}

/// <summary>Notes what it is given; fails while it is told to.</summary>
internal sealed class FakeFeed(int slices = 1) : IFeed
{
    public const string Kind = "fake";

    public string Name => "fake";

    public int Slices => slices;

    public IReadOnlyList<string> Kinds => [Kind];

    public bool Fails { get; set; }

    public List<string> Reacted { get; } = [];

    public List<string> Told { get; } = [];

    public void OnCommitted(IReadOnlyList<JournalledEvent> events) => Told.AddRange(events.Select(e => $"{e.Event}"));

    public Task ReactAsync(IReadOnlyList<JournalledEvent> events, CancellationToken cancel)
    {
        Reacted.AddRange(events.Select(e => $"{e.Event}"));
        return Fails ? Task.FromException(new InvalidOperationException("on purpose")) : Task.CompletedTask;
    }
}
