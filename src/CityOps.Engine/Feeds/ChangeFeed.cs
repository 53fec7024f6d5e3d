using CityOps.Engine.Changes;
using CityOps.Engine.Ports;

namespace CityOps.Engine.Feeds;

/// <summary>
/// Carries changes of cases out of the engine: into the outbox of webhooks, which the feed store writes in one transaction with the
/// offset, and then to those who follow live.
/// </summary>
internal sealed class ChangeFeed(Func<CaseTail> tail) : IFeed
{
    public const string FeedName = "changes";

    private CaseChanges? _changes;

    public string Name => FeedName;

    public int Slices => 1;

    public IReadOnlyList<string> Kinds => ["case"];

    public async Task<IReadOnlyList<JournalledEvent>> ViewAsync(IReadOnlyList<JournalledEvent> events, CancellationToken cancel)
    {
        await tail().OpenAsync();
        return await (_changes ??= tail().NewChanges()).OfAsync(events, cancel);
    }

    public Task ReactAsync(IReadOnlyList<JournalledEvent> events, CancellationToken cancel) => Task.CompletedTask;

    public void OnCommitted(IReadOnlyList<JournalledEvent> events) => tail().Publish(events);
}
