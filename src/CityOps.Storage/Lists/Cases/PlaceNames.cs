using System.Collections.Concurrent;
using CityOps.Domain.City;

namespace CityOps.Storage.Lists.Cases;

/// <summary>What people call the place of a case: the codes and names of its grids and of the jurisdictions around them.</summary>
/// <param name="city">The city; without it the codes alone are known.</param>
internal sealed class PlaceNames(CityConfiguration? city)
{
    // A community's code begins a unit grid's; those of its street and district begin that one's.
    private static readonly int[] Lengths = [12, 9, 6];

    private readonly ConcurrentDictionary<(string UnitGrid, string Beat), string> _normal = new();

    /// <summary>The names, with spaces between.</summary>
    public string Of(string unitGrid, string beat) => string.Join(' ', All(unitGrid, beat));

    /// <summary>The names in the form in which texts are compared.</summary>
    public string Normal(string unitGrid, string beat) =>
        _normal.GetOrAdd((unitGrid, beat), place => SearchWords.Normal(Of(place.UnitGrid, place.Beat)));

    private IEnumerable<string> All(string unitGrid, string beat)
    {
        yield return unitGrid;
        if (beat != unitGrid)
        {
            yield return beat;
        }

        if (city?.PatrolGrids.GetValueOrDefault(beat) is { } patrolGrid)
        {
            yield return patrolGrid.Name.Zh;
            yield return patrolGrid.Name.En;
        }

        foreach (var length in Lengths.Where(l => l <= unitGrid.Length))
        {
            if (city?.Jurisdictions.GetValueOrDefault(unitGrid[..length]) is { } jurisdiction)
            {
                yield return jurisdiction.Name.Zh;
                yield return jurisdiction.Name.En;
            }
        }
    }
}
