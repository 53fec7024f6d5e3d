using CityOps.Engine.Ports;

namespace CityOps.Engine.Feeds;

/// <summary>Keeps the notices. Its view is in the feed store, which updates both in one transaction.</summary>
internal sealed class NoticeFeed : IFeed
{
    public string Name => "notices";

    public int Slices => 1;

    public IReadOnlyList<string> Kinds => ["case"];

    public TimeSpan Rest => TimeSpan.FromMilliseconds(250);

    public Task ReactAsync(IReadOnlyList<JournalledEvent> events, CancellationToken cancel) => Task.CompletedTask;
}
