using System.Data.Common;
using CityOps.Storage.Databases;

namespace CityOps.Storage.Moving;

/// <summary>
/// Copies tables into a database and keeps there how far it is, in the transaction of the rows themselves: a copy that was broken
/// off, however, goes on where it was.
/// </summary>
internal sealed class TableCopy(DbConnection source, DbConnection target, Action<string> report, CancellationToken cancel)
{
    private const int RowsAtOnce = 50_000;

    /// <summary>The table with how far a copy is; there while one is not finished.</summary>
    public const string Progress = "moved";

    /// <summary>True where a copy into the database was begun and not finished.</summary>
    public static bool IsUnfinished(DbConnection connection) => connection.Scalar(Dialect.Of(connection) == Dialect.Postgres
        ? $"SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = '{Progress}'"
        : $"SELECT count(*) FROM sqlite_master WHERE name = '{Progress}'") > 0;

    /// <exception cref="StorageException">A copy into the database was begun and not finished: nobody shall take it for a city.</exception>
    public static void MustBeWhole(DbConnection connection, string place)
    {
        if (IsUnfinished(connection))
        {
            throw new StorageException(
                $"{place}: a move into these data was begun and not finished. Say 'cityops migrate' or 'cityops restore' again.");
        }
    }

    public bool IsEmpty(IReadOnlyList<MovedTable> tables) => tables.All(
        t => target.Scalar($"SELECT count(*) FROM (SELECT 1 FROM {t.Name} LIMIT 1) AS few") == 0);

    /// <summary>From here on the target is not whole.</summary>
    public void Begin() => target.Execute(
        $"CREATE TABLE IF NOT EXISTS {Progress} (name TEXT PRIMARY KEY, last BIGINT NOT NULL, whole BOOLEAN NOT NULL)");

    public void Copy(MovedTable table)
    {
        var known = target.Query(
            $"SELECT last, whole FROM {Progress} WHERE name = @name", r => (Last: r.GetInt64(0), Whole: r.GetBoolean(1)), ("@name", table.Name));
        if (known is [{ Whole: true }])
        {
            report($"{table.Name}: there already");
            return;
        }

        var (last, rows) = (known is [var begun] ? begun.Last : long.MinValue, 0L);
        while (Step(table, ref last, ref rows))
        {
            report($"{table.Name}: {rows:N0} rows");
        }

        report($"{table.Name}: {rows:N0} rows, whole");
    }

    /// <summary>Everything was copied and found right.</summary>
    public void End() => target.Execute($"DROP TABLE IF EXISTS {Progress}");

    /// <returns>True if there may be more.</returns>
    private bool Step(MovedTable table, ref long last, ref long rows)
    {
        using var transaction = target.BeginTransaction();
        var limit = table.Key is null ? "" : $"WHERE \"{table.Key}\" > @last ORDER BY \"{table.Key}\" LIMIT {RowsAtOnce}";
        var count = 0;
        using (var command = source.Command($"SELECT * FROM {table.Name} {limit}", table.Key is null ? [] : [("@last", last)]))
        using (var read = command.ExecuteReader())
        {
            var columns = Enumerable.Range(0, read.FieldCount).Select(read.GetName).ToList();
            var key = table.Key is null ? -1 : columns.IndexOf(table.Key);
            using var writer = TableWriter.Into(target, table.Name, columns);
            var values = new object[columns.Count];
            while (read.Read())
            {
                cancel.ThrowIfCancellationRequested();
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = SqlCalls.Moved(read.GetValue(i));
                }

                last = key < 0 ? last : (long)values[key];
                writer.Write(values);
                if (++count % RowsAtOnce == 0 && key < 0)
                {
                    report($"{table.Name}: {count:N0} rows");
                }
            }

            writer.Complete();
        }

        rows += count;
        var more = table.Key is not null && count == RowsAtOnce;
        target.Execute(
            $"""
            INSERT INTO {Progress} VALUES (@name, @last, @whole)
            ON CONFLICT (name) DO UPDATE SET last = excluded.last, whole = excluded.whole
            """,
            ("@name", table.Name), ("@last", last), ("@whole", !more));
        if (!more && table.Key is { } number && Dialect.Of(target) == Dialect.Postgres)
        {
            target.Execute(
                $"""
                SELECT setval(s, (SELECT coalesce(max("{number}"), 0) + 1 FROM {table.Name}), false)
                FROM pg_get_serial_sequence('{table.Name}', '{number}') s WHERE s IS NOT NULL
                """);
        }

        transaction.Commit();
        return more;
    }
}
