using NodaTime;

namespace CityOps.Engine.Ports;

/// <summary>Reads what entities have journalled. Thread-safe.</summary>
public interface IJournalReader
{
    /// <summary>Events of all entities after an ordering number, in ascending order.</summary>
    Task<IReadOnlyList<JournalledEvent>> AfterAsync(long ordering, int limit, CancellationToken cancel);

    /// <summary>The events of one entity with sequence numbers in [first, last], in order.</summary>
    Task<IReadOnlyList<JournalledEvent>> OfEntityAsync(
        string persistenceId, long first, long last, CancellationToken cancel);

    /// <summary>The highest ordering number given out so far, 0 where the journal is empty.</summary>
    Task<long> NewestAsync(CancellationToken cancel);

    /// <summary>When the first event after an ordering number was given to the journal; null where there is none.</summary>
    Task<Instant?> WrittenAfterAsync(long ordering, CancellationToken cancel);

    /// <summary>
    /// The transactions that write at this moment, under names of their own: a number that was given out and is not there may be of
    /// one of them, and of no later one. Null where the journal cannot tell.
    /// </summary>
    Task<IReadOnlySet<string>?> WritersAsync(CancellationToken cancel);
}

/// <summary>An event as the journal has it.</summary>
/// <param name="Ordering">Its place among all events; ascending, with gaps.</param>
/// <param name="PersistenceId">The entity: <c>case-C20260301…</c>.</param>
/// <param name="Sequence">Its place among the entity's events: 1, 2, 3 …</param>
/// <param name="WrittenAt">When it was given to the journal.</param>
/// <param name="Event">The event.</param>
public sealed record JournalledEvent(
    long Ordering, string PersistenceId, long Sequence, Instant WrittenAt, object Event)
{
    /// <summary>True if the entity is of the kind, such as <c>case</c>.</summary>
    public bool IsOf(string kind) =>
        PersistenceId.Length > kind.Length && PersistenceId[kind.Length] == '-' && PersistenceId.StartsWith(kind, StringComparison.Ordinal);
}
