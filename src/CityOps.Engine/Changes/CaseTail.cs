using System.Collections.Concurrent;
using CityOps.Engine.Feeds;
using CityOps.Engine.Ports;

namespace CityOps.Engine.Changes;

/// <summary>
/// The last changes of all cases, for any number of readers who follow them: one ring for all, so that a reader costs a number. Who
/// comes from before the ring, or falls behind it, reads the journal until they are in it again. Thread-safe.
/// </summary>
public sealed class CaseTail(IJournalReader journal, IFeedStore store) : IDisposable
{
    private const int Size = 4_096;
    private const int Batch = 256;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _journalTurns = new(4);

    // As many as there are turns: what is remembered of cases does not grow with the readers.
    private readonly ConcurrentBag<CaseChanges> _past = [];
    private readonly PlacedChange[] _ring = new PlacedChange[Size];
    private CaseChanges? _following;
    private bool _isBehind;
    private long _followed;
    private Task<long>? _opening;
    private TaskCompletionSource _news = NewSource();
    private long _position;
    private long _floor;
    private long _first;
    private long _end;

    /// <summary>Completes with the next change. Taken before a read that finds nothing, it misses none.</summary>
    public Task News
    {
        get
        {
            lock (_gate)
            {
                return _news.Task;
            }
        }
    }

    /// <summary>Where the tail stands: everything up to this number is told or in the journal for good.</summary>
    public async Task<long> PositionAsync(CancellationToken cancel)
    {
        await OpenAsync().WaitAsync(cancel);
        lock (_gate)
        {
            return _position;
        }
    }

    /// <summary>What the reader has not had yet, up to a batch; empty where there is nothing now.</summary>
    public async Task<IReadOnlyList<PlacedChange>> ReadAsync(CaseReader reader, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(reader);
        await OpenAsync().WaitAsync(cancel);
        while (true)
        {
            long upTo;
            lock (_gate)
            {
                if (TryTake(reader) is { } changes)
                {
                    return changes;
                }

                upTo = _floor;
            }

            if (await ReadPastAsync(reader, upTo, cancel) is { Count: > 0 } past)
            {
                return past;
            }
        }
    }

    /// <summary>Learns where the feed stands before it moves on.</summary>
    internal Task OpenAsync()
    {
        lock (_gate)
        {
            return _opening is { IsFaulted: false, IsCanceled: false } ? _opening : _opening = LearnAsync();
        }
    }

    /// <summary>What makes changes of the journal that the tail goes by.</summary>
    internal CaseChanges NewChanges() => new(journal);

    internal void Publish(IReadOnlyList<JournalledEvent> changes)
    {
        TaskCompletionSource told;
        lock (_gate)
        {
            // What was followed while the feed seemed to be elsewhere is told already.
            foreach (var journalled in changes.Where(change => change.Ordering > _followed))
            {
                // One whose number was given up on comes late, and is told where the others are by then.
                _position = Math.Max(_position, journalled.Ordering);
                if (_end - _first == Size)
                {
                    _floor = _ring[_first++ % Size].Position;
                }

                _ring[_end++ % Size] = new PlacedChange(_position, (CaseChange)journalled.Event);
            }

            (told, _news) = (_news, NewSource());
        }

        told.SetResult();
    }

    /// <summary>
    /// Where the feed runs on another node, takes what it has committed from the journal; a look is once in a while, and the second one that
    /// finds the feed ahead knows that it is not here.
    /// </summary>
    internal async Task FollowAsync(CancellationToken cancel)
    {
        await OpenAsync();
        var committed = await store.OffsetAsync(ChangeFeed.FeedName, 0, cancel);
        long after;
        lock (_gate)
        {
            (var wasBehind, _isBehind) = (_isBehind, _position < committed);
            if (!wasBehind || !_isBehind)
            {
                return;
            }

            after = _position;
        }

        while (after < committed)
        {
            var read = await journal.AfterAsync(after, Batch, cancel);
            List<JournalledEvent> events = [.. read.TakeWhile(e => e.Ordering <= committed)];
            var changes = await (_following ??= NewChanges()).OfAsync(events, cancel);
            var upTo = events.Count == read.Count && events is [.., var last] ? last.Ordering : committed;
            lock (_gate)
            {
                if (_position != after)
                {
                    // The feed has come here meanwhile.
                    return;
                }

                Publish(changes);
                _position = _followed = after = upTo;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _journalTurns.Dispose();

    private async Task<long> LearnAsync()
    {
        var offset = await store.OffsetAsync(ChangeFeed.FeedName, 0, CancellationToken.None);
        lock (_gate)
        {
            return _floor = _position = offset;
        }
    }

    private PlacedChange[]? TryTake(CaseReader reader)
    {
        if (reader.Next is { } lost && lost < _first)
        {
            (reader.Next, reader.Overruns) = (null, reader.Overruns + 1);
        }

        if (reader.Next is null && reader.After < _floor)
        {
            return null;
        }

        var next = reader.Next ?? _first;
        while (reader.Next is null && next < _end && _ring[next % Size].Position <= reader.After)
        {
            next++;
        }

        var taken = new PlacedChange[Math.Min(Batch, _end - next)];
        for (var i = 0; i < taken.Length; i++)
        {
            taken[i] = _ring[next++ % Size];
        }

        // Who is ahead, since a power cut has taken the feed back, is in the ring once it is as far as they are.
        reader.Next = reader.After > _position ? null : next;
        reader.After = taken is [.., var last] ? Math.Max(last.Position, reader.After) : reader.After;
        return taken;
    }

    /// <summary>From the journal, up to where the ring begins: the feed has left no hole there.</summary>
    private async Task<IReadOnlyList<PlacedChange>> ReadPastAsync(CaseReader reader, long upTo, CancellationToken cancel)
    {
        await _journalTurns.WaitAsync(cancel);
        var past = _past.TryTake(out var idle) ? idle : NewChanges();
        try
        {
            var read = await journal.AfterAsync(reader.After, Batch, cancel);
            List<JournalledEvent> before = [.. read.TakeWhile(e => e.Ordering <= upTo)];
            var changes = await past.OfAsync(before, cancel);
            reader.After = before.Count == read.Count && before is [.., var last] ? last.Ordering : upTo;
            return [.. changes.Select(c => new PlacedChange(c.Ordering, (CaseChange)c.Event))];
        }
        finally
        {
            _past.Add(past);
            _journalTurns.Release();
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
