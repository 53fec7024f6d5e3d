using System.Data.Common;
using System.Runtime.ExceptionServices;
using CityOps.Engine.Journal;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Storage.Journal;

/// <summary>Reads the journal for feeds: by its ordering, whoever wrote.</summary>
internal sealed class JournalReader(JournalDatabase database) : IJournalReader, IDisposable
{
    private const string Columns =
        "SELECT ordering, persistence_id, sequence_number, created, identifier, manifest, message FROM journal";

    private readonly JournalSessions _sessions = new(database);
    private readonly JournalTail _tail = new();
    private readonly SemaphoreSlim _turn = new(1);

    public async Task<IReadOnlyList<JournalledEvent>> AfterAsync(long ordering, int limit, CancellationToken cancel)
    {
        // One after the other: feeds that look at the same moment find what the first of them has read.
        await _turn.WaitAsync(cancel);
        try
        {
            var events = _tail.After(ordering, limit);
            if (events.Count < limit)
            {
                var (read, fault) = await ReadAfterAsync(events is [.., var last] ? last.Ordering : ordering, limit - events.Count, cancel);
                _tail.Add(read);
                events.AddRange(read);
                if (events.Count == 0)
                {
                    fault?.Throw();
                }
            }

            return events;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task<IReadOnlyList<JournalledEvent>> OfEntityAsync(
        string persistenceId, long first, long last, CancellationToken cancel) => await _sessions.UseAsync(
        journal => journal.Query(
            $"{Columns} WHERE persistence_id = @id AND sequence_number BETWEEN @first AND @last ORDER BY sequence_number",
            Event, ("@id", persistenceId), ("@first", first), ("@last", last)),
        cancel);

    public Task<long> NewestAsync(CancellationToken cancel) =>
        _sessions.UseAsync(journal => journal.Scalar("SELECT max(ordering) FROM journal"), cancel);

    public Task<Instant?> WrittenAfterAsync(long ordering, CancellationToken cancel) => _sessions.UseAsync(
        journal => journal.Query(
            "SELECT created FROM journal WHERE ordering > @after ORDER BY ordering LIMIT 1",
            row => (Instant?)TimeOf(row.GetInt64(0)), ("@after", ordering)).FirstOrDefault(),
        cancel);

    public Task<IReadOnlySet<string>?> WritersAsync(CancellationToken cancel) => _sessions.UseAsync(database.Writers, cancel);

    public void Dispose()
    {
        _sessions.Dispose();
        _turn.Dispose();
    }

    /// <summary>
    /// Up to an event that cannot be read: who comes to it stands before it, and not before all that is read together with it.
    /// </summary>
    private Task<(List<JournalledEvent> Read, ExceptionDispatchInfo? Fault)> ReadAfterAsync(
        long ordering, int limit, CancellationToken cancel) => _sessions.UseAsync(
        journal =>
        {
            ExceptionDispatchInfo? fault = null;
            var read = journal.Query(
                $"{Columns} WHERE ordering > @after ORDER BY ordering LIMIT @limit",
                row => fault is null ? EventOrFault(row, out fault) : null,
                ("@after", ordering), ("@limit", limit));
            return (read.OfType<JournalledEvent>().ToList(), fault);
        },
        cancel);

    private static JournalledEvent? EventOrFault(DbDataReader row, out ExceptionDispatchInfo? fault)
    {
        fault = null;
        try
        {
            return Event(row);
        }
        catch (Exception e) when (e is not DbException)
        {
            fault = ExceptionDispatchInfo.Capture(e);
            return null;
        }
    }

    private static JournalledEvent Event(DbDataReader row)
    {
        if (row.GetInt32(4) != JournalSetup.SerializerId)
        {
            throw new StorageException(
                $"Journal row {row.GetInt64(0)} was written by serializer {row.GetInt32(4)}, not by CityOps.");
        }

        return new JournalledEvent(
            row.GetInt64(0),
            row.GetString(1),
            row.GetInt64(2),
            TimeOf(row.GetInt64(3)),
            EventCodec.Decode(row.GetString(5), row.GetFieldValue<byte[]>(6)));
    }

    private static Instant TimeOf(long ticks) => Instant.FromDateTimeUtc(new DateTime(ticks, DateTimeKind.Utc));
}
