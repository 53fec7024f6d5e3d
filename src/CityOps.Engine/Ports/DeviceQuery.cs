using CityOps.Domain.Devices;
using CityOps.Domain.Geo;

namespace CityOps.Engine.Ports;

/// <summary>What devices to list; every condition that is given holds.</summary>
public sealed record DeviceQuery(DeviceKind Kind)
{
    /// <summary>Only these, by id; null for all.</summary>
    public IReadOnlyCollection<string>? Only { get; init; }

    /// <summary>Inside of this box.</summary>
    public GeoBox? Box { get; init; }

    /// <summary>Nearest to this place first; no cursor then.</summary>
    public GeoPoint? Near { get; init; }

    /// <summary>A unit grid (15 digits) or a patrol grid.</summary>
    public string? Grid { get; init; }

    /// <summary>Online (also if silent) or not.</summary>
    public bool? Online { get; init; }

    /// <summary>How present they are.</summary>
    public Presence? Presence { get; init; }

    /// <summary>On shift or not; for collectors.</summary>
    public bool? OnShift { get; init; }

    /// <summary>At most so many, from 1.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>The cursor of the page before.</summary>
    public string? After { get; init; }
}
