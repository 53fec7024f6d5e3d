using System.IO.Compression;
using Microsoft.Data.Sqlite;

namespace CityOps.EndToEnd.Tests.Frozen;

/// <summary>The databases that a release left behind, a folder a release, each file compressed.</summary>
internal static class FrozenRelease
{
    private static readonly string Folder = Repository.PathOf("tests/CityOps.EndToEnd.Tests/Fixtures");

    /// <summary>The releases there are.</summary>
    public static IEnumerable<string> All => Directory.GetDirectories(Folder).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal);

    /// <summary>Brings the databases of a release into a data directory.</summary>
    public static void Thaw(string release, string data)
    {
        Directory.CreateDirectory(data);
        foreach (var file in Directory.GetFiles(Path.Combine(Folder, release), "*.db.gz"))
        {
            using var packed = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
            using var database = File.Create(Path.Combine(data, Path.GetFileNameWithoutExtension(file)));
            packed.CopyTo(database);
        }
    }

    /// <summary>Keeps the databases of a data directory, on which no engine runs.</summary>
    public static void Freeze(string release, string data)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, release)).FullName;
        foreach (var file in Directory.GetFiles(data, "*.db"))
        {
            var whole = $"{file}.whole";
            using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
            {
                connection.Open();
                using var command = connection.CreateCommand();
                command.CommandText = "VACUUM INTO @whole";
                command.Parameters.AddWithValue("@whole", whole);
                command.ExecuteNonQuery();
            }

            using var packed = new GZipStream(
                File.Create(Path.Combine(folder, $"{Path.GetFileName(file)}.gz")), CompressionLevel.SmallestSize);
            using var database = File.OpenRead(whole);
            database.CopyTo(packed);
        }
    }
}
