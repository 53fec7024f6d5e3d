using System.Collections.Concurrent;

namespace CityOps.Engine.Feeds;

/// <summary>The feeds of the engine. Thread-safe.</summary>
internal sealed class FeedList
{
    private readonly ConcurrentQueue<IFeed> _feeds = new();

    /// <summary>All of them, in the order in which they were made.</summary>
    public IEnumerable<IFeed> All => _feeds;

    public void Add(IFeed feed) => _feeds.Enqueue(feed);
}
