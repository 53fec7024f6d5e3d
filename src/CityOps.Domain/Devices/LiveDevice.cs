using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Domain.Devices;

/// <summary>What became of a fix that is on disk. Every fix has one outcome, so that the books balance.</summary>
public enum FixOutcome
{
    /// <summary>It is the newest, and the device's state follows it.</summary>
    Applied,

    /// <summary>
    /// The newest, but no device of this kind travels that fast: it is shown, and flagged. What follows from a place (grids,
    /// geofences, visits, motion) waits for a second fix that agrees with it.
    /// </summary>
    Teleported,

    /// <summary>Older than the newest: kept in the track, not applied.</summary>
    Late,

    /// <summary>The newest one once more: dropped.</summary>
    Doubled,
}

/// <summary>Where a device was, and when.</summary>
public sealed record Spot(GeoPoint Place, Instant At);

/// <summary>
/// Where a device is now. Not journalled: it is rebuilt from the track. A value, so that a fix allocates nothing; the default is that of
/// a device that was never heard of.
/// </summary>
/// <param name="Last">The newest fix; null where none is known.</param>
/// <param name="UnitGrid">The code of the unit grid it is in; null outside of the city.</param>
/// <param name="Beat">The grid whose actor answers for it.</param>
/// <param name="Online">True once the device was heard of, until it says that it goes.</param>
public readonly record struct LiveDevice(Fix? Last, string? UnitGrid, string? Beat, bool Online)
{
    /// <summary>A device that was never heard of.</summary>
    public static LiveDevice Unknown => default;

    /// <summary>The last place that is believed, where that is not the newest fix: then the newest was a teleport.</summary>
    public Spot? Believed { get; init; }

    /// <summary>The unit grid that it seems to have gone over to; null for none.</summary>
    public GridPlace? NextGrid { get; init; }

    /// <summary>How it moves.</summary>
    public Movement Movement { get; init; }

    /// <summary>What a further fix means for the state.</summary>
    public FixOutcome Judge(in Fix fix)
    {
        if (Last is not { } last)
        {
            return FixOutcome.Applied;
        }

        if (fix.ObservedAt <= last.ObservedAt)
        {
            return fix.ObservedAt == last.ObservedAt ? FixOutcome.Doubled : FixOutcome.Late;
        }

        // From where it was believed to be, or from where the doubtful fix says it is: then that one was right.
        return IsWithinReach(last.Place, last.ObservedAt, fix)
            || (Believed is { } believed && IsWithinReach(believed.Place, believed.At, fix))
            ? FixOutcome.Applied
            : FixOutcome.Teleported;
    }

    /// <summary>The state after a fix that was judged as applied or teleported, and lies in the given unit grid.</summary>
    public LiveDevice Follow(in Fix fix, FixOutcome outcome, GridPlace seen, GridIndex grids)
    {
        if (outcome == FixOutcome.Teleported)
        {
            return this with
            {
                Last = fix,
                Online = true,
                Believed = Believed ?? (Last is { } last ? new Spot(last.Place, last.ObservedAt) : null),
            };
        }

        var now = new GridPlace(UnitGrid, Beat);
        var crossing = Last is null
            ? new GridCrossing(seen, null)
            : new GridCrossing(now, NextGrid).Follow(fix, seen, grids);
        return new LiveDevice(fix, crossing.Now.UnitGrid, crossing.Now.Beat, true)
        {
            NextGrid = crossing.Next,
            Movement = Movement.Next(fix),
        };
    }

    private static bool IsWithinReach(GeoPoint from, Instant at, in Fix fix)
    {
        var fastest = fix.Device.Kind == DeviceKind.Collector ? 50.0 : 90.0; // m/s: no train, no racing car
        var reach = Length.FromMetres(100 + (fastest * (fix.ObservedAt - at).TotalSeconds));
        return from.DistanceTo(fix.Place) <= reach;
    }
}
