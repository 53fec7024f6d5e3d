using CityOps.Domain.Catalog;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Domain.Cases;

/// <summary>One reported problem as it came in, placed in its grid.</summary>
/// <param name="Channel">Where it came from.</param>
/// <param name="Source">Its message id at the channel.</param>
/// <param name="ObservedAt">When it was seen, by the reporter's clock.</param>
/// <param name="Place">Where, in WGS-84.</param>
/// <param name="UnitGrid">The unit grid that contains the place.</param>
/// <param name="Beat">The grid whose actor answers for it: the patrol grid, or the unit grid where it belongs to none.</param>
/// <param name="Kind">Component or incident.</param>
/// <param name="Category">The subclass, by the catalog.</param>
public sealed record Report(
    Channel Channel,
    string Source,
    Instant ObservedAt,
    GeoPoint Place,
    string UnitGrid,
    string Beat,
    CategoryKind Kind,
    string Category)
{
    /// <summary>The filing condition that the reporter proposes.</summary>
    public string? Condition { get; init; }

    /// <summary>The component that it is about, by its code.</summary>
    public string? Component { get; init; }

    /// <summary>What the reporter says; at most 4,000 characters.</summary>
    public string? Description { get; init; }

    /// <summary>Evidence: SHA-256 of each photo, in hex.</summary>
    public IReadOnlyList<string> Photos { get; init; } = [];

    /// <summary>True if the collector has put it right on the spot (自行处置).</summary>
    public bool SelfHandled { get; init; }

    /// <summary>The collector or citizen who reported; personal data where it is a citizen.</summary>
    public string? Reporter { get; init; }
}
