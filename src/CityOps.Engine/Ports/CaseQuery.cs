using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Engine.Ports;

/// <summary>What cases to list; every condition that is given holds.</summary>
public sealed record CaseQuery
{
    /// <summary>What exists for who asks.</summary>
    public Scope Scope { get; init; } = Scope.Everything;

    /// <summary>Which people who asks is told of: words find nothing that they are not.</summary>
    public CaseSight Sight { get; init; } = new(true, true);

    /// <summary>The stage.</summary>
    public Stage? Stage { get; init; }

    /// <summary>True for what still has to be dealt with, false for what has not.</summary>
    public bool? IsOpen { get; init; }

    /// <summary>How its limits stand.</summary>
    public Light? Light { get; init; }

    /// <summary>The department that has it.</summary>
    public string? Department { get; init; }

    /// <summary>A unit grid (15 digits) or a patrol grid.</summary>
    public string? Grid { get; init; }

    /// <summary>The subclass that counts.</summary>
    public string? Category { get; init; }

    /// <summary>The subclasses that count, one of which it is of; empty for all.</summary>
    public IReadOnlyList<(CategoryKind Kind, string Code)> Categories { get; init; } = [];

    /// <summary>Where the report came from.</summary>
    public Domain.Channel? Channel { get; init; }

    /// <summary>The collector who reported it.</summary>
    public string? Collector { get; init; }

    /// <summary>Taken in at or after.</summary>
    public Instant? From { get; init; }

    /// <summary>Taken in before.</summary>
    public Instant? To { get; init; }

    /// <summary>Inside of this box.</summary>
    public GeoBox? Box { get; init; }

    /// <summary>Words of the description, the place or the number: all of them, each from its beginning.</summary>
    public string? Text { get; init; }

    /// <summary>What the order goes by.</summary>
    public CaseOrder Order { get; init; }

    /// <summary>The earliest first; the latest first by default.</summary>
    public bool Ascending { get; init; }

    /// <summary>At most so many, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>The cursor of the page before.</summary>
    public string? After { get; init; }
}

/// <summary>What a list of cases can be ordered by.</summary>
public enum CaseOrder
{
    /// <summary>When the engine took the report in.</summary>
    ReportedAt,

    /// <summary>When something happened last.</summary>
    UpdatedAt,

    /// <summary>When the first limit that runs is due; a case without one counts as due after all others.</summary>
    DueAt,
}
