using NodaTime;

namespace CityOps.Domain.City;

/// <summary>A collector as the city has registered them.</summary>
/// <param name="Id">The id, as in MQTT topics.</param>
/// <param name="Name">The person's name.</param>
/// <param name="PatrolGrids">The beat: the patrol grids they walk.</param>
/// <param name="ShiftStart">When their shift begins, local time.</param>
/// <param name="ShiftEnd">When it ends, local time.</param>
public sealed record CollectorEntry(
    string Id, string Name, IReadOnlyList<string> PatrolGrids, LocalTime ShiftStart, LocalTime ShiftEnd);

/// <summary>The kinds of vehicle.</summary>
public enum VehicleKind
{
    /// <summary>执法车.</summary>
    Enforcement,

    /// <summary>环卫车.</summary>
    Sanitation,

    /// <summary>渣土车.</summary>
    MuckTruck,

    /// <summary>移动指挥车.</summary>
    MobileCommand,
}

/// <summary>A vehicle as the city has registered it.</summary>
/// <param name="Id">The terminal id, as in MQTT topics.</param>
/// <param name="Kind">What kind of vehicle it is.</param>
/// <param name="Plate">The number plate.</param>
/// <param name="Department">The department it belongs to.</param>
/// <param name="Phone">The terminal's number in JT/T 808 frames (12 or 20 digits), if it speaks that.</param>
public sealed record VehicleEntry(string Id, VehicleKind Kind, string Plate, string Department, string? Phone);
