using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using NodaTime;

namespace CityOps.Domain.Grids;

/// <summary>重复: which open cases of a grid may be the same problem as a new one.</summary>
internal static class Similarity
{
    /// <summary>At most so many candidates: who merges looks at the nearest, and a street full of stalls is no list of all.</summary>
    public const int Most = 10;

    /// <summary>
    /// The open cases of the same subclass within the radius and the time of that class, nearest first; null for none. A case from
    /// before grids knew when one was reported is left out.
    /// </summary>
    public static IReadOnlyList<string>? Find(NoteCaseOpened news, Grid grid, CityConfiguration city)
    {
        var opened = news.Opened;
        var rule = city.Categories.GetValueOrDefault((opened.Kind, opened.Category))?.Similar ?? SimilarCases.Standard;
        var found = grid.OpenCases
            .Where(other => other.Key != news.Case && IsSimilar(other.Value))
            .OrderBy(other => other.Value.Place.DistanceTo(opened.Place))
            .ThenBy(other => other.Key, StringComparer.Ordinal)
            .Select(other => other.Key)
            .Take(Most)
            .ToList();
        return found.Count == 0 ? null : found;

        bool IsSimilar(OpenCase other) =>
            (other.Kind, other.Category) == (opened.Kind, opened.Category)
            && Apart(other.ReportedAt, opened.ReportedAt) <= rule.Within
            && other.Place.DistanceTo(opened.Place) <= rule.Radius;
    }

    private static Duration? Apart(Instant? one, Instant? other) => one - other is { } apart
        ? apart < Duration.Zero ? -apart : apart
        : null;
}
