using Npgsql;

namespace CityOps.Storage.Tests;

/// <summary>A directory that goes with the test, and with it a database: SQLite in the directory, or tables of a PostgreSQL.</summary>
/// <param name="connectionString">The PostgreSQL; empty for SQLite.</param>
internal sealed class TemporaryDirectory(string connectionString = "") : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("cityops-storage-").FullName;

    public StorageOptions Options => new() { DataDirectory = Path, ConnectionString = connectionString };

    /// <summary>What a kill would leave at this moment. A server of PostgreSQL goes on: there it is what was committed.</summary>
    public TemporaryDirectory Snapshot()
    {
        var copy = new TemporaryDirectory(connectionString);
        foreach (var file in Directory.GetFiles(Path, "*.db*"))
        {
            File.Copy(file, System.IO.Path.Combine(copy.Path, System.IO.Path.GetFileName(file)));
        }

        return copy;
    }

    public void Dispose()
    {
        // Else every test leaves its connections open, and the server has only so many.
        if (connectionString.Length > 0)
        {
            NpgsqlConnection.ClearAllPools();
        }

        Directory.Delete(Path, recursive: true);
    }
}
