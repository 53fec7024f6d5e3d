using NodaTime;

namespace CityOps.Engine.Ports;

/// <summary>
/// When which entity has to decide again by itself: a view of the journal that the feed <c>deadlines</c> keeps, ordered by due
/// time within a slice. It may be behind the journal; an entity that is woken decides for itself. Thread-safe.
/// </summary>
public interface IDeadlineIndex
{
    /// <summary>The earliest of a slice that have a due time, in due order.</summary>
    /// <param name="slice">The slice.</param>
    /// <param name="after">Only what stands behind this one in due order; null for the first.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancel">Ends the reading.</param>
    Task<IReadOnlyList<Deadline>> EarliestAsync(int slice, Deadline? after, int limit, CancellationToken cancel);

    /// <summary>Every entry of a slice, with or without a due time, in the order of their entities.</summary>
    /// <param name="slice">The slice.</param>
    /// <param name="after">Only entities behind this one; empty for the first.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancel">Ends the reading.</param>
    Task<IReadOnlyList<Deadline>> AllAsync(int slice, string after, int limit, CancellationToken cancel);

    /// <summary>The entries of the entities, of those that have one.</summary>
    Task<IReadOnlyList<Deadline>> FindAsync(IReadOnlyCollection<string> entities, CancellationToken cancel);

    /// <summary>
    /// Sets due time and calendar to what the entity itself said at the given sequence number; nothing changes where the index
    /// has heard of later events. An entry that has neither any more is removed.
    /// </summary>
    Task CorrectAsync(Deadline entry, CancellationToken cancel);

    /// <summary>How a slice stands at a moment.</summary>
    Task<DeadlineSurvey> SurveyAsync(int slice, Instant now, CancellationToken cancel);
}

/// <summary>An entry of the index.</summary>
/// <param name="Entity">The persistence id: <c>case-C20260301…</c>.</param>
/// <param name="Due">When the entity has to be woken, in whole ticks of 100 ns; null for never.</param>
/// <param name="Calendar">The version of the calendar that its open clocks were computed by; null where none did.</param>
/// <param name="Area">The unit grid that says which calendar counts; null where none does.</param>
/// <param name="Sequence">The entity's event that it was last changed by.</param>
public sealed record Deadline(string Entity, Instant? Due, string? Calendar, string? Area, long Sequence);

/// <summary>How many entries there are.</summary>
/// <param name="Pending">Those with a due time.</param>
/// <param name="DueNow">Those whose due time has come.</param>
/// <param name="Oldest">The earliest due time; null where there is none.</param>
public sealed record DeadlineSurvey(long Pending, long DueNow, Instant? Oldest);
