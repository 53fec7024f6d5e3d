using CityOps.Domain.Components;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Http.Components;

/// <summary>What is registered of a component.</summary>
internal abstract record RegisterRequest
{
    /// <summary>The request's id; the same one twice changes nothing. The header comes first.</summary>
    public string? CommandId { get; init; }

    /// <summary>When it happened; now by default.</summary>
    public Instant? T { get; init; }

    /// <summary>Where it stands: degrees east.</summary>
    public double? Lon { get; init; }

    /// <summary>Degrees north.</summary>
    public double? Lat { get; init; }

    /// <summary>The frame of the coordinates; WGS-84 by default.</summary>
    public Datum? Datum { get; init; }

    /// <summary>The department that owns it.</summary>
    public string? Department { get; init; }

    /// <summary>What has become of it.</summary>
    public ComponentState? State { get; init; }

    /// <summary>Where the change is known from: a survey, a document's number. Required.</summary>
    public string? Source { get; init; }

    /// <summary>What else there is to say; at most 4,000 characters.</summary>
    public string? Note { get; init; }
}

/// <summary>A component that is added: with code, place and department.</summary>
internal sealed record AddComponentRequest : RegisterRequest
{
    /// <summary>Its code: division 6, subclass 4 or 5, sequence 6. Required.</summary>
    public string? Code { get; init; }
}

/// <summary>A change of a component.</summary>
internal sealed record ChangeComponentRequest : RegisterRequest
{
    /// <summary>
    /// Required. Move: with lon and lat. Correct: with department or state. Retire: with state, abandoned or removed.
    /// </summary>
    public ComponentChangeKind? Kind { get; init; }
}
