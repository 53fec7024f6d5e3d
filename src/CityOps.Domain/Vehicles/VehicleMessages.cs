using CityOps.Domain.City;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Domain.Vehicles;

/// <summary>What someone wants of a vehicle.</summary>
public abstract record VehicleCommand(string Vehicle, Origin Origin) : DeviceCommand(Origin);

/// <summary>The terminal's alarm bits at a time, by its clock.</summary>
public readonly record struct AlarmReading(Instant At, uint Alarms);

/// <summary>What came of the vehicle's newest fixes, in order of time.</summary>
public sealed record RecordDriving(
    string Vehicle, Origin Origin, IReadOnlyList<FenceCrossing> Crossings, IReadOnlyList<SpeedingSpell> Spells)
    : VehicleCommand(Vehicle, Origin)
{
    /// <summary>The alarm bits after each fix that changed them, in order of time.</summary>
    public IReadOnlyList<AlarmReading> Alarms { get; init; } = [];
}

/// <summary>What happened to a vehicle; kept for ever.</summary>
public abstract record VehicleEvent(string Vehicle, Stamp Stamp) : DeviceEvent(Stamp);

/// <summary>Alarms began.</summary>
public sealed record AlarmsRaised(string Vehicle, Stamp Stamp, uint Alarms) : VehicleEvent(Vehicle, Stamp);

/// <summary>Alarms ended.</summary>
public sealed record AlarmsCleared(string Vehicle, Stamp Stamp, uint Alarms) : VehicleEvent(Vehicle, Stamp);

/// <summary>The vehicle came into a geofence.</summary>
/// <param name="Vehicle">The vehicle.</param>
/// <param name="Stamp">When, by the terminal's clock and by the engine's.</param>
/// <param name="Fence">The geofence.</param>
/// <param name="Rule">What the geofence means.</param>
/// <param name="Violation">True if it must not be there at this time.</param>
/// <param name="Place">Where the vehicle was.</param>
public sealed record GeofenceEntered(
    string Vehicle, Stamp Stamp, string Fence, GeofenceRule Rule, bool Violation, GeoPoint Place) : VehicleEvent(Vehicle, Stamp);

/// <summary>The vehicle went out of a geofence.</summary>
/// <param name="Vehicle">The vehicle.</param>
/// <param name="Stamp">When, by the terminal's clock and by the engine's.</param>
/// <param name="Fence">The geofence.</param>
/// <param name="Rule">What the geofence means.</param>
/// <param name="Violation">True if it must stay there at this time.</param>
/// <param name="Place">Where the vehicle was.</param>
public sealed record GeofenceLeft(
    string Vehicle, Stamp Stamp, string Fence, GeofenceRule Rule, bool Violation, GeoPoint Place) : VehicleEvent(Vehicle, Stamp);

/// <summary>The vehicle drove too fast for a while, and does no more.</summary>
/// <param name="Vehicle">The vehicle.</param>
/// <param name="Stamp">When that was noted.</param>
/// <param name="Spell">When, how fast, and where.</param>
public sealed record SpeedingEnded(string Vehicle, Stamp Stamp, SpeedingSpell Spell) : VehicleEvent(Vehicle, Stamp);
