using System.Data.Common;
using System.Text.Json;
using CityOps.Storage.Databases;
using CityOps.Storage.Files;
using CityOps.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace CityOps.Storage.Moving;

/// <summary>
/// A backup is a data directory: the SQLite files that an engine could run on, the photos, and <c>backup.json</c> with what every
/// table holds. It is made beside a running engine. Lists are read before events and photos last, so that nothing is known of an event
/// that is not there, nor named without being there.
/// </summary>
internal static class CityBackup
{
    private const string Manifest = "backup.json";

    /// <summary>Copies files of SQLite, each as it is at one moment.</summary>
    public static IReadOnlyDictionary<string, TableSum> OfSqlite(string from, string to, Action<string> report, CancellationToken cancel)
    {
        var sums = new Dictionary<string, TableSum>();
        foreach (var (part, tables) in CityMove.Parts)
        {
            var path = Path.Combine(from, $"{part}.db");
            if (!File.Exists(path))
            {
                continue;
            }

            using (var source = new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString()))
            {
                source.Open();
                source.Execute("PRAGMA busy_timeout = 10000");
                source.Execute("VACUUM INTO @to", ("@to", Path.Combine(to, $"{part}.db")));
            }

            using var copy = Part(to, part).Open();
            foreach (var table in tables)
            {
                cancel.ThrowIfCancellationRequested();
                sums[table.Name] = TableSum.Of(copy, table, cancel);
                report($"{table.Name}: {sums[table.Name].Rows:N0} rows");
            }
        }

        return sums;
    }

    /// <summary>Copies the photos that are not there yet.</summary>
    /// <returns>How many there are.</returns>
    public static int CopyFiles(string from, string to, Action<string> report, CancellationToken cancel)
    {
        var (source, count) = (Path.Combine(from, "files"), 0);
        if (!Directory.Exists(source))
        {
            return 0;
        }

        // Folders of two digits; what waits or was condemned is no part of a city's data, and thumbnails are made again.
        foreach (var folder in Directory.EnumerateDirectories(source).Where(d => Path.GetFileName(d).Length == 2))
        {
            var into = Path.Combine(to, "files", Path.GetFileName(folder));
            DurableFolder.Make(into);
            foreach (var file in Directory.EnumerateFiles(folder))
            {
                cancel.ThrowIfCancellationRequested();
                var copy = Path.Combine(into, Path.GetFileName(file));
                if (!File.Exists(copy))
                {
                    File.Copy(file, $"{copy}.part", overwrite: true);
                    File.Move($"{copy}.part", copy);
                }

                if (++count % 1_000 == 0)
                {
                    report($"photos and files: {count:N0}");
                }
            }
        }

        report($"photos and files: {count:N0}");
        return count;
    }

    public static void Sign(string directory, IReadOnlyDictionary<string, TableSum> sums, int files) => File.WriteAllText(
        Path.Combine(directory, Manifest),
        JsonSerializer.Serialize(
            new Contents(sums.ToDictionary(s => s.Key, s => new TableContents(s.Value.Rows, $"{s.Value.Hash:x32}")), files), Json));

    /// <summary>Compares what is there with what the backup says of itself.</summary>
    /// <exception cref="StorageException">It is no whole backup, or another than it was.</exception>
    public static void Check(string directory, Action<string> report, CancellationToken cancel)
    {
        var path = Path.Combine(directory, Manifest);
        if (!File.Exists(path))
        {
            throw new StorageException($"{directory} is no backup, or one that was not finished: it has no {Manifest}.");
        }

        var contents = JsonSerializer.Deserialize<Contents>(File.ReadAllText(path), Json)
            ?? throw new StorageException($"{path} is empty.");
        foreach (var (part, tables) in CityMove.Parts.Where(p => p.Tables.Any(t => contents.Tables.ContainsKey(t.Name))))
        {
            using var connection = Part(directory, part).Open();
            foreach (var table in tables)
            {
                var (sum, said) = (TableSum.Of(connection, table, cancel), contents.Tables.GetValueOrDefault(table.Name));
                if (said is not null && said != new TableContents(sum.Rows, $"{sum.Hash:x32}"))
                {
                    throw new StorageException($"{directory}: table {table.Name} is another than when the backup was made.");
                }

                report($"{table.Name}: {sum.Rows:N0} rows are right");
            }
        }
    }

    public static Database Part(string directory, string part) => CityDatabases.Part(new StorageOptions { DataDirectory = directory }, part);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private sealed record Contents(Dictionary<string, TableContents> Tables, int Files);

    private sealed record TableContents(long Rows, string Hash);
}
