using Akka.Util;
using CityOps.Engine.Ports;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CityOps.Engine.Feeds;

/// <summary>
/// One slice of a feed, a step at a time: read on, leave no hole, react, commit. Not thread-safe: one step after the other.
/// </summary>
internal sealed class FeedRunner(
    IFeed feed,
    int slice,
    IJournalReader journal,
    IFeedStore store,
    TimeProvider clock,
    EngineMetrics metrics,
    ILogger logger)
{
    public const int BatchSize = 500;

    /// <summary>
    /// How long a missing number is waited for. Numbers are given out before the commit, so a hole may be a transaction that
    /// still runs; a number that no transaction brings within this time was rolled back. Where the journal knows who writes, a number
    /// that none of them has brought when all have ended is given up at once.
    /// </summary>
    public static readonly Duration GapPatience = Duration.FromSeconds(30);

    /// <summary>
    /// Where nobody can tell who writes, a hole before a row that was given to the journal so long ago is not waited for. Longer than the
    /// patience, since a row may have waited for its own commit: what is before it in number need not be older. Not where others write:
    /// by a clock that is behind this one all that they write is of long ago.
    /// </summary>
    public static readonly Duration LongAgo = Duration.FromMinutes(2);

    private SeenSequences _seen = new(feed.Name, store);
    private long? _offset;
    private long? _told;
    private Gap? _gap;
    private (Instant At, long Timestamp)? _started;

    /// <summary>Handles what there is, up to a batch.</summary>
    /// <returns>True if there may be more at once.</returns>
    public async Task<bool> StepAsync(CancellationToken cancel)
    {
        try
        {
            return await GoOnAsync(cancel);
        }
        catch
        {
            // Only the store knows now how far the feed is: a database that was lost may have come back without its last commits.
            (_offset, _seen, _gap) = (null, new SeenSequences(feed.Name, store), null);
            throw;
        }
        finally
        {
            if (cancel.IsCancellationRequested)
            {
                Leave();
            }
        }
    }

    /// <summary>Says no more how far it is. Of a feed in slices the others that are here say it again with their next step.</summary>
    public void Leave() => metrics.FeedLeft(feed.Name);

    private async Task<bool> GoOnAsync(CancellationToken cancel)
    {
        if (_offset is not { } offset)
        {
            offset = await store.OffsetAsync(feed.Name, slice, cancel);
            logger.FeedStarted(feed.Name, slice, offset);
            await TellUpToAsync(offset, cancel);
            _offset = offset;
        }

        var read = await ReadAsync(offset, cancel);
        var newest = await NewestAsync(read, offset, cancel);
        var ready = await BeforeGapAsync(read, offset, cancel);

        // Before anything can go wrong: a feed that fails for ever must be seen to fall behind.
        MeasureLag(read, newest, offset);
        if (ready.Count > 0)
        {
            var events = await feed.ViewAsync(await WithoutHolesAsync([.. ready.Where(IsOurs)], cancel), cancel);
            await feed.ReactAsync(events, cancel);
            await store.CommitAsync(feed.Name, slice, ready[^1].Ordering, events, cancel);
            _seen.Committed(events);
            _offset = ready[^1].Ordering;
            Tell(ready[^1].Ordering, events);
            metrics.FeedEvents(feed.Name, events.Count);
            MeasureLag(read, newest, ready[^1].Ordering);
        }

        return ready.Count == BatchSize;
    }

    /// <summary>A feed that stands before an event that cannot be read must be seen to fall behind, too.</summary>
    private async Task<IReadOnlyList<JournalledEvent>> ReadAsync(long offset, CancellationToken cancel)
    {
        try
        {
            return await journal.AfterAsync(offset, BatchSize, cancel);
        }
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            MeasureLag(await journal.NewestAsync(cancel) - offset, await journal.WrittenAfterAsync(offset, cancel));
            throw;
        }
    }

    /// <summary>A commit whose answer was lost may have been made all the same: then its events have not been told yet.</summary>
    private async Task TellUpToAsync(long offset, CancellationToken cancel)
    {
        if (_told is { } told && told < offset)
        {
            var untold = await journal.AfterAsync(told, BatchSize, cancel);
            Tell(offset, await feed.ViewAsync([.. untold.Where(e => e.Ordering <= offset && IsOurs(e))], cancel));
        }

        _told = offset;
    }

    private void Tell(long offset, IReadOnlyList<JournalledEvent> events)
    {
        feed.OnCommitted(events);
        _told = offset;
    }

    private bool IsOurs(JournalledEvent e) =>
        feed.Kinds.Any(e.IsOf)
        && (feed.Slices == 1 || (uint)MurmurHash.StringHash(e.PersistenceId) % (uint)feed.Slices == slice);

    /// <summary>The events up to the first missing number that is still waited for.</summary>
    private async Task<IReadOnlyList<JournalledEvent>> BeforeGapAsync(
        IReadOnlyList<JournalledEvent> read, long offset, CancellationToken cancel)
    {
        var longAgo = Now() - LongAgo;
        var expected = offset + 1;
        for (var i = 0; i < read.Count; i++)
        {
            if (read[i].Ordering != expected)
            {
                if (!await IsGivenUpAsync(expected, read[i].WrittenAt <= longAgo, cancel))
                {
                    return [.. read.Take(i)];
                }

                logger.FeedGap(feed.Name, slice, expected, read[i].Ordering - 1, GapPatience.ToTimeSpan());
                metrics.FeedGap(feed.Name);
            }

            expected = read[i].Ordering + 1;
        }

        return read;
    }

    /// <summary>Counted from when the hole was seen, and not by the clock on the wall, which may be set meanwhile.</summary>
    private async Task<bool> IsGivenUpAsync(long missing, bool isOfLongAgo, CancellationToken cancel)
    {
        if (_gap is not { } gap || !gap.Holds(missing))
        {
            // The newest first: what has a number before it was begun by those who write now, or has ended.
            var newest = await journal.NewestAsync(cancel);
            _gap = gap = new Gap(missing, newest, clock.GetTimestamp(), await journal.WritersAsync(cancel));
            return gap.Writers is null && isOfLongAgo;
        }

        if (gap.Writers is not { } writers)
        {
            return isOfLongAgo || clock.GetElapsedTime(gap.Since) >= GapPatience.ToTimeSpan();
        }

        // Those that had ended before this step have brought what this step has read, or nothing.
        if (writers.Count > 0 && await journal.WritersAsync(cancel) is { } now)
        {
            _gap = gap with { Writers = writers.Intersect(now).ToHashSet() };
        }

        return writers.Count == 0;
    }

    /// <summary>Now, but no later than the time since the first step allows: a clock that is set forward makes no row older.</summary>
    private Instant Now()
    {
        var now = clock.GetCurrentInstant();
        var started = _started ??= (now, clock.GetTimestamp());
        return Instant.Min(now, started.At + Duration.FromTimeSpan(clock.GetElapsedTime(started.Timestamp)));
    }

    /// <summary>Leaves out what was seen before, and reads again what an entity has and the read passed over.</summary>
    private async Task<IReadOnlyList<JournalledEvent>> WithoutHolesAsync(
        IReadOnlyList<JournalledEvent> events, CancellationToken cancel)
    {
        if (events.Count == 0)
        {
            return events;
        }

        var seen = await _seen.OfAsync(events.Select(e => e.PersistenceId), cancel);
        var whole = new List<JournalledEvent>(events.Count);
        foreach (var e in events)
        {
            var last = seen.GetValueOrDefault(e.PersistenceId);
            if (e.Sequence > last + 1)
            {
                var missed = await journal.OfEntityAsync(e.PersistenceId, last + 1, e.Sequence - 1, cancel);
                if (missed.Count != e.Sequence - 1 - last)
                {
                    throw new InvalidOperationException(
                        $"The journal of {e.PersistenceId} lacks events between {last} and {e.Sequence}.");
                }

                whole.AddRange(missed);
            }

            if (e.Sequence > last)
            {
                whole.Add(e);
                seen[e.PersistenceId] = e.Sequence;
            }
        }

        return whole;
    }

    private async Task<long> NewestAsync(IReadOnlyList<JournalledEvent> read, long offset, CancellationToken cancel) =>
        read.Count == BatchSize ? await journal.NewestAsync(cancel) : read is [.., var last] ? last.Ordering : offset;

    /// <summary>The oldest that waits was not read where more waits than one batch holds: it is about as old as the last that was.</summary>
    private void MeasureLag(IReadOnlyList<JournalledEvent> read, long newest, long offset)
    {
        var waits = newest > offset ? read.FirstOrDefault(e => e.Ordering > offset) ?? read[^1] : null;
        MeasureLag(newest - offset, waits?.WrittenAt);
    }

    private void MeasureLag(long events, Instant? waitsSince)
    {
        var age = waitsSince is { } since ? (clock.GetCurrentInstant() - since).TotalSeconds : 0;
        metrics.FeedLag(feed.Name, Math.Max(0, events), Math.Max(0, age));
    }

    /// <param name="From">The first number that is missing.</param>
    /// <param name="Newest">The newest number then: what is missing before it none but these writers can bring.</param>
    /// <param name="Since">When that was seen, by the clock that is never set.</param>
    /// <param name="Writers">Who wrote then and has not ended; null where the journal cannot tell.</param>
    private sealed record Gap(long From, long Newest, long Since, IReadOnlySet<string>? Writers)
    {
        public bool Holds(long missing) => missing == From || (Writers is not null && missing > From && missing < Newest);
    }
}
