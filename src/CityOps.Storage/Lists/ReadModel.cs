using System.Text.Json;
using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Journal;
using CityOps.Engine.Ports;
using CityOps.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace CityOps.Storage.Lists;

/// <summary>Lists over all entities from the read model's file.</summary>
internal sealed class ReadModel(DataDirectory data, IJournalReader journal, TimeProvider clock, PresenceRule presence) : IReadModel
{
    private const string CaseColumns =
        """
        id, sequence, stage, kind, category, condition, channel, source, lat, lon, unit_grid, beat, department, description,
        observed_at, reported_at, updated_at, centre, yellow_at, due_at
        """;

    public async Task<Page<CaseRow>> CasesAsync(CaseQuery query, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(query);
        var newest = await journal.NewestAsync(cancel);
        return await Task.Run(() => Cases(query, newest), cancel);
    }

    public Task<Page<DeviceView>> DevicesAsync(DeviceQuery query, CancellationToken cancel) =>
        Task.Run(() => Devices(query), cancel);

    private Page<CaseRow> Cases(CaseQuery query, long newest)
    {
        using var connection = data.ReadModel.Open();
        var asOf = ListTime.Of(connection, "read-model", newest, clock);
        var where = new Conditions();
        where.Add(query.Scope);
        where.Add("stage = $stage", "$stage", query.Stage?.ToString());
        var now = clock.GetCurrentInstant();
        where.Add(
            query.Light switch
            {
                Light.Red => "due_at <= $now",
                Light.Yellow => "yellow_at <= $now AND due_at > $now",
                _ => "(yellow_at IS NULL OR yellow_at > $now) AND (due_at IS NULL OR due_at > $now)",
            },
            "$now", query.Light is null ? null : now.ToUnixTimeMilliseconds());
        where.Add("department = $department", "$department", query.Department);
        where.Add(query.Grid?.Length == 15 ? "(unit_grid = $grid)" : "beat = $grid", "$grid", query.Grid);
        where.Add("category = $category", "$category", query.Category);
        where.Add(CaseSets.OfStages, "$stages", CaseSets.Stages(query.IsOpen));
        where.Add(CaseSets.OfCategories, "$categories", CaseSets.Categories(query.Categories));
        where.Add("channel = $channel", "$channel", query.Channel?.ToString());
        where.Add("reporter = $collector AND channel = 'Collector'", "$collector", query.Collector);
        where.Add("reported_at >= $from", "$from", query.From?.ToUnixTimeMilliseconds());
        where.Add("reported_at < $to", "$to", query.To?.ToUnixTimeMilliseconds());
        where.Add(query.Box);
        where.Add("(id LIKE $text ESCAPE '\\' OR source LIKE $text ESCAPE '\\' OR description LIKE $text ESCAPE '\\')",
            "$text", query.Text is null ? null : $"%{Escaped(query.Text)}%");
        if (query.After is { } after)
        {
            var cursor = Cursor.Parse(after);
            where.Add($"(reported_at, id) {(query.OldestFirst ? ">" : "<")} ($key, $id)", "$key", cursor.Key);
            where.Add("1", "$id", cursor.Id);
        }

        var order = query.OldestFirst ? "ASC" : "DESC";
        where.Add("1", "$limit", query.Limit + 1);
        var rows = connection.Query(
            $"SELECT {CaseColumns} FROM case_row {where} ORDER BY reported_at {order}, id {order} LIMIT $limit", r => Row(r, now), where.Parameters);
        return Paged(rows, query.Limit, r => new Cursor(r.ReportedAt.ToUnixTimeMilliseconds(), r.Id), asOf);
    }

    private Page<DeviceView> Devices(DeviceQuery query)
    {
        using var connection = data.ReadModel.Open();
        var where = new Conditions();
        where.Add("kind = $kind", "$kind", query.Kind.ToString());
        where.Add(
            "id IN (SELECT value FROM json_each($only))", "$only", query.Only is null ? null : JsonSerializer.Serialize(query.Only));
        where.Add(query.Grid?.Length == 15 ? "(unit_grid = $grid)" : "beat = $grid", "$grid", query.Grid);
        where.Add("on_shift = $onShift", "$onShift", query.OnShift);
        where.Add(query.Box);
        var asOf = clock.GetCurrentInstant();
        AddPresence(where, query, asOf);
        if (query.Near is { } near)
        {
            // Distance in degrees with longitude shortened: exact enough to order by within a city.
            var shorten = Math.Pow(Math.Cos(double.DegreesToRadians(near.Latitude)), 2);
            where.Add("lat IS NOT NULL", "$nearLat", near.Latitude);
            where.Add("1", "$nearLon", near.Longitude);
            where.Add("1", "$shorten", shorten);
            where.Add("1", "$limit", query.Limit);
            return new Page<DeviceView>(
                connection.Query(
                    $"""
                    SELECT state FROM device {where}
                    ORDER BY (lat - $nearLat) * (lat - $nearLat) + (lon - $nearLon) * (lon - $nearLon) * $shorten, id LIMIT $limit
                    """,
                    Device, where.Parameters),
                null, asOf);
        }

        where.Add("id > $after", "$after", query.After is null ? null : Cursor.Parse(query.After).Id);
        where.Add("1", "$limit", query.Limit + 1);
        var rows = connection.Query($"SELECT state FROM device {where} ORDER BY id LIMIT $limit", Device, where.Parameters);
        return Paged(rows, query.Limit, d => new Cursor(0, d.Device.Id), asOf);
    }

    private void AddPresence(Conditions where, DeviceQuery query, Instant now)
    {
        const string Online = "(online = 1 AND coalesce(heard_at, 0) > $offline)";
        if (query.Online is null && query.Presence is null)
        {
            return;
        }

        where.Add("1", "$offline", (now - presence.OfflineAfter).ToUnixTimeMilliseconds());
        where.Add("1", "$silent", (now - presence.SilentAfter).ToUnixTimeMilliseconds());
        where.Add($"{Online} IS $online", "$online", query.Online);
        where.Add(
            query.Presence switch
            {
                Presence.Online => $"{Online} AND heard_at > $silent",
                Presence.Silent => $"{Online} AND heard_at <= $silent",
                _ => $"{Online} IS NOT 1",
            },
            "$presence", query.Presence?.ToString());
    }

    private static Page<T> Paged<T>(List<T> rows, int limit, Func<T, Cursor> cursor, Instant asOf) => rows.Count > limit
        ? new Page<T>(rows[..limit], cursor(rows[limit - 1]).ToString(), asOf)
        : new Page<T>(rows, null, asOf);

    private static CaseRow Row(SqliteDataReader r, Instant now) => new(
        r.GetString(0), r.GetInt64(1), Enum.Parse<Stage>(r.GetString(2)), Enum.Parse<CategoryKind>(r.GetString(3)),
        r.GetString(4), r.Text(5), Enum.Parse<Channel>(r.GetString(6)), r.GetString(7),
        GeoPoint.At(latitude: r.GetDouble(8), longitude: r.GetDouble(9)), r.GetString(10), r.GetString(11), r.Text(12), r.Text(13),
        Instant.FromUnixTimeMilliseconds(r.GetInt64(14)), Instant.FromUnixTimeMilliseconds(r.GetInt64(15)),
        Instant.FromUnixTimeMilliseconds(r.GetInt64(16)))
    {
        Centre = r.Text(17),
        DueAt = r.Time(19),
        Light = r.Time(19) <= now ? Light.Red : r.Time(18) <= now ? Light.Yellow : Light.Green,
    };

    private static DeviceView Device(SqliteDataReader r) =>
        JsonSerializer.Deserialize<DeviceView>(r.GetString(0), EventJson.Options)
        ?? throw new StorageException("A device on the board is null.");

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);
}
