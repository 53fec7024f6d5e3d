using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Domain.Vehicles;

/// <summary>A stretch of time in which a vehicle drove too fast.</summary>
/// <param name="Since">The first fix above the limit.</param>
/// <param name="Until">The last one.</param>
/// <param name="Limit">What was allowed.</param>
/// <param name="Peak">The highest speed.</param>
/// <param name="Place">Where it had that.</param>
public sealed record SpeedingSpell(Instant Since, Instant Until, Speed Limit, Speed Peak, GeoPoint Place)
{
    /// <summary>How long a vehicle must be above the limit before it counts, so that one wrong speed does not.</summary>
    public static readonly Duration Shortest = Duration.FromSeconds(10);

    /// <summary>How far apart two fixes may be and still be of one spell; what lies between is not known.</summary>
    public static readonly Duration LongestGap = Duration.FromMinutes(1);

    /// <summary>True once it lasts for long enough to count.</summary>
    public bool Counts => Until - Since >= Shortest;

    /// <summary>The spell after a further fix, or null where there is none.</summary>
    /// <param name="spell">The spell until now; null for none.</param>
    /// <param name="fix">The fix. One without a speed says nothing.</param>
    /// <param name="limit">What is allowed; null for anything.</param>
    /// <param name="ended">The spell that ended, if it counts; else null.</param>
    public static SpeedingSpell? Next(SpeedingSpell? spell, in Fix fix, Speed? limit, out SpeedingSpell? ended)
    {
        ended = null;
        if (fix.Speed is not { } speed || (limit is null && spell is null))
        {
            return spell;
        }

        var isAbove = limit is { } allowed && speed.MetresPerSecond > allowed.MetresPerSecond;
        if (spell is not null && (!isAbove || fix.ObservedAt - spell.Until > LongestGap || spell.Limit != limit))
        {
            ended = spell.Counts ? spell : null;
            spell = null;
        }

        return !isAbove || limit is not { } above ? null
            : spell is null ? new SpeedingSpell(fix.ObservedAt, fix.ObservedAt, above, speed, fix.Place)
            : speed.MetresPerSecond > spell.Peak.MetresPerSecond
                ? spell with { Until = fix.ObservedAt, Peak = speed, Place = fix.Place }
                : spell with { Until = fix.ObservedAt };
    }
}
