using CityOps.Engine.Ports;

namespace CityOps.Engine.Feeds;

/// <summary>A named, sliced consumer of everything that is journalled: at least once, in order for each entity.</summary>
internal interface IFeed
{
    /// <summary>The name; it is on disk.</summary>
    string Name { get; }

    /// <summary>Into how many slices the entities are divided.</summary>
    int Slices { get; }

    /// <summary>The kinds of entities whose news concern it; what it never looks at costs it nothing.</summary>
    IReadOnlyList<string> Kinds { get; }

    /// <summary>
    /// How long it rests once it has caught up, and until Akka's clock ticks after that, which it does every 50 ms. Longer where nobody waits
    /// for it: a commit for many events costs as much as one for one.
    /// </summary>
    TimeSpan Rest => TimeSpan.FromMilliseconds(30);

    /// <summary>What the feed makes of its events, for its view and all that follows; by default they stay as they are.</summary>
    Task<IReadOnlyList<JournalledEvent>> ViewAsync(IReadOnlyList<JournalledEvent> events, CancellationToken cancel) =>
        Task.FromResult(events);

    /// <summary>
    /// Carries news on before the feed moves on. Safe to run twice. A view in the feed's own store needs none of this: the
    /// store updates it together with the offset.
    /// </summary>
    Task ReactAsync(IReadOnlyList<JournalledEvent> events, CancellationToken cancel);

    /// <summary>The feed has moved on past the events. Not called again after a crash: for what may be missed.</summary>
    void OnCommitted(IReadOnlyList<JournalledEvent> events)
    {
    }
}
