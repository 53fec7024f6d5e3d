using System.Text.Json.Serialization;
using CityOps.Domain.Cases;
using CityOps.Domain.Devices;
using CityOps.Engine.Devices;
using CityOps.Http.Grids;
using NodaTime;

namespace CityOps.Http.Devices;

/// <summary>What collectors and vehicles have in common.</summary>
internal abstract class DeviceBody(DeviceView view, Presence presence)
{
    /// <summary>The id, as in topics.</summary>
    public string Id { get; } = view.Device.Id;

    /// <summary>The collector's name or the vehicle's plate; null where the city does not know the device.</summary>
    public string? Name { get; init; } = view.Name;

    /// <summary>Degrees east of the last fix, WGS-84; null where there is none, as all that follows from it.</summary>
    public double? Lon { get; init; } = view.Last?.Place.Longitude;

    /// <summary>Degrees north of the last fix, WGS-84.</summary>
    public double? Lat { get; init; } = view.Last?.Place.Latitude;

    /// <summary>When the last fix was taken, by the device's clock.</summary>
    public Instant? T { get; init; } = view.Last?.ObservedAt;

    /// <summary>True if the last fix is farther away than the device can have come: nothing follows from it until a second one agrees.</summary>
    public bool Doubtful { get; } = view.Doubtful;

    /// <summary>Speed over ground, metres per second.</summary>
    public double? Speed { get; init; } = view.Last?.Speed?.MetresPerSecond;

    /// <summary>Direction of travel, degrees clockwise from north.</summary>
    public double? Heading { get; init; } = view.Last?.Heading?.Degrees;

    /// <summary>Radius in which the device believes to be, metres.</summary>
    public double? Accuracy { get; init; } = view.Last?.Accuracy?.Metres;

    /// <summary>Height, metres, as the device has it.</summary>
    public double? Altitude { get; init; } = view.Last?.Altitude?.Metres;

    /// <summary>The unit grid, 15 digits; null outside of the city.</summary>
    public string? Grid { get; init; } = view.UnitGrid;

    /// <summary>The patrol grid; null where the unit grid belongs to none.</summary>
    public string? PatrolGrid { get; init; } = GridNames.PatrolGrid(view.UnitGrid, view.Beat);

    /// <summary>True while the device is connected and not silent for too long.</summary>
    public bool Online { get; } = presence != Presence.Offline;

    /// <summary>
    /// Online; silent: connected, but without a word for a while; offline: it said so, was cut off, or was silent for very long.
    /// </summary>
    public Presence Presence { get; } = presence;

    /// <summary>When the engine last heard of it; null where it never did.</summary>
    public Instant? HeardAt { get; init; } = view.HeardAt;

    /// <summary>Whether it moves; unknown until it was followed for a while.</summary>
    public Motion Motion { get; } = view.Movement.Motion;

    /// <summary>Since when it stands; null while it moves.</summary>
    public Instant? StoppedSince { get; init; } = view.Movement.StoppedSince;
}

/// <summary>A collector.</summary>
internal sealed class CollectorBody(DeviceView view, Presence presence) : DeviceBody(view, presence)
{
    /// <summary>True while the shift lasts.</summary>
    [JsonPropertyOrder(1)]
    public bool OnShift { get; } = view.OnShift;

    /// <summary>The verifications and inspections in the collector's hands, oldest first.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<TaskInHandBody> Tasks { get; } =
    [
        .. view.Tasks.Select(t => new TaskInHandBody(
            t.Id, t.Kind, t.Case.Value, t.GivenAt, t.Due, t.Place.Longitude, t.Place.Latitude, t.Text)),
    ];
}

/// <summary>A verification or inspection that a collector has to do.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="Kind">What for.</param>
/// <param name="Case">The case.</param>
/// <param name="GivenAt">When the collector got it.</param>
/// <param name="Due">When it is handed on if it is not answered by then.</param>
/// <param name="Lon">Where to go: degrees east, WGS-84.</param>
/// <param name="Lat">Degrees north, WGS-84.</param>
/// <param name="Text">What to look at.</param>
internal sealed record TaskInHandBody(
    string Id, TaskKind Kind, string Case, Instant GivenAt, Instant Due, double Lon, double Lat, string Text);
