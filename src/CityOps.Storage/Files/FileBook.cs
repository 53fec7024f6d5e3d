using System.Data.Common;
using CityOps.Engine.Ports;
using CityOps.Storage.Databases;
using NodaTime;

namespace CityOps.Storage.Files;

/// <summary>Who sent which file, and the uploads that come in parts. Thread-safe; a change is on disk when it returns.</summary>
internal sealed class FileBook(CityDatabases data)
{
    private static readonly Duration Day = Duration.FromDays(1);

    public Task<bool> IsUploadedByAsync(FileHash hash, string caller, CancellationToken cancel) => RunAsync(
        c => c.Scalar("SELECT count(*) FROM uploader WHERE hash = @hash AND caller = @caller", ("@hash", hash.Hex), ("@caller", caller)) > 0,
        cancel);

    public Task NoteUploaderAsync(FileHash hash, string caller, long length, Instant now, CancellationToken cancel) => RunAsync(
        c => c.Execute(
            "INSERT INTO uploader VALUES (@hash, @caller, @length, @at) ON CONFLICT (hash, caller) DO UPDATE SET at = excluded.at",
            ("@hash", hash.Hex), ("@caller", caller), ("@length", length), ("@at", now.ToUnixTimeMilliseconds())),
        cancel);

    /// <summary>Forgets who sent a file before a time; who has sent it again meanwhile is known.</summary>
    public Task ForgetUploadersAsync(FileHash hash, Instant before, CancellationToken cancel) => RunAsync(
        c => c.Execute("DELETE FROM uploader WHERE hash = @hash AND at < @before", ("@hash", hash.Hex), ("@before", before.ToUnixTimeMilliseconds())),
        cancel);

    /// <summary>How many bytes the caller has sent in the day before, or may still send in uploads that are open.</summary>
    public Task<long> BytesOfDayAsync(string caller, Instant now, CancellationToken cancel) => RunAsync(
        c => c.Scalar(
            """
            SELECT (SELECT coalesce(sum(length), 0) FROM uploader WHERE caller = @caller AND at > @since)
                + (SELECT coalesce(sum(length), 0) FROM upload WHERE caller = @caller AND done = false AND expires_at > @now)
            """,
            ("@caller", caller), ("@since", (now - Day).ToUnixTimeMilliseconds()), ("@now", now.ToUnixTimeMilliseconds())),
        cancel);

    /// <summary>Adds an upload that a node begins, unless the caller has as many open.</summary>
    public Task<bool> AddAsync(Upload upload, string caller, string node, int most, Instant now, CancellationToken cancel) => Task.Run(
        () => PreparedConnection.InTurn(data.Files.Open(), TurnOf(caller), connection => connection.Execute(
            """
            INSERT INTO upload (id, hash, caller, length, expires_at, done, node)
            SELECT @id, @hash, @caller, @length, @expires, false, @node
            WHERE (SELECT count(*) FROM upload WHERE caller = @caller AND done = false AND expires_at > @now) < @most
            """,
            ("@id", upload.Id), ("@hash", upload.Hash.Hex), ("@caller", caller), ("@length", upload.Length),
            ("@expires", upload.ExpiresAt.ToUnixTimeMilliseconds()), ("@node", node), ("@now", now.ToUnixTimeMilliseconds()),
            ("@most", most)) > 0),
        cancel);

    public Task<NotedUpload?> FindAsync(string id, string caller, Instant now, CancellationToken cancel) => RunAsync(
        c => c.Query(
            $"SELECT {NotedUpload.Columns} FROM upload WHERE id = @id AND caller = @caller AND expires_at > @now",
            row => NotedUpload.Read(row),
            ("@id", id), ("@caller", caller), ("@now", now.ToUnixTimeMilliseconds())).SingleOrDefault(),
        cancel);

    /// <summary>Notes that a part has come, or the last one.</summary>
    public Task MoveAsync(string id, Instant expiresAt, bool done, CancellationToken cancel) => RunAsync(
        c => c.Execute(
            "UPDATE upload SET expires_at = @expires, done = @done WHERE id = @id",
            ("@id", id), ("@expires", expiresAt.ToUnixTimeMilliseconds()), ("@done", done)),
        cancel);

    public Task<bool> RemoveAsync(string id, CancellationToken cancel) =>
        RunAsync(c => c.Execute("DELETE FROM upload WHERE id = @id", ("@id", id)) > 0, cancel);

    /// <summary>The uploads that have expired, of all nodes.</summary>
    public Task<IReadOnlyList<NotedUpload>> ExpiredAsync(Instant now, CancellationToken cancel) => RunAsync<IReadOnlyList<NotedUpload>>(
        c => c.Query(
            $"SELECT {NotedUpload.Columns} FROM upload WHERE expires_at <= @now", row => NotedUpload.Read(row),
            ("@now", now.ToUnixTimeMilliseconds())),
        cancel);

    /// <summary>Forgets an upload, if it has expired.</summary>
    public Task<bool> ExpireAsync(string id, Instant now, CancellationToken cancel) => RunAsync(
        c => c.Execute(
            "DELETE FROM upload WHERE id = @id AND expires_at <= @now", ("@id", id), ("@now", now.ToUnixTimeMilliseconds())) > 0,
        cancel);

    /// <summary>The ids of all uploads.</summary>
    public Task<IReadOnlySet<string>> AllAsync(CancellationToken cancel) => RunAsync<IReadOnlySet<string>>(
        c => c.Query("SELECT id FROM upload", row => row.GetString(0)).ToHashSet(), cancel);

    /// <summary>
    /// The turn of a caller ("Uploads" as a number, and whose): of those that begin at the same moment, each counts the ones before it. Who
    /// begins very many holds up nobody else.
    /// </summary>
    private static long TurnOf(string caller) => PreparedConnection.TurnOf(0x55_70_6C_6F_61_64_73L, caller);

    private Task<T> RunAsync<T>(Func<DbConnection, T> work, CancellationToken cancel) => Task.Run(
        () =>
        {
            using var connection = data.Files.Open();
            return work(connection);
        },
        cancel);
}
