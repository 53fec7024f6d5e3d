using CityOps.Domain.Catalog;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Http.Reports;

/// <summary>A report as it comes in over HTTP.</summary>
internal sealed record ReportRequest
{
    /// <summary>The message id at the sender; counts as the source where nothing better is given.</summary>
    public string? Id { get; init; }

    /// <summary>When it was seen. Required.</summary>
    public Instant? T { get; init; }

    /// <summary>Degrees east. Required.</summary>
    public double? Lon { get; init; }

    /// <summary>Degrees north. Required.</summary>
    public double? Lat { get; init; }

    /// <summary>The frame of the coordinates; WGS-84 by default.</summary>
    public Datum? Datum { get; init; }

    /// <summary>Component or incident. Required.</summary>
    public CategoryKind? Kind { get; init; }

    /// <summary>The subclass, by the catalog. Required.</summary>
    public string? Category { get; init; }

    /// <summary>The filing condition that the reporter proposes.</summary>
    public string? Condition { get; init; }

    /// <summary>The code of the component that it is about.</summary>
    public string? Component { get; init; }

    /// <summary>What the reporter says; at most 4,000 characters.</summary>
    public string? Description { get; init; }

    /// <summary>SHA-256 of each photo, in hex; at most 50.</summary>
    public IReadOnlyList<string>? Photos { get; init; }

    /// <summary>True if it was put right on the spot.</summary>
    public bool? SelfHandled { get; init; }

    /// <summary>Where it comes from; <c>console</c> by default.</summary>
    public Domain.Channel? Channel { get; init; }

    /// <summary>The message id at the channel; the same (channel, source) is one case.</summary>
    public string? Source { get; init; }

    /// <summary>The collector or citizen who reported; at most 200 characters.</summary>
    public string? Reporter { get; init; }
}
