using System.Data.Common;
using System.Security.Cryptography;
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

    /// <exception cref="StorageException">There are no files of a city in the directory: mostly it is another than is meant.</exception>
    public static void MustHoldCity(string directory)
    {
        if (!File.Exists(Path.Combine(directory, "journal.db")))
        {
            throw new StorageException(
                $"{directory} holds no city's data (no journal.db). Look after CityOps:DataDirectory and CityOps:Storage:ConnectionString.");
        }
    }

    /// <summary>Copies files of SQLite, each as it is at one moment.</summary>
    public static IReadOnlyDictionary<string, TableSum> OfSqlite(string from, string to, Action<string> report, CancellationToken cancel)
    {
        MustHoldCity(from);
        var sums = new Dictionary<string, TableSum>();
        foreach (var (part, tables) in CityMove.Parts)
        {
            var path = Path.Combine(from, $"{part}.db");
            if (!File.Exists(path))
            {
                continue;
            }

            using (var source = OpenAsItIs(path))
            {
                TableCopy.MustBeWhole(source, from);

                // SQLite takes a file that is empty, and would make one that all can read.
                var copied = Path.Combine(to, $"{part}.db");
                OwnerOnly.Create(copied);
                source.Execute("VACUUM INTO @to", ("@to", copied));
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
                if (!File.Exists(copy) && !TryCopy(file, copy))
                {
                    continue;
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

    /// <returns>False where the engine beside it has just put the file away: no case names it.</returns>
    private static bool TryCopy(string file, string copy)
    {
        try
        {
            File.Copy(file, $"{copy}.part", overwrite: true);
        }
        catch (FileNotFoundException)
        {
            return false;
        }

        File.Move($"{copy}.part", copy);
        return true;
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

        var contents = Read(path);
        if (!contents.Tables.ContainsKey("journal"))
        {
            throw new StorageException($"{path} names no journal: it is no backup of a city.");
        }

        foreach (var (part, _) in CityMove.Parts)
        {
            MustBeOfThisVersion(directory, part);
        }

        CheckFiles(directory, contents.Files, report, cancel);
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

    /// <summary>
    /// Before a part is opened otherwise: that would bring it up to this program's version, and the backup would be one that neither version
    /// takes any more.
    /// </summary>
    private static void MustBeOfThisVersion(string directory, string part)
    {
        var path = Path.Combine(directory, $"{part}.db");
        if (!File.Exists(path))
        {
            return;
        }

        try
        {
            using var file = OpenAsItIs(path);
            var (version, newest) = (file.Scalar("PRAGMA user_version"), CityDatabases.SqliteVersion(part));
            if (version != newest)
            {
                throw new StorageException(
                    $"{path} has schema {version}, and this program {newest}. Restore it by the version of CityOps that made it, and start a newer one then.");
            }
        }
        catch (SqliteException e)
        {
            throw new StorageException($"{path} cannot be used: {e.Message}", e);
        }
    }

    /// <summary>A file that is there, whatever version it is of.</summary>
    private static SqliteConnection OpenAsItIs(string path)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        try
        {
            connection.Open();
            connection.Execute("PRAGMA busy_timeout = 10000");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static Contents Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Contents>(File.ReadAllText(path), Json) is { Tables: not null } contents
                ? contents
                : throw new StorageException($"{path} says nothing.");
        }
        catch (JsonException e)
        {
            throw new StorageException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The name of a file is the SHA-256 of its bytes.</summary>
    private static void CheckFiles(string directory, int said, Action<string> report, CancellationToken cancel)
    {
        var (root, count) = (Path.Combine(directory, "files"), 0);
        foreach (var file in Directory.Exists(root) ? Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories) : [])
        {
            cancel.ThrowIfCancellationRequested();
            using var bytes = File.OpenRead(file);
            if (!Convert.ToHexStringLower(SHA256.HashData(bytes)).Equals(Path.GetFileName(file), StringComparison.OrdinalIgnoreCase))
            {
                throw new StorageException($"{file} is another than when the backup was made.");
            }

            count++;
        }

        if (count != said)
        {
            throw new StorageException($"{directory} has {count:N0} photos and files of {said:N0}.");
        }

        report($"photos and files: {count:N0} are right");
    }

    public static Database Part(string directory, string part) => CityDatabases.Part(new StorageOptions { DataDirectory = directory }, part);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private sealed record Contents(Dictionary<string, TableContents> Tables, int Files);

    private sealed record TableContents(long Rows, string Hash);
}
