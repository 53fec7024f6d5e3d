using NodaTime;

namespace CityOps.Domain;

/// <summary>Where a command comes from; with the time and the policy of its decision it becomes the event's <see cref="Stamp"/>.</summary>
/// <param name="By">Who gives the command, and in which roles.</param>
/// <param name="Via">Through which channel it came.</param>
/// <param name="CommandId">Unique for the giver; the same id twice is answered as the first time.</param>
/// <param name="ObservedAt">When what it tells of happened, by the giver's clock.</param>
public sealed record Origin(Actor By, Channel Via, string CommandId, Instant ObservedAt)
{
    /// <summary>
    /// The span that asks, as a W3C <c>traceparent</c>; null while nobody records it. It decides nothing and is not kept.
    /// </summary>
    public string? Trace { get; init; }

    /// <summary>The stamp of an event decided now, under the given policy.</summary>
    public Stamp Stamp(Instant now, string policy) => new(now, ObservedAt, By, Via, CommandId, policy);
}
