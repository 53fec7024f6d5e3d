using System.Data.Common;
using CityOps.Domain.Cases;
using CityOps.Engine.Ports;
using CityOps.Storage.Databases;
using NodaTime;

namespace CityOps.Storage.Lists.Cases;

/// <summary>Counts what waits in the queues: the open cases alone, which an index of their own has with all that is counted by.</summary>
internal sealed class QueueReading(DbConnection connection, Instant now)
{
    private readonly CaseSql _sql = CaseSql.Of(Dialect.Of(connection));

    public QueueCounts Read(Instant handledSince, Instant asOf)
    {
        var open = connection.Query(
            $"""
            SELECT department, CASE WHEN department IS NULL THEN centre END AS at, stage,
                CASE WHEN red_at <= @now THEN 'Red' WHEN yellow_at <= @now THEN 'Yellow' ELSE 'Green' END AS light, count(*)
            FROM {_sql.By("case_in_queue")}
            WHERE stage NOT IN ('Closed', 'Refused', 'Cancelled', 'Merged')
            GROUP BY department, at, stage, light
            ORDER BY department IS NOT NULL, department, at, stage, light
            """,
            r => new QueueCount(r.Text(0), r.Text(1), Enum.Parse<Stage>(r.GetString(2)), Enum.Parse<Light>(r.GetString(3)), r.GetInt64(4)),
            ("@now", now.ToUnixTimeMilliseconds()));
        var handled = connection.Query(
            $"""
            SELECT department, count(*) FROM {_sql.By("case_by_handling")}
            WHERE handled_at >= @since AND department IS NOT NULL GROUP BY department
            """,
            r => (Department: r.GetString(0), Cases: r.GetInt64(1)), ("@since", handledSince.ToUnixTimeMilliseconds()));
        return new QueueCounts(open, handled.ToDictionary(h => h.Department, h => h.Cases), asOf);
    }
}
