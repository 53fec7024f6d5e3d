using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace CityOps.Bench.Journal;

/// <summary>The same rows by the bare driver: a prepared statement, full sync, so many rows a commit.</summary>
internal static class BareInsert
{
    private const string Columns =
        "created, deleted, persistence_id, sequence_number, message, manifest, identifier, tags, writer_uuid";

    /// <summary>Copies the rows of a journal, read beforehand, into a new file of the same schema.</summary>
    /// <returns>Rows a second.</returns>
    public static double RowsPerSecond(string journal, string into, int rowsPerCommit)
    {
        using var source = Open(journal);
        var schema = Rows(source, "SELECT sql FROM sqlite_master WHERE name = 'journal'", 1)[0][0];
        var rows = Rows(source, $"SELECT {Columns} FROM journal ORDER BY ordering", 9);

        using var target = Open(into);
        Execute(target, "PRAGMA journal_mode = WAL");
        Execute(target, "PRAGMA synchronous = FULL");
        Execute(target, (string)schema);
        var started = Stopwatch.GetTimestamp();
        Insert(target, rows, rowsPerCommit);
        return rows.Count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static void Insert(SqliteConnection target, List<object[]> rows, int rowsPerCommit)
    {
        using var insert = target.CreateCommand();
        insert.CommandText = $"INSERT INTO journal ({Columns}) VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8)";
        for (var i = 0; i < 9; i++)
        {
            insert.Parameters.Add(new SqliteParameter { ParameterName = $"@{i}" });
        }

        foreach (var batch in rows.Chunk(rowsPerCommit))
        {
            using var transaction = target.BeginTransaction();
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

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return connection;
    }

    private static List<object[]> Rows(SqliteConnection connection, string sql, int columns)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[columns];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
