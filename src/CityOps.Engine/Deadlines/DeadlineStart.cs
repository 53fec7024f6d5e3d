using CityOps.Engine.Feeds;
using CityOps.Engine.Ports;

namespace CityOps.Engine.Deadlines;

/// <summary>
/// Waits until the index has heard of everything that was journalled before the start: what fell due while the engine was down
/// is then woken in due order, and an index that is made again wakes nobody for what has long been done.
/// </summary>
internal sealed class DeadlineStart(IJournalReader journal, IFeedStore feeds, DeadlineNews news, TimeProvider clock)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    public async Task WaitAsync(CancellationToken cancel)
    {
        var newest = await journal.NewestAsync(cancel);
        using var moved = new SemaphoreSlim(0);
        news.Committed += Move;
        try
        {
            while (await feeds.OffsetAsync(DeadlineFeed.FeedName, 0, cancel) < newest)
            {
                using var tick = clock.CreateTimer(_ => Move([]), null, BetweenLooks, Timeout.InfiniteTimeSpan);
                await moved.WaitAsync(cancel);
            }
        }
        finally
        {
            news.Committed -= Move;
        }

        void Move(IReadOnlyList<(string, NodaTime.Instant)> entries) => moved.Release();
    }
}
