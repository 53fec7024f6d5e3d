using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Engine.Ports;

/// <summary>A case in a list.</summary>
public sealed record CaseRow(
    string Id,
    long Sequence,
    Stage Stage,
    CategoryKind Kind,
    string Category,
    string? Condition,
    Domain.Channel Channel,
    string Source,
    GeoPoint Place,
    string UnitGrid,
    string Beat,
    string? Department,
    string? Description,
    Instant ObservedAt,
    Instant ReportedAt,
    Instant UpdatedAt)
{
    /// <summary>The centre in charge; null where it is not known.</summary>
    public string? Centre { get; init; }

    /// <summary>How its limits stand.</summary>
    public Light Light { get; init; }

    /// <summary>When the first of its limits is due; null where none runs.</summary>
    public Instant? DueAt { get; init; }
}
