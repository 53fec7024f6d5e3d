using System.Text.RegularExpressions;
using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Storage.Lists.Cases;

/// <summary>What a list of cases was asked for, as conditions and their values.</summary>
internal sealed partial class CaseConditions
{
    /// <summary>The name of the function that tests the words of a row: <see cref="SearchWords.Test"/>.</summary>
    public const string Test = "has_words";

    private readonly List<CaseCondition> _all = [];
    private readonly List<(string Name, object? Value)> _parameters = [];
    private bool _isSpan;

    public CaseConditions(CaseQuery query, Instant now)
    {
        Span(query);
        Equal("stage", query.Stage?.ToString(), "case_by_stage");
        Equal("department", query.Department, "case_by_department");
        Equal("category", query.Category, "case_by_category");
        Equal("channel", query.Channel?.ToString(), "case_by_channel");
        if (query.Grid?.Length == 15)
        {
            Equal("unit_grid", query.Grid, "case_by_unit_grid");
        }
        else
        {
            Equal("beat", query.Grid, "case_by_beat");
        }

        OneOf(CaseSets.OfStages, "$stages", CaseSets.Stages(query.IsOpen));
        OneOf(CaseSets.OfCategories, "$categories", CaseSets.Categories(query.Categories));
        Collector(query.Collector);
        Limits(query.Light, now);
        Box(query.Box);
        Text(query.Text, query.Sight);
        Within(query.Scope);
    }

    /// <summary>Those that narrow the list.</summary>
    public IReadOnlyList<CaseCondition> All => _all;

    public (string Name, object? Value)[] Parameters => [.. _parameters];

    public void Set(string name, object? value) => _parameters.Add((name, value));

    /// <summary>The span of time, as a test of the column of a source that is the key; null where none is asked for.</summary>
    public string? SpanOf(string key) => _isSpan ? $"{key} >= $from AND {key} < $to" : null;

    private void Span(CaseQuery query)
    {
        if (query.From is null && query.To is null)
        {
            return;
        }

        _isSpan = true;
        _all.Add(new CaseCondition("key >= $from AND key < $to") { Source = "case_row NOT INDEXED", IsOrdered = true });
        Set("$from", query.From is { } from ? CaseKey.From(from) : 0);
        Set("$to", query.To is { } to ? CaseKey.From(to) : long.MaxValue);
    }

    private void Equal(string column, string? value, string index)
    {
        if (value is not null)
        {
            _all.Add(CaseCondition.Equal($"{column} = ${column}", index));
            Set($"${column}", value);
        }
    }

    private void OneOf(string test, string name, string? values)
    {
        if (values is not null)
        {
            _all.Add(new CaseCondition(test));
            Set(name, values);
        }
    }

    private void Collector(string? collector)
    {
        if (collector is not null)
        {
            _all.Add(CaseCondition.Equal("reporter = $collector AND channel = 'Collector'", "case_by_collector"));
            Set("$collector", collector);
        }
    }

    private void Limits(Light? light, Instant now)
    {
        if (light is null)
        {
            return;
        }

        Set("$now", now.ToUnixTimeMilliseconds());
        const string source = "case_row INDEXED BY case_by_light";
        _all.Add(light switch
        {
            Light.Red => new CaseCondition("red_at <= $now") { Source = source },
            Light.Yellow => new CaseCondition("red_at > $now AND yellow_at <= $now") { Source = source },
            _ => new CaseCondition("(red_at IS NULL OR red_at > $now AND (yellow_at IS NULL OR yellow_at > $now))"),
        });
    }

    private void Box(GeoBox? box)
    {
        if (box is null)
        {
            return;
        }

        // The tree rounds to 32 bits, outwards; the row has the place as it is.
        _all.Add(new CaseCondition("lon BETWEEN $west AND $east AND lat BETWEEN $south AND $north")
        {
            Source = "case_place",
            OfTable = "west <= $east AND east >= $west AND south <= $north AND north >= $south",
        });
        Set("$west", box.SouthWest.Longitude);
        Set("$east", box.NorthEast.Longitude);
        Set("$south", box.SouthWest.Latitude);
        Set("$north", box.NorthEast.Latitude);
    }

    private void Text(string? text, CaseSight sight)
    {
        if (text is null)
        {
            return;
        }

        if (Id().IsMatch(text))
        {
            var beginning = $"C{text[1..].ToLowerInvariant()}";
            _all.Add(new CaseCondition("id >= $id AND id < $idEnd") { Source = "case_row INDEXED BY sqlite_autoindex_case_row_1" });
            Set("$id", beginning);
            Set("$idEnd", $"{beginning}~");
        }
        else if (SearchWords.Query(text) is { } words)
        {
            // A handset's number begins with who carries it; the index has it whole, and the row is looked at once more.
            var number = sight.Collectors ? "source" : "iif(channel = 'Collector', substr(source, instr(source, '/') + 1), source)";
            _all.Add(new CaseCondition($"{Test}(case_row.description, unit_grid, beat, {number})")
            {
                Source = "case_text",
                OfTable = "case_text MATCH $words",
                Key = "case_text.rowid",
                IsOrdered = true,
                IsExact = sight.Collectors,
            });
            Set("$words", words);
        }
        else
        {
            _all.Add(new CaseCondition("0"));
        }
    }

    /// <summary>What exists for who asks. Few cases are a person's, and are found; an area has so many that walking meets them.</summary>
    private void Within(Scope scope)
    {
        if (scope.IsEverything)
        {
            return;
        }

        var parties = $"party IN ({Values("party", scope.Parties)})";
        var ways = $"EXISTS (SELECT 1 FROM case_party WHERE {parties} AND case_key = key)";
        var found = $"SELECT case_key FROM case_party WHERE {parties}";
        if (scope.Beats.Count > 0)
        {
            var beats = $"beat IN ({Values("walked", scope.Beats)})";
            ways += $" OR {beats}";
            found += $" UNION ALL SELECT key FROM case_row WHERE {beats}";
        }

        if (scope.Area is { } area)
        {
            ways += " OR unit_grid BETWEEN $area AND $areaEnd OR centre BETWEEN $area AND $areaEnd";
            Set("$area", area);
            Set("$areaEnd", $"{area}~");
        }

        _all.Add(new CaseCondition($"({ways})")
        {
            Source = scope.Area is null ? $"({found})" : null,
            OfTable = scope.Area is null ? "true" : null,
            Key = "case_key",
            IsExact = true,
        });
    }

    private string Values(string name, IReadOnlyList<string> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            Set($"${name}{i}", values[i]);
        }

        return string.Join(", ", values.Select((_, i) => $"${name}{i}"));
    }

    // The whole number of a case, or its beginning with the year: letters and digits as one word, of which there are as many as cases.
    [GeneratedRegex("^[Cc][0-9]{4,8}[A-Za-z2-7]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
