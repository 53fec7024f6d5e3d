using System.Collections.Immutable;
using CityOps.Domain.Cases;
using CityOps.Domain.Geo;

namespace CityOps.Domain.Grids;

/// <summary>Which collector gets a task. The same grid, task and places always lead to the same one.</summary>
internal static class CollectorChoice
{
    /// <summary>
    /// So much further away counts the same as one more task in hand, in metres: a collector walks that far, looks and answers
    /// in about the time that a task takes.
    /// </summary>
    private const double MetresPerTask = 500;

    /// <summary>
    /// Of those on shift, whoever is nearest with the fewest tasks in hand; the reporter of the case only where nobody else is on
    /// shift, and before distance counts: rather one who has not had the task yet, and for an inspection not the one who
    /// inspected the same department last.
    /// </summary>
    /// <returns>The collector; null where nobody but the one who has it is there for it.</returns>
    public static string? For(GridTask task, Grid grid, ImmutableDictionary<string, GeoPoint> seen)
    {
        var offer = task.Offer;
        var there = Rather([.. grid.OnShift], c => c != offer.Reporter);
        there = [.. there.Where(c => c != task.Collector)];
        there = Rather(there, c => !task.Had.Contains(c));
        if (offer is { Kind: TaskKind.Inspection, Department: { } department })
        {
            there = Rather(there, c => grid.Inspectors.GetValueOrDefault(department) != c);
        }

        // Who has sent no fix from this grid is somewhere else, as far as anyone knows.
        return there
            .OrderBy(c => !seen.ContainsKey(c))
            .ThenBy(Way)
            .ThenBy(c => c, StringComparer.Ordinal)
            .FirstOrDefault();

        double Way(string collector) =>
            (seen.TryGetValue(collector, out var place) ? place.DistanceTo(offer.Place).Metres : 0)
            + (MetresPerTask * grid.Tasks.Count(t => t.Collector == collector));
    }

    private static List<string> Rather(List<string> there, Predicate<string> wanted) =>
        there.Exists(wanted) ? there.FindAll(wanted) : there;
}
