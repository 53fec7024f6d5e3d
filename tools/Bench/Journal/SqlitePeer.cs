using System.Diagnostics;
using CityOps.Storage.Journal;
using Microsoft.Data.Sqlite;

namespace CityOps.Bench.Journal;

/// <summary>SQLite with full sync: a prepared statement, row by row, so many rows a commit.</summary>
internal sealed class SqlitePeer : JournalPeer
{
    public override string Name => "sqlite";

    public override string Title => "SQLite, full sync";

    public override Task<JournalDatabase?> EmptyAsync() => Task.FromResult<JournalDatabase?>(null);

    public override async Task<double> BareRowsPerSecondAsync(string data, int rowsPerCommit)
    {
        await using var source = await OpenAsync(Path.Combine(data, "journal.db"));
        var rows = await RowsAsync(source);
        await using var command = source.CreateCommand();
        command.CommandText = "SELECT sql FROM sqlite_master WHERE name = 'journal'";
        var schema = await command.ExecuteScalarAsync() as string ?? throw new BenchException("There is no journal.");

        await using var target = await OpenAsync(Path.Combine(data, $"bare{rowsPerCommit}.db"));
        await ExecuteAsync(target, "PRAGMA journal_mode = WAL");
        await ExecuteAsync(target, "PRAGMA synchronous = FULL");
        await ExecuteAsync(target, schema);
        var started = Stopwatch.GetTimestamp();
        await InsertAsync(target, rows, rowsPerCommit);
        return rows.Count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task InsertAsync(SqliteConnection target, List<object[]> rows, int rowsPerCommit)
    {
        await using var insert = target.CreateCommand();
        insert.CommandText = $"INSERT INTO journal ({Columns}) VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8)";
        for (var i = 0; i < 9; i++)
        {
            insert.Parameters.Add(new SqliteParameter { ParameterName = $"@{i}" });
        }

        foreach (var batch in rows.Chunk(rowsPerCommit))
        {
            await using var transaction = target.BeginTransaction();
            insert.Transaction = transaction;
            foreach (var row in batch)
            {
                for (var i = 0; i < row.Length; i++)
                {
                    insert.Parameters[i].Value = row[i];
                }

                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }
    }

    private static async Task<SqliteConnection> OpenAsync(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
