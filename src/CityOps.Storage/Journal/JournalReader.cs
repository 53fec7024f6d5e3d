using CityOps.Engine.Journal;
using CityOps.Engine.Ports;
using CityOps.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace CityOps.Storage.Journal;

/// <summary>Reads the table that Akka.Persistence.Sql writes.</summary>
internal sealed class JournalReader(DataDirectory data) : IJournalReader
{
    private const string Columns =
        "SELECT ordering, persistence_id, sequence_number, created, identifier, manifest, message FROM journal";

    public Task<IReadOnlyList<JournalledEvent>> AfterAsync(long ordering, int limit, CancellationToken cancel) =>
        Task.Run<IReadOnlyList<JournalledEvent>>(() => Read(
            $"{Columns} WHERE ordering > $after ORDER BY ordering LIMIT $limit", ("$after", ordering), ("$limit", limit)), cancel);

    public Task<IReadOnlyList<JournalledEvent>> OfEntityAsync(
        string persistenceId, long first, long last, CancellationToken cancel) =>
        Task.Run<IReadOnlyList<JournalledEvent>>(() => Read(
            $"{Columns} WHERE persistence_id = $id AND sequence_number BETWEEN $first AND $last ORDER BY sequence_number",
            ("$id", persistenceId), ("$first", first), ("$last", last)), cancel);

    public Task<long> NewestAsync(CancellationToken cancel) => Task.Run(
        () =>
        {
            using var connection = data.Journal.Open();
            return connection.Scalar("SELECT max(ordering) FROM journal");
        },
        cancel);

    private List<JournalledEvent> Read(string sql, params (string, object?)[] parameters)
    {
        using var connection = data.Journal.Open();
        return connection.Query(sql, Event, parameters);
    }

    private static JournalledEvent Event(SqliteDataReader row)
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
