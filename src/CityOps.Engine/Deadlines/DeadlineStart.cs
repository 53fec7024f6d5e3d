using System.Threading.Channels;
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

        // Nothing to dispose of: a look or a commit may come to its end only after this has.
        var moved = Channel.CreateBounded<bool>(1);
        news.Committed += Move;
        try
        {
            while (await feeds.OffsetAsync(DeadlineFeed.FeedName, 0, cancel) < newest)
            {
                using var tick = clock.CreateTimer(_ => Move([]), null, BetweenLooks, Timeout.InfiniteTimeSpan);
                await moved.Reader.ReadAsync(cancel);
            }
        }
        finally
        {
            news.Committed -= Move;
        }

        void Move(IReadOnlyList<(string, NodaTime.Instant)> entries) => moved.Writer.TryWrite(true);
    }
}
