using CityOps.Domain.City;
using CityOps.Domain.Geo;
using CityOps.Simulator.Map;
using NodaTime;

namespace CityOps.Simulator.Life;

/// <summary>
/// How a collector walks their beat: from unit grid to the nearest one not yet visited, and round again.
/// </summary>
internal static class Beat
{
    /// <summary>
    /// The unit grids in the order of a round that starts at the given one: always the nearest that is left.
    /// </summary>
    public static IReadOnlyList<GeoPoint> Round(IReadOnlyList<UnitGrid> grids, int first)
    {
        var left = grids.Select(UnitGridMap.MiddleOf).ToList();
        var round = new List<GeoPoint>(left.Count);
        var here = left[first];
        while (left.Count > 0)
        {
            var nearest = left.MinBy(place => place.DistanceTo(here));
            left.Remove(nearest);
            round.Add(nearest);
            here = nearest;
        }

        return round;
    }

    /// <summary>
    /// A walk that never ends, at about 1.2 m/s, with a look around at some of the goals; errands come before the round.
    /// </summary>
    public static Travel Walk(IReadOnlyList<UnitGrid> grids, Chance chance, Func<GeoPoint?> errand)
    {
        var round = Round(grids, chance.Below(grids.Count));
        var at = 0;
        return new Travel(
            round[0],
            () => errand() ?? round[++at % round.Count],
            () => chance.Happens(0.3) ? Duration.FromSeconds(chance.Between(20, 180)) : Duration.Zero,
            () => new Speed(chance.Between(1.0, 1.4)));
    }
}
