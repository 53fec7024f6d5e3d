using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace CityOps.Storage.Journal;

/// <summary>
/// All events that wait while one commit runs are the next one. Thread-safe; an entity has one append on its way at a time.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    private const int LargestBatch = 2_000;

    private readonly Channel<Append> _waiting = Channel.CreateUnbounded<Append>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<string, Task> _onTheirWay = new();
    private readonly JournalDatabase _database;
    private readonly JournalMetrics _metrics;
    private readonly JournalWriter _writer;
    private readonly Task _commits;

    public GroupCommit(JournalDatabase database, JournalMetrics metrics)
    {
        (_database, _metrics) = (database, metrics);
        _writer = new JournalWriter(database);
        _commits = Task.Run(CommitAllAsync);
    }

    /// <summary>
    /// Completes when the rows, all of one entity, are durable. Fails when none of them is: because one could not be written,
    /// such as a sequence number that is taken, or the database cannot be.
    /// </summary>
    public Task AppendAsync(IReadOnlyList<JournalRow> rows)
    {
        var append = new Append(rows, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _onTheirWay[append.PersistenceId] = append.Done.Task;
        if (!_waiting.Writer.TryWrite(append))
        {
            Complete(append, new ObjectDisposedException(nameof(GroupCommit)));
        }

        return append.Done.Task;
    }

    /// <summary>Completes when nothing of the entity is on its way any more, however that ended.</summary>
    public async Task SettledAsync(string persistenceId)
    {
        if (_onTheirWay.TryGetValue(persistenceId, out var append))
        {
            await append.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Commits what waits, then takes no more.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _commits;
        await _writer.DisposeAsync();
    }

    private async Task CommitAllAsync()
    {
        var batch = new List<Append>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var rows = new List<JournalRow>();
            while (rows.Count < LargestBatch && _waiting.Reader.TryRead(out var append))
            {
                batch.Add(append);
                rows.AddRange(append.Rows);
            }

            var fault = await TryWriteAsync(rows);
            if (fault is null || batch.Count == 1 || !_database.IsFaultOfRows(fault))
            {
                batch.ForEach(append => Complete(append, fault));
            }
            else
            {
                await CommitEachAsync(batch);
            }

            batch.Clear();
        }
    }

    /// <summary>One by one, so that a row that cannot be written harms its own entity alone.</summary>
    private async Task CommitEachAsync(List<Append> batch)
    {
        foreach (var append in batch)
        {
            Complete(append, await TryWriteAsync(append.Rows));
        }
    }

    private async Task<Exception?> TryWriteAsync(IReadOnlyList<JournalRow> rows)
    {
        try
        {
            var started = Stopwatch.GetTimestamp();
            await _writer.WriteAsync(rows);
            _metrics.Committed(rows.Count, Stopwatch.GetElapsedTime(started));
            return null;
        }
#pragma warning disable CA1031 // Whatever it was, it is the answer to those who wait; the commits go on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _metrics.Failed();
            return e;
        }
    }

    private void Complete(Append append, Exception? fault)
    {
        _onTheirWay.TryRemove(new KeyValuePair<string, Task>(append.PersistenceId, append.Done.Task));
        if (fault is null)
        {
            append.Done.SetResult();
        }
        else
        {
            append.Done.SetException(fault);
        }
    }

    private sealed record Append(IReadOnlyList<JournalRow> Rows, TaskCompletionSource Done)
    {
        public string PersistenceId => Rows[0].PersistenceId;
    }
}
