using System.Diagnostics;
using CityOps.Bench.Processes;
using CityOps.Storage.Databases;
using CityOps.Storage.Journal;
using CityOps.Storage.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace CityOps.Bench.Journal;

/// <summary>A PostgreSQL of the bench's own: prepared inserts, so many in one round trip and one commit.</summary>
internal sealed class PostgresPeer(PostgresServer server) : JournalPeer
{
    private static readonly NpgsqlDbType[] Types =
    [
        NpgsqlDbType.Bigint, NpgsqlDbType.Boolean, NpgsqlDbType.Varchar, NpgsqlDbType.Bigint, NpgsqlDbType.Bytea,
        NpgsqlDbType.Varchar, NpgsqlDbType.Integer, NpgsqlDbType.Varchar, NpgsqlDbType.Varchar,
    ];

    public override string Name => "postgres";

    public override string Title => server.Version;

    public override async Task<JournalDatabase?> EmptyAsync()
    {
        await using var connection = await OpenAsync();
        await ExecuteAsync(connection, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        return new PostgresJournal(new PostgresDatabase(
            server.ConnectionString, "journal", CommitPromise.PowerCut, PostgresSchemas.Journal));
    }

    public override async Task<double> BareRowsPerSecondAsync(string data, int rowsPerCommit)
    {
        await using var connection = await OpenAsync();
        var rows = await RowsAsync(connection);
        await ExecuteAsync(connection, "DROP TABLE IF EXISTS bare; CREATE TABLE bare (LIKE journal INCLUDING ALL)");
        var started = Stopwatch.GetTimestamp();
        foreach (var chunk in rows.Chunk(rowsPerCommit))
        {
            await InsertAsync(connection, chunk);
        }

        return rows.Count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public override ValueTask DisposeAsync() => server.DisposeAsync();

    private static async Task InsertAsync(NpgsqlConnection connection, object[][] rows)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var row in rows)
        {
            var insert = new NpgsqlBatchCommand($"INSERT INTO bare ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
            for (var i = 0; i < row.Length; i++)
            {
                insert.Parameters.Add(new NpgsqlParameter { Value = row[i], NpgsqlDbType = Types[i] });
            }

            batch.BatchCommands.Add(insert);
        }

        await batch.PrepareAsync();
        await batch.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // Constants.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
