using System.Data.Common;
using CityOps.Domain.City;
using CityOps.Domain.Components;
using CityOps.Domain.Geo;
using CityOps.Engine.Ports;
using CityOps.Storage.Databases;
using NodaTime;

namespace CityOps.Storage.Components;

/// <summary>The changes of components in a file of their own: they are no view, and few. Rows are added and never changed.</summary>
internal sealed class ComponentLog(CityDatabases data) : IComponentLog
{
    private const string Columns =
        """
        code, version, kind, at, observed_at, registered_by, command_id, category, lat, lon, department, state, source, note
        """;

    internal static IReadOnlyList<string> Schema { get; } =
    [
        """
        CREATE TABLE component_change (
            number INTEGER PRIMARY KEY AUTOINCREMENT, code TEXT NOT NULL, version INTEGER NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL,
            observed_at INTEGER NOT NULL, registered_by TEXT NOT NULL, command_id TEXT NOT NULL, category TEXT NOT NULL, lat REAL NOT NULL,
            lon REAL NOT NULL, department TEXT NOT NULL, state TEXT NOT NULL, source TEXT, note TEXT,
            UNIQUE (code, version), UNIQUE (registered_by, command_id));
        """,
    ];

    /// <inheritdoc/>
    public Task<IReadOnlyList<NumberedChange>> NewestAsync(CancellationToken cancel) => ReadAsync(
        "WHERE (code, version) IN (SELECT code, max(version) FROM component_change GROUP BY code)", [], cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<NumberedChange>> AfterAsync(long number, CancellationToken cancel) =>
        ReadAsync("WHERE number > @number ORDER BY number", [("@number", number)], cancel);

    /// <inheritdoc/>
    public async Task<ComponentChange?> FindAsync(string by, string commandId, CancellationToken cancel) =>
        await ReadAsync("WHERE registered_by = @by AND command_id = @commandId", [("@by", by), ("@commandId", commandId)], cancel) is [var found]
            ? found.Change
            : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ComponentChange>> OfAsync(string code, long before, int limit, CancellationToken cancel)
    {
        var rows = await ReadAsync(
            "WHERE code = @code AND version < @before ORDER BY version DESC LIMIT @limit",
            [("@code", code), ("@before", before), ("@limit", limit)], cancel);
        return [.. rows.Select(row => row.Change)];
    }

    /// <inheritdoc/>
    public Task<bool> AppendAsync(ComponentChange change, CancellationToken cancel) => Task.Run(
        () =>
        {
            using var connection = data.Components.Open();
            return connection.Execute(
                $"""
                INSERT INTO component_change ({Columns})
                VALUES (@code, @version, @kind, @at, @observedAt, @by, @commandId, @category, @lat, @lon, @department, @state, @source, @note)
                ON CONFLICT DO NOTHING
                """,
                ("@code", change.Code), ("@version", change.Version), ("@kind", change.Kind.ToString()),
                ("@at", change.At.ToUnixTimeMilliseconds()), ("@observedAt", change.ObservedAt.ToUnixTimeMilliseconds()),
                ("@by", change.By), ("@commandId", change.CommandId), ("@category", change.After.Entry.Category),
                ("@lat", change.After.Entry.Place.Latitude), ("@lon", change.After.Entry.Place.Longitude),
                ("@department", change.After.Entry.Department), ("@state", change.After.State.ToString()),
                ("@source", change.Source), ("@note", change.Note)) == 1;
        },
        cancel);

    private Task<IReadOnlyList<NumberedChange>> ReadAsync(string where, (string, object?)[] parameters, CancellationToken cancel) =>
        Task.Run<IReadOnlyList<NumberedChange>>(
            () =>
            {
                using var connection = data.Components.Open();
                return connection.Query($"SELECT {Columns}, number FROM component_change {where}", Row, parameters);
            },
            cancel);

    private static NumberedChange Row(DbDataReader r)
    {
        var (code, version, at) = (r.GetString(0), r.GetInt64(1), Instant.FromUnixTimeMilliseconds(r.GetInt64(3)));
        var entry = new Component(code, r.GetString(7), GeoPoint.At(latitude: r.GetDouble(8), longitude: r.GetDouble(9)), r.GetString(10));
        var change = new ComponentChange(
            code, version, Enum.Parse<ComponentChangeKind>(r.GetString(2)), at, Instant.FromUnixTimeMilliseconds(r.GetInt64(4)),
            r.GetString(5), r.GetString(6),
            new ManagedComponent(entry, Enum.Parse<ComponentState>(r.GetString(11)), version, at), r.Text(12), r.Text(13));
        return new NumberedChange(r.GetInt64(14), change);
    }
}
