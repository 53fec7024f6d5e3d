using System.Data.Common;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.Geo;
using CityOps.Engine.Ports;
using CityOps.Storage.Databases;
using NodaTime;

namespace CityOps.Storage.Lists.Cases;

/// <summary>
/// One reading of a page. It looks which condition is met by few rows: these are fetched and put in order. Where none is, a page is
/// soon full: the rows are walked in the order that is wanted. No planner is left to guess: it knows averages at best, and would walk a
/// million rows for a rare value.
/// </summary>
internal sealed class CaseReading(DbConnection connection, PlaceNames places, CaseQuery query, Instant now)
{
    private const string Columns =
        """
        key, id, sequence, stage, kind, category, condition, channel, source, lat, lon, unit_grid, beat, department, case_row.description,
        observed_at, updated_at, centre, yellow_at, red_at, due_at
        """;

    private const int VeryFew = 8;

    private readonly CaseSql _sql = CaseSql.Of(Dialect.Of(connection));
    private readonly CaseConditions _conditions = new(connection, places, query, now);

    public Page<CaseRow> Read(Instant asOf)
    {
        var (sql, parameters) = Statement();
        var rows = connection.Query(sql, r => (Cursor: CursorOf(r), Row: Row(r)), parameters);
        return rows.Count > query.Limit
            ? new Page<CaseRow>([.. rows.Take(query.Limit).Select(r => r.Row)], rows[query.Limit - 1].Cursor.ToString(), asOf)
            : new Page<CaseRow>([.. rows.Select(r => r.Row)], null, asOf);
    }

    private string Column => query.Order switch
    {
        CaseOrder.UpdatedAt => "updated_at",
        CaseOrder.DueAt => "due_at",
        _ => "key",
    };

    private (string Sql, (string, object?)[] Parameters) Statement()
    {
        var way = Way();
        var (direction, beyond) = query.Ascending ? ("ASC", ">") : ("DESC", "<");
        var order = query.Order == CaseOrder.ReportedAt ? way.Key : $"{Column}, key";
        List<string> tests = [.. way.Test is { } test ? [test] : Array.Empty<string>()];
        tests.AddRange(_conditions.All.Where(c => c != way.Holds).Select(c => _sql.Beside(c.OfRow)));

        // Also where the rows themselves are walked in the order of their keys: else those of all days after the span would be passed over.
        if ((way.Holds is not null || query.Order == CaseOrder.ReportedAt) && _conditions.SpanOf(way.Key) is { } span)
        {
            tests.Add(way.IsSorted ? _sql.Beside(span) : span);
        }

        if (query.After is { } after)
        {
            var cursor = CaseCursor.Parse(after, query.Order);
            var further = $"({order}) {beyond} {(query.Order == CaseOrder.ReportedAt ? "@key" : "(@value, @key)")}";
            tests.Add(way.IsSorted ? _sql.Beside(further) : further);
            _conditions.Set("@key", cursor.Key);
            _conditions.Set("@value", cursor.Value);
        }

        _conditions.Set("@limit", query.Limit + 1);
        var where = tests.Count == 0 ? "" : $"WHERE {string.Join(" AND ", tests)}";
        var sorted = $"ORDER BY {order.Replace(",", $" {direction},", StringComparison.Ordinal)} {direction}";
        var select = way.Slim is { } slim && _conditions.All.All(c => c == way.Holds || c.IsOfKey)
            ? Sorted($"SELECT key AS found, {Column} AS place FROM {slim} {where} {sorted} LIMIT @limit", direction)
            : $"SELECT {Columns} FROM {way.From} {where} {sorted} LIMIT @limit";
        return (way.Before + (way.IsSorted ? select : _sql.Walking(select)), _conditions.Parameters);
    }

    /// <summary>The rows of a page of keys, in the order that it has.</summary>
    private static string Sorted(string page, string direction) =>
        $"SELECT {Columns} FROM ({page}) AS page JOIN case_row ON key = found ORDER BY page.place {direction}, found {direction}";

    private CaseWay Way()
    {
        var isByReport = query.Order == CaseOrder.ReportedAt;
        var sources = _conditions.All.Where(c => c.Source is not null).ToList();
        if (sources is [{ IsOrdered: true } only] && isByReport)
        {
            return _sql.Along(only);
        }

        var together = _sql.Together(sources);
        return Fewest(together) switch
        {
            { Source: { } rare, Few: var few, Found: var (count, keys) } when count < few => To(rare, keys),
            _ => isByReport && together.FirstOrDefault(s => s.IsOrdered) is { } common ? _sql.Along(common) : Walk,
        };
    }

    /// <summary>
    /// The condition that the fewest rows meet: words before what has an index, a box last. Of each no more are counted than the fewest so far;
    /// where one is met by very few, the others are not counted at all. What is too many of one kind is not fewer than few of another.
    /// </summary>
    private (CaseCondition Source, int Few, (long Count, long[]? Keys) Found) Fewest(IReadOnlyList<CaseCondition> sources)
    {
        (CaseCondition Source, int Few, (long Count, long[]? Keys) Found) fewest = default;
        foreach (var source in sources.OrderBy(s => s == _sql.InBox ? 2 : s.OfTable is null ? 1 : 0))
        {
            var few = _sql.FewOf(source, sources.Count, query.Order == CaseOrder.ReportedAt);
            if (fewest.Source is null)
            {
                fewest = (source, few, Count(source, few));
            }
            else if (Count(source, (int)Math.Min(few, fewest.Found.Count)) is var found && found.Count < fewest.Found.Count
                && (found.Count < few || fewest.Found.Count >= fewest.Few))
            {
                fewest = (source, few, found);
            }

            if (fewest.Found.Count < fewest.Few / VeryFew)
            {
                break;
            }
        }

        return fewest;
    }

    private CaseWay Walk => _sql.Walk(
        query.Order switch
        {
            CaseOrder.UpdatedAt => "case_by_update",
            CaseOrder.DueAt => "case_by_due",
            _ => null,
        },
        _conditions.All);

    private CaseWay To(CaseCondition few, long[]? keys)
    {
        if (keys is not null)
        {
            _conditions.Set("@found", keys);
        }

        return _sql.To(few, _conditions.SpanOf(few.Key), keys is null ? null : "@found");
    }

    private (long Count, long[]? Keys) Count(CaseCondition condition, int few) =>
        _sql.Count(connection, condition, _conditions.SpanOf(condition.Key), few, _conditions.Parameters);

    private CaseCursor CursorOf(DbDataReader r) => new(
        query.Order,
        query.Order switch { CaseOrder.UpdatedAt => r.GetInt64(16), CaseOrder.DueAt => r.GetInt64(20), _ => 0 },
        r.GetInt64(0));

    private CaseRow Row(DbDataReader r) => new(
        r.GetString(1), r.GetInt64(2), Enum.Parse<Stage>(r.GetString(3)), Enum.Parse<CategoryKind>(r.GetString(4)),
        r.GetString(5), r.Text(6), Enum.Parse<Domain.Channel>(r.GetString(7)), r.GetString(8),
        GeoPoint.At(latitude: r.GetDouble(9), longitude: r.GetDouble(10)), r.GetString(11), r.GetString(12), r.Text(13), r.Text(14),
        Instant.FromUnixTimeMilliseconds(r.GetInt64(15)), CaseKey.ReportedAt(r.GetInt64(0)),
        Instant.FromUnixTimeMilliseconds(r.GetInt64(16)))
    {
        Centre = r.Text(17),
        DueAt = r.GetInt64(20) == CaseKey.NeverDue ? null : r.Time(20),
        Light = r.Time(19) <= now ? Light.Red : r.Time(18) <= now ? Light.Yellow : Light.Green,
    };
}
