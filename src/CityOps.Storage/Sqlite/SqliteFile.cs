using System.Data.Common;
using CityOps.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace CityOps.Storage.Sqlite;

/// <summary>
/// One SQLite file with its numbered schema steps. Thread-safe: every <see cref="Open"/> gives a connection of its own.
/// </summary>
internal sealed class SqliteFile : Database
{
    private readonly CommitPromise _promise;

    /// <param name="path">The file; made if it is missing.</param>
    /// <param name="promise">What a commit survives.</param>
    /// <param name="steps">The schema: step n leads from version n to n + 1. Append only.</param>
    /// <exception cref="StorageException">The file is damaged, locked, of a newer version, or cannot be written.</exception>
    public SqliteFile(string path, CommitPromise promise, params IReadOnlyList<string> steps)
    {
        _promise = promise;
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = true }.ToString();
        try
        {
            OwnerOnly.Create(path);
            using var connection = OpenFile(promise);
            connection.Execute("PRAGMA journal_mode = WAL");
            Migrate(connection, path, steps);
        }
        catch (SqliteException e)
        {
            throw new StorageException($"{path} cannot be used: {e.Message} {Advice(e.SqliteErrorCode)}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{path} cannot be used: {e.Message} {Advice(0)}", e);
        }
    }

    public string ConnectionString { get; }

    public override DbConnection Open() => Open(_promise);

    public override DbConnection Open(CommitPromise promise) => OpenFile(promise);

    private SqliteConnection OpenFile(CommitPromise promise)
    {
        var connection = new SqliteConnection(ConnectionString);
        try
        {
            connection.Open();
            connection.Execute($"{Dialect.Sqlite.Promise(promise)}; PRAGMA busy_timeout = 10000; PRAGMA cache_size = -32000");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // The result codes are SQLite's: https://sqlite.org/rescode.html.
    private static string Advice(int code) => code switch
    {
        5 or 6 => "Another program has it open; end that first.",
        8 => "Let this user write it.",
        10 or 13 => "Look after the disk.",
        11 or 26 => "It is damaged: restore it from a backup.",
        _ => "See that this user can write it and that the disk has room.",
    };

    private static void Migrate(SqliteConnection connection, string path, IReadOnlyList<string> steps)
    {
        using var transaction = connection.BeginTransaction();
        var version = connection.Scalar("PRAGMA user_version");
        if (version > steps.Count)
        {
            throw new StorageException(
                $"{path} has schema {version}, newer than this program's {steps.Count}. Start a newer version of CityOps.");
        }

        for (var step = (int)version; step < steps.Count; step++)
        {
            connection.Execute(steps[step]);
        }

        connection.Execute($"PRAGMA user_version = {steps.Count}");
        transaction.Commit();
    }
}
