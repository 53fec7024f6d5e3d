using CityOps.Engine.Ports;

namespace CityOps.Engine.Feeds;

/// <summary>Keeps which cases name which files. Its view is in the feed store, which updates both in one transaction.</summary>
internal sealed class FileUseFeed : IFeed
{
    public string Name => IFiles.UseFeed;

    public int Slices => 1;

    public IReadOnlyList<string> Kinds => ["case"];

    public TimeSpan Rest => TimeSpan.FromMilliseconds(500);

    public Task ReactAsync(IReadOnlyList<JournalledEvent> events, CancellationToken cancel) => Task.CompletedTask;
}
