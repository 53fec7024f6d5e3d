using System.Data.Common;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Storage.Files;

/// <summary>An upload as the book has it, which is the same for all nodes.</summary>
/// <param name="Upload">The upload, with offset 0 as long as it is not done.</param>
/// <param name="Node">The node that began it, and has on its disk what came; empty for an engine that was alone.</param>
internal sealed record NotedUpload(Upload Upload, string Node)
{
    /// <summary>What <see cref="Read"/> takes, in that order.</summary>
    public const string Columns = "id, hash, length, done, expires_at, node";

    /// <summary>True once the file is in the store.</summary>
    public bool IsDone => Upload.Offset == Upload.Length;

    public static NotedUpload Read(DbDataReader row) => new(
        new Upload(
            row.GetString(0), FileHash.TryParse(row.GetString(1), out var hash) ? hash : default, row.GetInt64(2),
            row.GetBoolean(3) ? row.GetInt64(2) : 0, Instant.FromUnixTimeMilliseconds(row.GetInt64(4))),
        row.GetString(5));
}
