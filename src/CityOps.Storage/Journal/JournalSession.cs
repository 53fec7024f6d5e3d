using System.Data;
using System.Data.Common;

namespace CityOps.Storage.Journal;

/// <summary>A connection with the statements of recovery, prepared once. Not thread-safe.</summary>
internal sealed class JournalSession : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private readonly DbCommand _highest;
    private readonly DbCommand _replay;

    public JournalSession(DbConnection connection)
    {
        _connection = connection;
        _highest = Command(
            "SELECT max(sequence_number) FROM journal WHERE persistence_id = @0 AND sequence_number > @1",
            DbType.String, DbType.Int64);
        _replay = Command(
            """
            SELECT sequence_number, created, message, manifest, identifier, writer_uuid FROM journal
            WHERE persistence_id = @0 AND sequence_number BETWEEN @1 AND @2 AND deleted = @3
            ORDER BY sequence_number LIMIT @4
            """,
            DbType.String, DbType.Int64, DbType.Int64, DbType.Boolean, DbType.Int64);
    }

    /// <summary>The highest sequence number above one, deleted events included; 0 where there is none.</summary>
    public async Task<long> HighestAsync(string persistenceId, long above)
    {
        Bind(_highest, persistenceId, above);
        return await _highest.ExecuteScalarAsync() is long highest ? highest : 0;
    }

    /// <summary>Hands over the rows with sequence numbers in [first, last] in order, so many at most.</summary>
    public async Task ReplayAsync(string persistenceId, long first, long last, long most, Action<JournalRow> row)
    {
        Bind(_replay, persistenceId, first, last, false, most);
        await using var reader = await _replay.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            row(new JournalRow(
                persistenceId, reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2),
                reader.GetString(3), reader.GetInt32(4), reader.IsDBNull(5) ? "" : reader.GetString(5)));
        }
    }

    /// <summary>
    /// Deletes the entity's events up to a sequence number, as Akka.Persistence.Sql does: the last of them is only marked, so
    /// that its number is never given out again.
    /// </summary>
    public async Task DeleteAsync(string persistenceId, long last)
    {
        await using var mark = Command(
            """
            UPDATE journal SET deleted = @2 WHERE persistence_id = @0 AND sequence_number =
                (SELECT max(sequence_number) FROM journal WHERE persistence_id = @0 AND sequence_number <= @1)
            """,
            DbType.String, DbType.Int64, DbType.Boolean);
        await using var delete = Command(
            """
            DELETE FROM journal WHERE persistence_id = @0 AND sequence_number <
                (SELECT max(sequence_number) FROM journal WHERE persistence_id = @0 AND sequence_number <= @1)
            """,
            DbType.String, DbType.Int64);
        await using var transaction = await _connection.BeginTransactionAsync();
        (mark.Transaction, delete.Transaction) = (transaction, transaction);
        Bind(mark, persistenceId, last, true);
        Bind(delete, persistenceId, last);
        await mark.ExecuteNonQueryAsync();
        await delete.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _highest.DisposeAsync();
        await _replay.DisposeAsync();
        await _connection.DisposeAsync();
    }

    // The SQL is written here in the project; values go in as parameters alone.
#pragma warning disable CA2100
    private DbCommand Command(string sql, params ReadOnlySpan<DbType> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var type in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@{command.Parameters.Count}";
            parameter.DbType = type;
            command.Parameters.Add(parameter);
        }

        return command;
    }
#pragma warning restore CA2100

    private static void Bind(DbCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        command.Prepare();
    }
}
