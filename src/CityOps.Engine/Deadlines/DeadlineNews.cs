using NodaTime;

namespace CityOps.Engine.Deadlines;

/// <summary>
/// Tells the workers of this process what the feed has just put into the index. Only to be quick: who misses it finds the
/// entry in the index a little later. Thread-safe.
/// </summary>
internal sealed class DeadlineNews
{
    /// <summary>The feed has moved on, with the entries that got a due time.</summary>
    public event Action<IReadOnlyList<(string Entity, Instant Due)>>? Committed;

    public void Publish(IReadOnlyList<(string Entity, Instant Due)> entries) => Committed?.Invoke(entries);
}
