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
            Add("lat >= @south", "@south", box.SouthWest.Latitude);
            Add("lat <= @north", "@north", box.NorthEast.Latitude);
            Add("lon >= @west", "@west", box.SouthWest.Longitude);
            Add("lon <= @east", "@east", box.NorthEast.Longitude);
        }
    }

    public override string ToString() => _conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", _conditions)}";
}
