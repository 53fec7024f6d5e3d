namespace CityOps.Engine.Ports;

/// <summary>
/// Keeps how far each feed is, together with what the feed has made where that is a view in the same store. Thread-safe for
/// different feeds.
/// </summary>
public interface IFeedStore
{
    /// <summary>The ordering number up to which the slice is done; 0 at the start.</summary>
    Task<long> OffsetAsync(string feed, int slice, CancellationToken cancel);

    /// <summary>The sequence number up to which the feed has seen each of the entities; missing where it saw none.</summary>
    Task<IReadOnlyDictionary<string, long>> SequencesAsync(
        string feed, IReadOnlyCollection<string> persistenceIds, CancellationToken cancel);

    /// <summary>
    /// Applies the events to the feed's view, if it has one here, and moves the feed on: all in one transaction, so that a
    /// crash neither loses nor doubles.
    /// </summary>
    Task CommitAsync(
        string feed, int slice, long offset, IReadOnlyList<JournalledEvent> events, CancellationToken cancel);

    /// <summary>Forgets how far the feed is and empties its view, in one transaction; it then starts from the beginning.</summary>
    Task ResetAsync(string feed, CancellationToken cancel);
}
