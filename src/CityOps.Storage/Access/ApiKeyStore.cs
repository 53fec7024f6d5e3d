using System.Data.Common;
using CityOps.Domain;
using CityOps.Engine.Ports;
using CityOps.Storage.Devices;
using CityOps.Storage.Databases;
using NodaTime;

namespace CityOps.Storage.Access;

/// <summary>Keys in the database, beside the devices' accounts.</summary>
internal sealed class ApiKeyStore(DeviceFile file) : IApiKeys
{
    private const string Columns =
        "name, hash, roles, jurisdiction, department, scopes, created_at, expires_at, used_at, revoked_at, revision";

    // "Keys" as a number.
    private const long Turn = 0x4B_65_79_73;

    public Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancel) => QueryAsync("ORDER BY name", 0, cancel);

    public Task<bool> AddAsync(ApiKey key, CancellationToken cancel) => ChangeAsync(
        connection => connection.Execute(
            $"""
            INSERT INTO api_key ({Columns}) VALUES (@name, @hash, @roles, @jurisdiction, @department, @scopes, @created, @expires,
                NULL, NULL, (SELECT coalesce(max(revision), 0) + 1 FROM api_key))
            ON CONFLICT DO NOTHING
            """,
            ("@name", key.Name), ("@hash", key.Hash.ToArray()), ("@roles", (int)key.Holder.Roles),
            ("@jurisdiction", key.Holder.Jurisdiction), ("@department", key.Holder.Department), ("@scopes", (int)key.Scopes),
            ("@created", key.CreatedAt.ToUnixTimeMilliseconds()), ("@expires", key.ExpiresAt?.ToUnixTimeMilliseconds())),
        cancel);

    public Task<bool> RevokeAsync(string name, Instant at, CancellationToken cancel) => ChangeAsync(
        connection => connection.Execute(
            """
            UPDATE api_key SET revoked_at = @at, revision = (SELECT max(revision) + 1 FROM api_key)
            WHERE name = @name AND revoked_at IS NULL
            """,
            ("@name", name), ("@at", at.ToUnixTimeMilliseconds())),
        cancel);

    public Task NoteUseAsync(IReadOnlyDictionary<string, Instant> lastUses, CancellationToken cancel) => Task.Run(
        () =>
        {
            using var connection = file.Open();
            using var transaction = connection.BeginTransaction();

            // In one order: each node notes the uses of the same keys, and would wait for what another has written.
            foreach (var (name, at) in lastUses.OrderBy(use => use.Key, StringComparer.Ordinal))
            {
                connection.Execute(
                    "UPDATE api_key SET used_at = max(coalesce(used_at, 0), @at) WHERE name = @name",
                    ("@name", name), ("@at", at.ToUnixTimeMilliseconds()));
            }

            transaction.Commit();
        },
        cancel);

    public Task<IReadOnlyList<ApiKey>> ChangedAsync(long after, CancellationToken cancel) =>
        QueryAsync("WHERE revision > @after ORDER BY revision", after, cancel);

    /// <summary>Gives one revision at a time: whoever asks for what has changed after one finds every later one.</summary>
    private Task<bool> ChangeAsync(Func<PreparedConnection, int> change, CancellationToken cancel) => Task.Run(
        () => PreparedConnection.InTurn(file.Open(), Turn, connection => change(connection) > 0), cancel);

    private Task<IReadOnlyList<ApiKey>> QueryAsync(string which, long after, CancellationToken cancel) =>
        Task.Run<IReadOnlyList<ApiKey>>(
            () =>
            {
                using var connection = file.Open();
                return connection.Query($"SELECT {Columns} FROM api_key {which}", Key, ("@after", after));
            },
            cancel);

    private static ApiKey Key(DbDataReader row) => new(
        row.GetString(0), row.GetFieldValue<byte[]>(1), new KeyHolder((Roles)row.GetInt32(2), row.Text(3), row.Text(4)),
        (KeyScopes)row.GetInt32(5), Instant.FromUnixTimeMilliseconds(row.GetInt64(6)), Time(row, 7))
    {
        UsedAt = Time(row, 8),
        RevokedAt = Time(row, 9),
        Revision = row.GetInt64(10),
    };

    private static Instant? Time(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : Instant.FromUnixTimeMilliseconds(row.GetInt64(column));
}
