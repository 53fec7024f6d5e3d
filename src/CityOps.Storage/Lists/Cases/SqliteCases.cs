using System.Data.Common;
using CityOps.Domain.Cases;
using CityOps.Engine.Ports;
using CityOps.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace CityOps.Storage.Lists.Cases;

/// <summary>
/// Cases in SQLite: words by FTS5, places by the R-tree, each in a table of its own. Its planner knows averages at best, and is told
/// every index.
/// </summary>
internal sealed class SqliteCases : CaseSql
{
    private const string Test = "has_words";

    // The tree rounds to 32 bits, outwards; the row has the place as it is.
    public override CaseCondition InBox { get; } = new("lon BETWEEN @west AND @east AND lat BETWEEN @south AND @north")
    {
        Source = "case_place",
        OfTable = "west <= @east AND east >= @west AND south <= @north AND north >= @south",
    };

    public override int FewOf(CaseCondition condition, int conditions, bool isByReport) => 10_000;

    // Where keys are in no order, the span would have all of the source walked for the few that lie in it.
    public override (long Count, long[]? Keys) Count(
        DbConnection connection, CaseCondition condition, string? span, int few, (string Name, object? Value)[] parameters)
    {
        var test = condition.OfTable ?? condition.OfRow;
        var where = condition.IsOrdered && span is not null ? $"{test} AND {span}" : test;
        return (connection.Scalar($"SELECT count(*) FROM (SELECT 1 FROM {condition.Source} WHERE {where} LIMIT {few}) AS few", parameters), null);
    }

    public override string By(string? index) => index is null ? "case_row NOT INDEXED" : $"case_row INDEXED BY {index}";

    public override CaseCondition HasWords(
        DbConnection connection, string text, CaseQuery query, PlaceNames places, Action<string, object?> set)
    {
        // For one row that is at hand, to look into the text costs a fiftieth of asking the index. A line end stands between the parts,
        // so that no phrase goes over from one to the other.
        var test = SearchWords.Test(text);
        ((SqliteConnection)connection).CreateFunction(
            Test,
            (string? description, string unitGrid, string beat, string source) =>
                test($"{SearchWords.Normal(description)}\n{places.Normal(unitGrid, beat)}\n{SearchWords.Normal(source)}"));
        set("@words", Match(text));

        // A handset's number begins with who carries it; the index has it whole, and the row is looked at once more.
        var number = query.Sight.Collectors ? "source" : "iif(channel = 'Collector', substr(source, instr(source, '/') + 1), source)";
        return new CaseCondition($"{Test}(case_row.description, unit_grid, beat, {number})")
        {
            Source = "case_text",
            OfTable = "case_text MATCH @words",
            Key = "case_text.rowid",
            IsOrdered = true,
            IsExact = query.Sight.Collectors,
        };
    }

    public override CaseWay Along(CaseCondition condition) => condition.OfTable is null
        ? new CaseWay(condition.Source ?? "")
        : new CaseWay($"{condition.Source} CROSS JOIN case_row ON case_row.key = {condition.Key}")
        {
            Key = condition.Key,
            Test = condition.IsExact ? condition.OfTable : $"{condition.OfTable} AND {condition.OfRow}",
            Holds = condition,
        };

    public override string Beside(string test) => test;

    public override string Walking(string select) => select;

    public override CaseWay To(CaseCondition few, string? span, string? found) => few.OfTable is not { } test
        ? Along(few)
        : new CaseWay(By(null))
        {
            // A word that few cases of a day have, many have in a year: without the span all of them would be fetched.
            Test = $"key IN (SELECT {few.Key} FROM {few.Source} WHERE {(few.IsOrdered && span is not null ? $"{test} AND {span}" : test)})",
            IsSorted = true,
            Holds = few.IsExact ? few : null,
        };

    public override void Add(PreparedConnection connection, FoundCase found)
    {
        connection.Execute(
            "INSERT INTO case_text (rowid, description, place, number) VALUES (@key, @description, @place, @number)",
            ("@key", found.Key), ("@description", Words(found.Description)), ("@place", Words(found.Place)),
            ("@number", Words(found.Number)));
        connection.Execute(
            "INSERT INTO case_place VALUES (@key, @lon, @lon, @lat, @lat)",
            ("@key", found.Key), ("@lon", found.At.Longitude), ("@lat", found.At.Latitude));
    }

    public override void Remove(PreparedConnection connection, long key)
    {
        connection.Execute("DELETE FROM case_text WHERE rowid = @key", ("@key", key));
        connection.Execute("DELETE FROM case_place WHERE key = @key", ("@key", key));
    }

    public override void Clear(PreparedConnection connection)
    {
        connection.Execute("DELETE FROM case_place");
        connection.Execute("INSERT INTO case_text (case_text) VALUES ('delete-all')");
    }

    /// <summary>What FTS5 is asked for: https://sqlite.org/fts5.html#full_text_query_syntax.</summary>
    internal static string Match(string text) => string.Join(
        " AND ", SearchWords.Query(text).Select(p => $"\"{string.Join(' ', p.Words)}\"{(p.IsOpen ? " *" : "")}"));

    private static string Words(string? text) => string.Join(' ', SearchWords.Of(text));
}
