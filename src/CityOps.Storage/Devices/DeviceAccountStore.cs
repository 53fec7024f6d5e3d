using System.Data.Common;
using CityOps.Engine.Ports;
using CityOps.Storage.Databases;
using NodaTime;

namespace CityOps.Storage.Devices;

/// <summary>Accounts in the database.</summary>
internal sealed class DeviceAccountStore(DeviceFile file) : IDeviceAccounts, IDisposable
{
    private const string Columns = "\"user\", secret, disabled, carries, department, changed_at, revision";

    // "Accounts" as a number.
    private const long Turn = 0x41_63_63_6F_75_6E_74_73;

    private readonly Lock _gate = new();
    private readonly StandingConnection _reader = new(file.Open);

    /// <inheritdoc/>
    public Task<DeviceAccount?> FindAsync(string user, CancellationToken cancel)
    {
        // On one connection: a city's devices may all come at once, and a look-up is a matter of microseconds.
        lock (_gate)
        {
            return Task.FromResult(_reader.Use(connection => connection
                .Query($"SELECT {Columns} FROM account WHERE \"user\" = @user AND removed = false", Account, ("@user", user))
                .FirstOrDefault()));
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeviceAccount>> ListAsync(CancellationToken cancel) => Task.Run<IReadOnlyList<DeviceAccount>>(
        () =>
        {
            using var connection = file.Open();
            return connection.Query($"SELECT {Columns} FROM account WHERE removed = false ORDER BY \"user\"", Account);
        },
        cancel);

    /// <inheritdoc/>
    public Task SaveAsync(IReadOnlyCollection<DeviceAccount> accounts, CancellationToken cancel) => ChangeAsync(
        connection => accounts.Sum(account => Save(connection, account)), cancel);

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(string user, Instant at, CancellationToken cancel) => ChangeAsync(
        connection => connection.Execute(
            """
            UPDATE account SET removed = true, secret = NULL, disabled = false, carries = NULL, department = NULL, changed_at = @at,
                revision = (SELECT max(revision) + 1 FROM account)
            WHERE "user" = @user AND removed = false
            """,
            ("@user", user), ("@at", at.ToUnixTimeMilliseconds())),
        cancel);

    /// <inheritdoc/>
    public Task<AccountChanges> ChangedAsync(long after, CancellationToken cancel) => Task.Run(
        () =>
        {
            using var connection = file.Open();
            var changed = connection.Query(
                "SELECT \"user\", disabled, revision FROM account WHERE revision > @after ORDER BY revision",
                r => new AccountChange(r.GetString(0), r.GetBoolean(1), r.GetInt64(2)), ("@after", after));
            return new AccountChanges(changed, changed.Count == 0 ? after : changed[^1].Revision);
        },
        cancel);

    public void Dispose() => _reader.Dispose();

    /// <summary>Gives one revision at a time: whoever asks for what has changed after one finds every later one.</summary>
    private Task<bool> ChangeAsync(Func<PreparedConnection, int> change, CancellationToken cancel) => Task.Run(
        () => PreparedConnection.InTurn(file.Open(), Turn, connection => change(connection) > 0), cancel);

    private static int Save(PreparedConnection connection, DeviceAccount account) => connection.Execute(
        """
        INSERT INTO account VALUES (@user, @secret, @disabled, @carries, @department, false, @at,
            (SELECT coalesce(max(revision), 0) + 1 FROM account))
        ON CONFLICT ("user") DO UPDATE SET secret = excluded.secret, disabled = excluded.disabled, carries = excluded.carries,
            department = excluded.department, removed = false, changed_at = excluded.changed_at, revision = excluded.revision
        """,
        ("@user", account.User), ("@secret", account.Secret), ("@disabled", account.Disabled),
        ("@carries", account.Carries is { } carries ? string.Join(' ', carries.Names) : null),
        ("@department", account.Carries?.Department), ("@at", account.ChangedAt.ToUnixTimeMilliseconds()));

    private static DeviceAccount Account(DbDataReader row) => new(
        row.GetString(0), row.Text(1), row.GetBoolean(2),
        row.Text(3) is { } carries
            ? new CarriedDevices(carries.Split(' ', StringSplitOptions.RemoveEmptyEntries), row.Text(4))
            : null,
        Instant.FromUnixTimeMilliseconds(row.GetInt64(5)))
    {
        Revision = row.GetInt64(6),
    };
}
