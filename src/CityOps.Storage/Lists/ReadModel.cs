using System.Data.Common;
using System.Text.Json;
using CityOps.Domain.Devices;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Storage.Lists.Cases;
using CityOps.Storage.Databases;
using NodaTime;

namespace CityOps.Storage.Lists;

/// <summary>Lists over all entities from the read model's file.</summary>
internal sealed class ReadModel(
    CityDatabases data, IJournalReader journal, DeviceBoard board, PlaceNames places, TimeProvider clock, PresenceRule presence) : IReadModel
{
    private const string Feed = "read-model";

    public async Task<Page<CaseRow>> CasesAsync(CaseQuery query, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(query);
        var asOf = await ListTime.OfAsync(data, Feed, journal, clock, cancel);
        return await Task.Run(() => Cases(query, asOf), cancel);
    }

    public Task<Page<DeviceView>> DevicesAsync(DeviceQuery query, CancellationToken cancel) =>
        Task.Run(() => Devices(query), cancel);

    // All rows are looked at: an index would cost every post of a device more than it spares the few who follow.
    public Task<IReadOnlyList<DeviceView>> HeardSinceAsync(Instant since, CancellationToken cancel) => Task.Run<IReadOnlyList<DeviceView>>(
        () =>
        {
            using var connection = data.ReadModel.Open();
            return
            [
                .. connection.Query(
                    "SELECT state FROM device WHERE heard_at >= @since", DeviceRow.TryRead, ("@since", since.ToUnixTimeMilliseconds()))
                    .OfType<DeviceView>(),
            ];
        },
        cancel);

    public async Task<QueueCounts> QueuesAsync(Instant handledSince, CancellationToken cancel)
    {
        var asOf = await ListTime.OfAsync(data, Feed, journal, clock, cancel);
        return await Task.Run(
            () =>
            {
                using var connection = Open();
                return new QueueReading(connection, clock.GetCurrentInstant()).Read(handledSince, asOf);
            },
            cancel);
    }

    private Page<CaseRow> Cases(CaseQuery query, Instant asOf)
    {
        using var connection = Open();
        return new CaseReading(connection, places, query, clock.GetCurrentInstant()).Read(asOf);
    }

    /// <summary>With SQLite, rows all over a large file are read where the system has its pages, without a call and a copy for each.</summary>
    private DbConnection Open()
    {
        var connection = data.ReadModel.Open();
        if (Dialect.Of(connection) == Dialect.Sqlite)
        {
            connection.Execute("PRAGMA mmap_size = 2147418112");
        }

        return connection;
    }

    private Page<DeviceView> Devices(DeviceQuery query)
    {
        // Before the list is read: what leaves the board meanwhile is in the list.
        var asOf = board.CompleteUpTo();
        using var connection = data.ReadModel.Open();
        var where = new Conditions();
        where.Add("kind = @kind", "@kind", query.Kind.ToString());
        where.Add(
            "id IN (SELECT value FROM json_each(@only))", "@only", query.Only is null ? null : JsonSerializer.Serialize(query.Only));
        where.Add(query.Grid?.Length == 15 ? "(unit_grid = @grid)" : "beat = @grid", "@grid", query.Grid);
        where.Add("on_shift = @onShift", "@onShift", query.OnShift);
        where.Add(query.Box);
        AddPresence(where, query, clock.GetCurrentInstant());
        if (query.Near is { } near)
        {
            // Distance in degrees with longitude shortened: exact enough to order by within a city.
            var shorten = Math.Pow(Math.Cos(double.DegreesToRadians(near.Latitude)), 2);
            where.Add("lat IS NOT NULL", "@nearLat", near.Latitude);
            where.Add("true", "@nearLon", near.Longitude);
            where.Add("true", "@shorten", shorten);
            where.Add("true", "@limit", query.Limit);
            var nearest = connection.Query(
                $"""
                SELECT state FROM device {where}
                ORDER BY (lat - @nearLat) * (lat - @nearLat) + (lon - @nearLon) * (lon - @nearLon) * @shorten, id LIMIT @limit
                """,
                DeviceRow.TryRead, where.Parameters);
            return new Page<DeviceView>([.. nearest.OfType<DeviceView>()], null, asOf);
        }

        where.Add("id > @after", "@after", query.After is null ? null : Cursor.Parse(query.After).Id);
        where.Add("true", "@limit", query.Limit + 1);
        var rows = connection.Query(
            $"SELECT state, id FROM device {where} ORDER BY id LIMIT @limit", r => (Device: DeviceRow.TryRead(r), Id: r.GetString(1)), where.Parameters);
        return new Page<DeviceView>(
            [.. rows.Take(query.Limit).Select(r => r.Device).OfType<DeviceView>()],
            rows.Count > query.Limit ? new Cursor(0, rows[query.Limit - 1].Id).ToString() : null,
            asOf);
    }

    private void AddPresence(Conditions where, DeviceQuery query, Instant now)
    {
        const string Online = "(online = true AND coalesce(heard_at, 0) > @offline)";
        if (query.Online is null && query.Presence is null)
        {
            return;
        }

        where.Add("true", "@offline", (now - presence.OfflineAfter).ToUnixTimeMilliseconds());
        where.Add("true", "@silent", (now - presence.SilentAfter).ToUnixTimeMilliseconds());
        where.Add($"{Online} = @online", "@online", query.Online);
        where.Add(
            query.Presence switch
            {
                Presence.Online => $"{Online} AND heard_at > @silent",
                Presence.Silent => $"{Online} AND heard_at <= @silent",
                _ => $"NOT {Online}",
            },
            "@presence", query.Presence?.ToString());
    }
}
