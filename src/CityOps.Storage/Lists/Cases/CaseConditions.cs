using System.Data.Common;
using System.Text.RegularExpressions;
using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Engine.Ports;
using CityOps.Storage.Databases;
using NodaTime;

namespace CityOps.Storage.Lists.Cases;

/// <summary>What a list of cases was asked for, as conditions and their values.</summary>
internal sealed partial class CaseConditions
{
    private readonly CaseSql _sql;
    private readonly List<CaseCondition> _all = [];
    private readonly List<(string Name, object? Value)> _parameters = [];
    private bool _isSpan;

    /// <param name="connection">The connection on which they are asked.</param>
    /// <param name="places">The names of grids.</param>
    /// <param name="query">What was asked for.</param>
    /// <param name="now">The time by which lights are told.</param>
    public CaseConditions(DbConnection connection, PlaceNames places, CaseQuery query, Instant now)
    {
        _sql = CaseSql.Of(Dialect.Of(connection));
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

        OneOf(CaseSets.OfStages, "@stages", CaseSets.Stages(query.IsOpen));
        OneOf(CaseSets.OfCategories, "@categories", CaseSets.Categories(query.Categories));
        Collector(query.Collector);
        Limits(query.Light, now);
        Box(query.Box);
        Text(query.Text, query, connection, places);
        Within(query.Scope);
    }

    /// <summary>Those that narrow the list.</summary>
    public IReadOnlyList<CaseCondition> All => _all;

    public (string Name, object? Value)[] Parameters => [.. _parameters];

    public void Set(string name, object? value) => _parameters.Add((name, value));

    /// <summary>The span of time, as a test of the column of a source that is the key; null where none is asked for.</summary>
    public string? SpanOf(string key) => _isSpan ? $"{key} >= @from AND {key} < @to" : null;

    private void Span(CaseQuery query)
    {
        if (query.From is null && query.To is null)
        {
            return;
        }

        _isSpan = true;
        _all.Add(new CaseCondition("key >= @from AND key < @to") { Source = _sql.By(null), IsOrdered = true, IsRun = true, IsOfKey = true });
        Set("@from", query.From is { } from ? CaseKey.From(from) : 0);
        Set("@to", query.To is { } to ? CaseKey.From(to) : long.MaxValue);
    }

    private void Equal(string column, string? value, string index)
    {
        if (value is not null)
        {
            _all.Add(Of($"{column} = @{column}", index));
            Set($"@{column}", value);
        }
    }

    /// <summary>What an index has, with the keys in order.</summary>
    private CaseCondition Of(string test, string index) => new(test) { Source = _sql.By(index), IsOrdered = true };

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
            _all.Add(Of("reporter = @collector AND channel = 'Collector'", "case_by_collector"));
            Set("@collector", collector);
        }
    }

    private void Limits(Light? light, Instant now)
    {
        if (light is null)
        {
            return;
        }

        Set("@now", now.ToUnixTimeMilliseconds());
        var source = _sql.By("case_by_light");
        _all.Add(light switch
        {
            Light.Red => new CaseCondition("red_at <= @now") { Source = source },
            Light.Yellow => new CaseCondition("red_at > @now AND yellow_at <= @now") { Source = source },
            _ => new CaseCondition("(red_at IS NULL OR red_at > @now AND (yellow_at IS NULL OR yellow_at > @now))"),
        });
    }

    private void Box(GeoBox? box)
    {
        if (box is null)
        {
            return;
        }

        _all.Add(_sql.InBox);
        Set("@west", box.SouthWest.Longitude);
        Set("@east", box.NorthEast.Longitude);
        Set("@south", box.SouthWest.Latitude);
        Set("@north", box.NorthEast.Latitude);
    }

    private void Text(string? text, CaseQuery query, DbConnection connection, PlaceNames places)
    {
        if (text is null)
        {
            return;
        }

        if (Id().IsMatch(text))
        {
            var beginning = $"C{text[1..].ToLowerInvariant()}";
            _all.Add(new CaseCondition("id >= @id AND id < @idEnd") { Source = _sql.By("sqlite_autoindex_case_row_1") });
            Set("@id", beginning);
            Set("@idEnd", $"{beginning}~");
        }
        else if (SearchWords.Query(text).Count > 0)
        {
            _all.Add(_sql.HasWords(connection, text, query, places, Set));
        }
        else
        {
            _all.Add(new CaseCondition("false"));
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
            ways += " OR unit_grid BETWEEN @area AND @areaEnd OR centre BETWEEN @area AND @areaEnd";
            Set("@area", area);
            Set("@areaEnd", $"{area}~");
        }

        _all.Add(new CaseCondition($"({ways})")
        {
            Source = scope.Area is null ? $"({found}) AS own" : null,
            OfTable = scope.Area is null ? "true" : null,
            Key = "case_key",
            IsExact = true,
        });
    }

    private string Values(string name, IReadOnlyList<string> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            Set($"@{name}{i}", values[i]);
        }

        return string.Join(", ", values.Select((_, i) => $"@{name}{i}"));
    }

    // The whole number of a case, or its beginning with the year: letters and digits as one word, of which there are as many as cases.
    [GeneratedRegex("^[Cc][0-9]{4,8}[A-Za-z2-7]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
