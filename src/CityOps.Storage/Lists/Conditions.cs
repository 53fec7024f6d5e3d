using System.Text.Json;
using CityOps.Domain;
using CityOps.Engine.Ports;

namespace CityOps.Storage.Lists;

/// <summary>The conditions that were given, and their values.</summary>
internal sealed class Conditions
{
    private readonly List<string> _conditions = [];
    private readonly List<(string, object?)> _parameters = [];

    public (string, object?)[] Parameters => [.. _parameters];

    public void Add(string condition, string name, object? value)
    {
        if (value is not null)
        {
            _conditions.Add(condition);
            _parameters.Add((name, value));
        }
    }

    public void Add(GeoBox? box)
    {
        if (box is not null)
        {
            Add("lat >= $south", "$south", box.SouthWest.Latitude);
            Add("lat <= $north", "$north", box.NorthEast.Latitude);
            Add("lon >= $west", "$west", box.SouthWest.Longitude);
            Add("lon <= $east", "$east", box.NorthEast.Longitude);
        }
    }

    /// <summary>Only cases that exist for the caller.</summary>
    public void Add(Scope scope)
    {
        if (scope.IsEverything)
        {
            return;
        }

        var ways = "id IN (SELECT id FROM case_party WHERE party IN (SELECT value FROM json_each($parties)))";
        _parameters.Add(("$parties", JsonSerializer.Serialize(scope.Parties)));
        if (scope.Beats.Count > 0)
        {
            ways += " OR beat IN (SELECT value FROM json_each($beats))";
            _parameters.Add(("$beats", JsonSerializer.Serialize(scope.Beats)));
        }

        if (scope.Area is { } area)
        {
            ways += " OR substr(unit_grid, 1, length($area)) = $area OR substr(centre, 1, length($area)) = $area";
            _parameters.Add(("$area", area));
        }

        _conditions.Add($"({ways})");
    }

    public override string ToString() => _conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", _conditions)}";
}
