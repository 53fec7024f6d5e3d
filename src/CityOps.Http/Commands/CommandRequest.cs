using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Http.Commands;

/// <summary>What is told, to whomever.</summary>
internal abstract record OrderRequest
{
    /// <summary>The command's id; sent again with the same one, nothing is done twice. Made up where none is given.</summary>
    public string? Id { get; init; }

    /// <summary>The sort of command. Required.</summary>
    public CommandType? Type { get; init; }

    /// <summary>What the user of the device is told, at most 400 characters. A message needs one.</summary>
    public string? Text { get; init; }

    /// <summary>Where to go: degrees east. A dispatch needs it.</summary>
    public double? Lon { get; init; }

    /// <summary>Degrees north.</summary>
    public double? Lat { get; init; }

    /// <summary>The frame of the coordinates; WGS-84 by default.</summary>
    public Datum? Datum { get; init; }

    /// <summary>Until when an answer is waited for, within 30 days; a day from now by default.</summary>
    public Instant? Due { get; init; }
}

/// <summary>What a device is told.</summary>
internal sealed record CommandRequest : OrderRequest;

/// <summary>What every device of a group is told.</summary>
internal sealed record GroupCommandRequest : OrderRequest
{
    /// <summary>Who is in the group. Required.</summary>
    public GroupRequest? To { get; init; }
}

/// <summary>Devices of the list; every condition that is given holds, and one has to be given.</summary>
internal sealed record GroupRequest
{
    /// <summary>Collectors or vehicles; vehicles by default.</summary>
    public DeviceKind? Devices { get; init; }

    /// <summary>Those in this unit grid (15 digits) or patrol grid.</summary>
    public string? Grid { get; init; }

    /// <summary>Vehicles of this kind.</summary>
    public VehicleKind? Kind { get; init; }

    /// <summary>Vehicles of this department.</summary>
    public string? Department { get; init; }

    /// <summary>Those near a place: [longitude, latitude], degrees, WGS-84.</summary>
    public IReadOnlyList<double>? Near { get; init; }

    /// <summary>How near is near: metres, at most 50,000; 1,000 by default.</summary>
    public double? Radius { get; init; }
}
