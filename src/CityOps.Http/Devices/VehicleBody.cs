using System.Text.Json.Serialization;
using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Engine.Devices;
using NodaTime;

namespace CityOps.Http.Devices;

/// <summary>A vehicle.</summary>
internal sealed class VehicleBody(DeviceView view, Presence presence, VehicleKind? kind) : DeviceBody(view, presence)
{
    /// <summary>What kind of vehicle it is; null where the city does not know it.</summary>
    [JsonPropertyOrder(1)]
    public VehicleKind? Kind { get; init; } = kind;

    /// <summary>The alarms that stand, in words.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<string> Alarms { get; } = AlarmNames.Of(view.Alarms);

    /// <summary>The geofences that it is in, of those that hold for it.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<FenceBody> Geofences { get; init; }

    /// <summary>
    /// What it does against them at this time: those it is in and must not enter, and those it has left and must stay in.
    /// </summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<FenceBody> Violations { get; init; }

    /// <summary>How it is too fast; null while it is not, or has not been for ten seconds.</summary>
    [JsonPropertyOrder(1)]
    public SpeedingBody? Speeding { get; init; } = view.Speeding is { Counts: true } spell
        ? new SpeedingBody(spell.Since, spell.Limit.MetresPerSecond, spell.Peak.MetresPerSecond)
        : null;
}

/// <summary>How a vehicle is to a geofence.</summary>
/// <param name="Id">The geofence.</param>
/// <param name="Name">What it is called, in Chinese.</param>
/// <param name="Rule">Whether it must not be entered, must not be left, or is only watched.</param>
/// <param name="Since">When the vehicle entered it, or left it, by the terminal's clock.</param>
internal sealed record FenceBody(string Id, string Name, GeofenceRule Rule, Instant Since);

/// <summary>A vehicle that is too fast.</summary>
/// <param name="Since">The first fix above the limit, by the terminal's clock.</param>
/// <param name="Limit">What is allowed, metres per second.</param>
/// <param name="Peak">The highest speed so far, metres per second.</param>
internal sealed record SpeedingBody(Instant Since, double Limit, double Peak);
