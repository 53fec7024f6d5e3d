using System.Collections.Immutable;
using CityOps.Domain.City;

namespace CityOps.Domain.Vehicles;

/// <summary>What the rules of the road keep of a vehicle between two of its fixes.</summary>
/// <param name="Fences">How it is to geofences, as the journal has it or will have it.</param>
/// <param name="Turning">The ids of those to which its newest fix was otherwise; a second one in a row makes it so.</param>
/// <param name="Speeding">The time for which it has been too fast; null while it is not.</param>
public readonly record struct Driving(
    ImmutableArray<FenceStay> Fences, ImmutableArray<string> Turning, SpeedingSpell? Speeding)
{
    /// <summary>A vehicle that is in no geofence and not too fast.</summary>
    public static Driving Unknown { get; } = new([], [], null);
}

/// <summary>A vehicle crossed the border of a geofence.</summary>
/// <param name="Fence">The geofence.</param>
/// <param name="Rule">What it means.</param>
/// <param name="Entered">True if it came in, false if it went out.</param>
/// <param name="Violation">True if it must not do that at this time.</param>
/// <param name="At">When, by the terminal's clock.</param>
/// <param name="Place">Where.</param>
public sealed record FenceCrossing(
    string Fence, GeofenceRule Rule, bool Entered, bool Violation, NodaTime.Instant At, Geo.GeoPoint Place);

/// <summary>What came of fixes of one vehicle.</summary>
public sealed class DrivingNews
{
    /// <summary>The borders it crossed, in order of time.</summary>
    public List<FenceCrossing> Crossings { get; } = [];

    /// <summary>The spells of speeding that ended, in order of time.</summary>
    public List<SpeedingSpell> Spells { get; } = [];
}
