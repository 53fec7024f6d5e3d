using CityOps.Domain.Cases;
using CityOps.Engine.Journal;
using Npgsql;

namespace CityOps.Bench.Cluster;

/// <summary>The journal of several nodes, as its rows are in PostgreSQL.</summary>
public static class JournalRows
{
    private const string Gaps =
        "SELECT count(*) FROM (SELECT 1 FROM journal GROUP BY persistence_id HAVING count(*) <> max(sequence_number) OR min(sequence_number) <> 1) AS broken";

    private const string Mixed =
        """
        SELECT count(*) FROM (
            SELECT persistence_id FROM (
                SELECT persistence_id, writer_uuid, lag(writer_uuid) OVER (PARTITION BY persistence_id ORDER BY sequence_number) AS before
                FROM journal) AS rows
            GROUP BY persistence_id
            HAVING count(DISTINCT writer_uuid) <> 1 + count(CASE WHEN before <> writer_uuid THEN 1 END)) AS mixed
        """;

    /// <summary>A session that ends with the connection: one that was kept would not outlive the server's crash.</summary>
    public static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection($"{connectionString};Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>
    /// Of how many entities the events are not 1, 2, 3 …, and of how many one wrote who does not follow who wrote before, or came again.
    /// </summary>
    public static async Task<(long Gaps, long Mixed)> FaultsAsync(NpgsqlConnection connection) =>
        (await CountAsync(connection, Gaps), await CountAsync(connection, Mixed));

    /// <summary>The events of all cases, those of each in order.</summary>
    public static async IAsyncEnumerable<CaseEvent> EventsOfCasesAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            "SELECT manifest, message FROM journal WHERE starts_with(persistence_id, 'case-') ORDER BY persistence_id, sequence_number", connection);
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            yield return (CaseEvent)EventCodec.Decode(row.GetString(0), row.GetFieldValue<byte[]>(1));
        }
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync() ?? 0L);
    }
}
