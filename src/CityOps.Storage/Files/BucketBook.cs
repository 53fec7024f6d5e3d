using CityOps.Engine;
using CityOps.Engine.Ports;
using CityOps.Storage.Databases;
using NodaTime;

namespace CityOps.Storage.Files;

/// <summary>
/// Which files are in the bucket: asked for every photo of every case that is shown, and so kept here. It is one for all nodes: who writes or
/// deletes says so here first, so that both are never about the same file. Thread-safe; a change is on disk when it returns.
/// </summary>
internal sealed class BucketBook(CityDatabases data, TimeProvider clock)
{
    // No deletion takes nearly as long: whoever began it has ended, and another takes it over.
    private static readonly Duration LongestDeletion = Duration.FromHours(1);

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

    /// <summary>
    /// Says that the bytes of a file will be written: nobody deletes it from now on. One that was hidden still has its bytes, and is shown; one
    /// that is new is hidden until it is noted.
    /// </summary>
    /// <returns>False where its deletion has begun.</returns>
    public bool Announce(StoredFile file) => Execute(
        """
        INSERT INTO kept (hash, type, length, at, condemned, underway) VALUES (@hash, @type, @length, @at, true, 'coming')
        ON CONFLICT (hash) DO UPDATE SET at = excluded.at, condemned = (kept.condemned AND kept.underway = 'coming')
        WHERE kept.underway <> 'going'
        """,
        Values(file)) > 0;

    /// <summary>Shows a file whose bytes are in the bucket.</summary>
    public void Note(StoredFile file) => Execute(
        """
        INSERT INTO kept (hash, type, length, at, condemned, underway) VALUES (@hash, @type, @length, @at, false, '')
        ON CONFLICT (hash) DO UPDATE SET at = excluded.at, condemned = false, underway = ''
        """,
        Values(file));

    public IReadOnlyList<FileHash> OlderThan(Instant time) => Hashes(
        "condemned = false AND at < @time", ("@time", time.ToUnixTimeMilliseconds()));

    public void Condemn(FileHash hash, Instant olderThan) => Execute(
        "UPDATE kept SET condemned = true WHERE hash = @hash AND at < @time", ("@hash", hash.Hex), ("@time", olderThan.ToUnixTimeMilliseconds()));

    public IReadOnlyList<FileHash> AllCondemned() => Hashes("condemned = true AND underway <> 'coming'");

    public bool Pardon(FileHash hash) => Execute(
        "UPDATE kept SET condemned = false WHERE hash = @hash AND condemned = true AND underway = ''", ("@hash", hash.Hex)) > 0;

    /// <summary>Says that a hidden file is deleted.</summary>
    /// <returns>False where it is shown again, or another deletes it just now.</returns>
    public bool BeginDeletion(FileHash hash) => Execute(
        """
        UPDATE kept SET underway = 'going', at = @now
        WHERE hash = @hash AND condemned = true AND (underway = '' OR (underway = 'going' AND at < @ended))
        """,
        ("@hash", hash.Hex), ("@now", Now.ToUnixTimeMilliseconds()), ("@ended", (Now - LongestDeletion).ToUnixTimeMilliseconds())) > 0;

    /// <summary>Says that what is in the bucket without being known is deleted.</summary>
    /// <returns>False where it is known by now.</returns>
    public bool BeginDeletionOfStray(FileHash hash) => Execute(
        """
        INSERT INTO kept (hash, type, length, at, condemned, underway) VALUES (@hash, '', 0, @now, true, 'going')
        ON CONFLICT (hash) DO NOTHING
        """,
        ("@hash", hash.Hex), ("@now", Now.ToUnixTimeMilliseconds())) > 0;

    /// <summary>What was deleted is known no more.</summary>
    public void Forget(FileHash hash) => Execute(
        "DELETE FROM kept WHERE hash = @hash AND condemned = true AND underway = 'going'", ("@hash", hash.Hex));

    /// <summary>Forgets what was announced before a time and never came.</summary>
    public void ForgetAnnounced(Instant before) => Execute(
        "DELETE FROM kept WHERE condemned = true AND underway = 'coming' AND at < @before", ("@before", before.ToUnixTimeMilliseconds()));

    private Instant Now => clock.GetCurrentInstant();

    private static (string Name, object? Value)[] Values(StoredFile file) =>
    [
        ("@hash", file.Hash.Hex), ("@type", file.Type.ToString()), ("@length", file.Length), ("@at", file.StoredAt.ToUnixTimeMilliseconds()),
    ];

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

    private int Execute(string sql, params (string Name, object? Value)[] values)
    {
        using var connection = data.Files.Open();
        return connection.Execute(sql, values);
    }
}
