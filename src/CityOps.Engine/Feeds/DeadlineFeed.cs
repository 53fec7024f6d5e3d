using CityOps.Engine.Deadlines;
using CityOps.Engine.Ports;

namespace CityOps.Engine.Feeds;

/// <summary>Keeps the deadline index. Its view is in the feed store, which updates both in one transaction.</summary>
internal sealed class DeadlineFeed(DeadlineNews news) : IFeed
{
    public const string FeedName = "deadlines";

    public string Name => FeedName;

    public int Slices => 1;

    public IReadOnlyList<string> Kinds => ["case", "grid", "collector", "vehicle"];

    public Task ReactAsync(IReadOnlyList<JournalledEvent> events, CancellationToken cancel) => Task.CompletedTask;

    public void OnCommitted(IReadOnlyList<JournalledEvent> events) => news.Publish(
    [
        .. from change in DeadlineChange.Of(events)
           where change.Value.Change.Due is not null
           select (change.Key, change.Value.Change.Due.GetValueOrDefault()),
    ]);
}
