using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Domain.Catalog;

/// <summary>When two reports of a subclass may be about the same problem.</summary>
/// <param name="Radius">At most so far apart.</param>
/// <param name="Within">At most so long after one another.</param>
public sealed record SimilarCases(Length Radius, Duration Within)
{
    /// <summary>50 m and 24 hours.</summary>
    public static SimilarCases Standard { get; } = new(Length.FromMetres(50), Duration.FromHours(24));
}
