using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Engine.Feeds;

/// <summary>Looks how far the lists of cases are behind the journal, whether their feed runs or not. Thread-safe.</summary>
public sealed class FeedWatch(IJournalReader journal, IFeedStore store, TimeProvider clock)
{
    private static readonly ReadModelFeed Lists = new();

    /// <summary>How long the oldest event that is not in the lists has waited; zero where there is none.</summary>
    public async Task<Duration> ListsBehindAsync(CancellationToken cancel)
    {
        var offset = await store.OffsetAsync(Lists.Name, slice: 0, cancel);
        return await journal.WrittenAfterAsync(offset, cancel) is { } first
            ? Duration.Max(Duration.Zero, clock.GetCurrentInstant() - first)
            : Duration.Zero;
    }
}
