using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CityOps.Domain.Cases;
using CityOps.Engine.Ports;
using CityOps.Storage.Databases;
using NodaTime;

namespace CityOps.Storage.Lists.Cases;

/// <summary>
/// Cases in PostgreSQL: words as a vector that is made here, places by the index of the rows themselves. Its planner takes the index
/// of an order by itself if it is shown no other way: it guesses how many rows a condition has, and a wrong guess reads all of them.
/// Department and day stand among the words, under marks that no word has: so the index of words intersects them by itself.
/// </summary>
internal sealed class PostgresCases : CaseSql
{
    // A vector counts so far; what comes after is found without its neighbours.
    private const int LastPosition = 16_383;

    private const string Rows = "case_row";
    private const string Words = "case_text";

    // A vector takes words of up to 2,046 bytes; what is longer is found by its beginning.
    private const int LongestWord = 500;

    // A plan is for these values and for what is said here: one that was kept from before has neither.
    private const string Anew = "SET plan_cache_mode = force_custom_plan; SET enable_seqscan = off; ";

    // What was said for the count of another condition holds on the connection: without bitmaps words are looked for in every vector, and
    // with bitmaps that do not fit into memory in all those that lie beside a right one.
    private const string ByBitmap = $"{Anew}SET enable_bitmapscan = on; SET work_mem = '32MB'; ";
    private const string RowByRow = $"{Anew}SET enable_bitmapscan = off; ";

    // A guess of so many times the few is not wrong by that much.
    private const int SurelyMany = 3;

    // Rows that are looked at to see whether words come together, and the fewest rows of which it is worth while.
    private const double Sampled = 2_000;
    private const long WorthSampling = 100_000;

    // Beginnings of words that more cases have are looked for in those that have the other words.
    private const long Everywhere = 100_000;

    // Of so many words it is asked whether all have them; the index is read for the rest.
    private const int MostAsked = 4;

    // No phrase goes over from one part to the next.
    private const int BetweenParts = 2;

    private const string HasAll = "words @@ CAST(@words AS tsquery)";

    private const char OfDepartment = '@';
    private const char OfDay = '#';

    // So many days are asked for by name; of a longer span the rows are.
    private const int NamedDays = 40;

    // Who carries the handset, in the number of a collector's report; the rest is 'A'.
    private const char Hidden = 'D';

    public override CaseCondition InBox { get; } = new("lon BETWEEN @west AND @east AND lat BETWEEN @south AND @north")
    {
        Source = Rows,
        OfTable = "point(lon, lat) <@ box(point(@west, @south), point(@east, @north))",
        IsExact = true,
    };

    // Words alone are tested in the order of keys for a quarter of what it costs to fetch one that has them, in another order for a third.
    public override int FewOf(CaseCondition condition, int conditions, bool isByReport) => condition.Source == Words && conditions == 1
        ? isByReport ? 10_000 : 12_000
        : conditions * (condition.IsRun ? 100_000 : condition.Source == Words ? 20_000 : 10_000);

    /// <summary>
    /// What is asked of the rows themselves is one condition: whatever index leads, the others are tested on the way. Not with a box, of
    /// which the planner knows nothing and believes that few rows are in it.
    /// </summary>
    public override IReadOnlyList<CaseCondition> Together(IReadOnlyList<CaseCondition> sources)
    {
        var ofRows = sources.Where(s => s.Source == Rows && s.OfTable is null).ToList();
        return ofRows.Count < 2
            ? sources
            :
            [
                new CaseCondition(string.Join(" AND ", ofRows.Select(c => $"({c.OfRow})"))) { Source = Rows },
                .. sources.Except(ofRows),
            ];
    }

    public override (long Count, long[]? Keys) Count(
        DbConnection connection, CaseCondition condition, string? span, int few, (string Name, object? Value)[] parameters)
    {
        if (condition.Source == Words)
        {
            // How often each word occurs is known well enough to tell the common ones.
            var select = $"SELECT {condition.Key} FROM {Words} WHERE {Within(condition, span)}";
            var guess = Guess(connection, select, parameters);
            var worthFetching = few / 2;
            if (guess > SurelyMany * worthFetching)
            {
                return (guess, null);
            }

            // What is begun is fetched to its end: the sample may be wrong by half, and to walk as well would take twice as long.
            if (span is null && Sample(connection, condition, parameters) is var sampled && sampled > worthFetching)
            {
                return (Math.Max(sampled, few), null);
            }

            // Of a phrase every vector is read in which its words are: once.
            long[] keys = [.. connection.Query($"{ByBitmap}{select} LIMIT {few}", r => r.GetInt64(0), parameters)];
            return (keys.Length, keys);
        }

        // Row by row, so that the count can end.
        return (connection.Scalar(
            $"{RowByRow}SELECT count(*) FROM (SELECT 1 FROM {condition.Source} WHERE {Within(condition, span)} LIMIT {few}) AS few", parameters), null);
    }

    /// <summary>
    /// About how many vectors have all of the words, by some that are looked at: the planner takes words that always stand together for words
    /// that each come by themselves. 0 where there are so few that all may be looked at.
    /// </summary>
    private static long Sample(DbConnection connection, CaseCondition condition, (string Name, object? Value)[] parameters)
    {
        var rows = connection.Scalar($"SELECT CAST(reltuples AS BIGINT) FROM pg_class WHERE oid = '{Words}'::regclass");
        return rows < WorthSampling
            ? 0
            : (long)(rows / Sampled * connection.Scalar(
                $"SELECT count(*) FROM {Words} TABLESAMPLE SYSTEM (CAST(@percent AS REAL)) WHERE {condition.OfTable}",
                [.. parameters, ("@percent", 100 * Sampled / rows)]));
    }

    public override string By(string? index) => Rows;

    // Of what is passed over no row is read where its key is enough: its vector alone is, as they lie where that is the order.
    public override CaseWay Walk(string? index, IReadOnlyList<CaseCondition> conditions) =>
        conditions.FirstOrDefault(c => c.Source == Words) is not { } words ? new CaseWay(Rows)
        : index is not null || !conditions.All(c => c.IsOfKey) ? new CaseWay(Rows) { Slim = Rows }
        : new CaseWay(Words) { Slim = Words, Test = Beside(HasAll), Holds = words };

    public override CaseCondition HasWords(
        DbConnection connection, string text, CaseQuery query, PlaceNames places, Action<string, object?> set)
    {
        var weights = query.Sight.Collectors ? "" : "A";
        List<string> marks = [.. Marks(query)];
        var phrases = SearchWords.Query(text);
        bool IsRare(SearchPhrase phrase) => phrase is not { IsOpen: true, Words.Count: 1 } || !IsEverywhere(connection, Phrase(phrase, weights));
        var toAsk = phrases.Count + marks.Count == 1 ? 0 : MostAsked;
        List<string> rare = [.. phrases.Take(toAsk).Where(IsRare).Concat(phrases.Skip(toAsk)).Select(p => Phrase(p, weights)), .. marks];
        set("@words", string.Join(" & ", [Match(text, weights), .. marks]));
        set("@rare", string.Join(" & ", rare));
        return new CaseCondition("(SELECT t.words @@ CAST(@words AS tsquery) FROM case_text t WHERE t.key = case_row.key)")
        {
            Source = Words,
            OfTable = rare.Count is 0 || rare.Count == phrases.Count + marks.Count
                ? HasAll
                : $"words @@ CAST(@rare AS tsquery) AND {Beside(HasAll)}",
            IsOfKey = true,
            IsExact = true,
        };
    }

    /// <summary>
    /// True for the beginning of words that so many cases have that the index would be read for longer than all that have the other words.
    /// </summary>
    private static bool IsEverywhere(DbConnection connection, string phrase) =>
        Guess(connection, $"SELECT key FROM {Words} WHERE words @@ CAST(@words AS tsquery)", [("@words", phrase)]) > Everywhere;

    private static long Guess(DbConnection connection, string select, (string Name, object? Value)[] parameters)
    {
        var plan = connection.Query($"{ByBitmap}EXPLAIN (FORMAT JSON) {select}", r => r.GetString(0), parameters)[0];
        return JsonElement.Parse(plan)[0].GetProperty("Plan").GetProperty("Plan Rows").GetInt64();
    }

    public override CaseWay Along(CaseCondition condition) => new(Rows) { Test = condition.OfRow, Holds = condition };

    // A test of a test is no use to an index.
    public override string Beside(string test) => $"({test}) IS TRUE";

    public override string Walking(string select) =>
        $"{RowByRow}SET enable_sort = off; {select}";

    // Rows are fetched as they lie, keys lead to rows, each once. Either keeps the planner from looking for them on another way.
    public override CaseWay To(CaseCondition few, string? span, string? found)
    {
        if (few.Source == Rows)
        {
            return Fetched(Within(few, span)) with { Before = RowByRow, Holds = few };
        }

        var way = found is not null
            ? Fetched($"key = ANY({found})")
            : new CaseWay($"(SELECT DISTINCT {few.Key} AS found FROM {few.Source} WHERE {Within(few, span)}) AS few JOIN case_row ON case_row.key = few.found")
            {
                IsSorted = true,
            };
        return way with { Before = ByBitmap, Holds = few.IsExact ? few : null };
    }

    private static CaseWay Fetched(string where) => new($"(SELECT * FROM case_row WHERE {where} OFFSET 0) AS case_row")
    {
        Slim = $"(SELECT key, updated_at, due_at FROM case_row WHERE {where} OFFSET 0) AS case_row",
        IsSorted = true,
    };

    public override void Add(PreparedConnection connection, FoundCase found)
    {
        var words = new StringBuilder();
        var position = Part(words, found.Description, 'A', 1);
        position = Part(words, found.Place, 'A', position);
        var end = found.IsOfCollector ? found.Number.IndexOf('/', StringComparison.Ordinal) + 1 : 0;
        position = Part(words, found.Number[..end], Hidden, position);
        Part(words, found.Number[end..], 'A', position);
        words.Append(Quoted($"{OfDay}{DayOf(CaseKey.ReportedAt(found.Key))}"));
        if (found.Department is { } department)
        {
            words.Append(' ').Append(Quoted($"{OfDepartment}{department}"));
        }

        connection.Execute(
            "INSERT INTO case_text VALUES (@key, CAST(@words AS tsvector))", ("@key", found.Key), ("@words", words.ToString()));
    }

    public override void Dispatch(PreparedConnection connection, string id, string? department) => connection.Execute(
        $"""
        UPDATE case_text t SET words = ts_delete(t.words, '{OfDepartment}' || coalesce(r.department, '')) || CAST(@words AS tsvector)
        FROM case_row r WHERE r.id = @id AND t.key = r.key
        """,
        ("@id", id), ("@words", department is null ? "" : Quoted($"{OfDepartment}{department}")));

    public override void Remove(PreparedConnection connection, long key) =>
        connection.Execute("DELETE FROM case_text WHERE key = @key", ("@key", key));

    public override void Clear(PreparedConnection connection) => connection.Execute("DELETE FROM case_text");

    /// <summary>What is asked of a vector: https://www.postgresql.org/docs/current/datatype-textsearch.html.</summary>
    internal static string Match(string text, string weights) =>
        string.Join(" & ", SearchWords.Query(text).Select(p => Phrase(p, weights)));

    /// <summary>What is asked beside the words, and stands among them.</summary>
    private static IEnumerable<string> Marks(CaseQuery query)
    {
        if (query.Department is { } department)
        {
            yield return Quoted($"{OfDepartment}{department}");
        }

        if (query is { From: { } from, To: { } to } && from < to && to - from < Duration.FromDays(NamedDays))
        {
            var first = DayOf(CaseKey.ReportedAt(CaseKey.From(from)));
            var last = DayOf(CaseKey.ReportedAt(CaseKey.From(to)));
            yield return $"({string.Join(" | ", Enumerable.Range(first, last - first + 1).Select(day => Quoted($"{OfDay}{day}")))})";
        }
    }

    /// <summary>The day of UTC, counted from 1970.</summary>
    private static int DayOf(Instant time) => (int)(time - NodaConstants.UnixEpoch).TotalDays;

    private static string Quoted(string lexeme) =>
        $"'{lexeme.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    // Every source has its keys in an index, too.
    private static string Within(CaseCondition condition, string? span) =>
        span is null ? condition.OfTable ?? condition.OfRow : $"{condition.OfTable ?? condition.OfRow} AND {span}";

    // 'word':3A for every word; the position that the next part begins with.
    private static int Part(StringBuilder vector, string? text, char weight, int position)
    {
        foreach (var word in SearchWords.Of(text))
        {
            vector.Append(CultureInfo.InvariantCulture, $"'{Cut(word)}':{Math.Min(position++, LastPosition)}{weight} ");
        }

        return position + BetweenParts;
    }

    private static string Cut(string word) => word.Length <= LongestWord
        ? word
        : word[..(char.IsHighSurrogate(word[LongestWord - 1]) ? LongestWord - 1 : LongestWord)];

    private static string Phrase(SearchPhrase phrase, string weights) => "(" + string.Join(
        " <-> ",
        phrase.Words.Select((word, i) =>
        {
            var marks = $"{(phrase.IsOpen && i == phrase.Words.Count - 1 ? "*" : "")}{weights}";
            return marks.Length == 0 ? $"'{Cut(word)}'" : $"'{Cut(word)}':{marks}";
        })) + ")";
}
