using System.Data.Common;
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

    public async Task<IReadOnlyList<JournalledEvent>> AfterAsync(long ordering, int limit, CancellationToken cancel) =>
        await _sessions.UseAsync(
            journal => journal.Query(
                $"{Columns} WHERE ordering > @after ORDER BY ordering LIMIT @limit", Event, ("@after", ordering), ("@limit", limit)),
            cancel);

    public async Task<IReadOnlyList<JournalledEvent>> OfEntityAsync(
        string persistenceId, long first, long last, CancellationToken cancel) => await _sessions.UseAsync(
        journal => journal.Query(
            $"{Columns} WHERE persistence_id = @id AND sequence_number BETWEEN @first AND @last ORDER BY sequence_number",
            Event, ("@id", persistenceId), ("@first", first), ("@last", last)),
        cancel);

    public Task<long> NewestAsync(CancellationToken cancel) =>
        _sessions.UseAsync(journal => journal.Scalar("SELECT max(ordering) FROM journal"), cancel);

    public void Dispose() => _sessions.Dispose();

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
            Instant.FromDateTimeUtc(new DateTime(row.GetInt64(3), DateTimeKind.Utc)),
            EventCodec.Decode(row.GetString(5), row.GetFieldValue<byte[]>(6)));
    }
}
