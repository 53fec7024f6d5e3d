using CityOps.Engine.Ports;
using CityOps.Storage.Databases;
using NodaTime;

namespace CityOps.Storage.Files;

/// <summary>
/// Which files are in the bucket: asked for every photo of every case that is shown, and so kept here. Thread-safe; a change is on disk
/// when it returns.
/// </summary>
internal sealed class BucketBook(CityDatabases data)
{
    public StoredFile? Find(FileHash hash)
    {
        using var connection = data.Files.Open();
        return connection.Query(
            "SELECT type, length, at FROM kept WHERE hash = @hash AND condemned = false",
            row => new StoredFile(
                hash, Enum.Parse<FileType>(row.GetString(0)), row.GetInt64(1), Instant.FromUnixTimeMilliseconds(row.GetInt64(2))),
            ("@hash", hash.Hex)).SingleOrDefault();
    }

    /// <summary>True if the bucket may have it, shown or hidden.</summary>
    public bool Knows(FileHash hash) => Count("hash = @hash", ("@hash", hash.Hex)) > 0;

    public bool IsCondemned(FileHash hash) => Count("hash = @hash AND condemned = true", ("@hash", hash.Hex)) > 0;

    public void Note(StoredFile file) => Execute(
        """
        INSERT INTO kept VALUES (@hash, @type, @length, @at, false)
        ON CONFLICT (hash) DO UPDATE SET at = excluded.at, condemned = false
        """,
        ("@hash", file.Hash.Hex), ("@type", file.Type.ToString()), ("@length", file.Length), ("@at", file.StoredAt.ToUnixTimeMilliseconds()));

    public IReadOnlyList<FileHash> OlderThan(Instant time) => Hashes(
        "condemned = false AND at < @time", ("@time", time.ToUnixTimeMilliseconds()));

    public void Condemn(FileHash hash, Instant olderThan) => Execute(
        "UPDATE kept SET condemned = true WHERE hash = @hash AND at < @time", ("@hash", hash.Hex), ("@time", olderThan.ToUnixTimeMilliseconds()));

    public IReadOnlyList<FileHash> AllCondemned() => Hashes("condemned = true");

    public void Pardon(FileHash hash) => Execute("UPDATE kept SET condemned = false WHERE hash = @hash", ("@hash", hash.Hex));

    public void Forget(FileHash hash) => Execute("DELETE FROM kept WHERE hash = @hash AND condemned = true", ("@hash", hash.Hex));

    private List<FileHash> Hashes(string condition, params (string Name, object? Value)[] values)
    {
        using var connection = data.Files.Open();
        return connection.Query(
            $"SELECT hash FROM kept WHERE {condition}", row => FileHash.TryParse(row.GetString(0), out var hash) ? hash : default, values);
    }

    private long Count(string condition, params (string Name, object? Value)[] values)
    {
        using var connection = data.Files.Open();
        return connection.Scalar($"SELECT count(*) FROM kept WHERE {condition}", values);
    }

    private void Execute(string sql, params (string Name, object? Value)[] values)
    {
        using var connection = data.Files.Open();
        connection.Execute(sql, values);
    }
}
