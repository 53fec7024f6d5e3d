using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Domain.Devices;

/// <summary>What became of a fix that is on disk. Every fix has one outcome, so that the books balance.</summary>
public enum FixOutcome
{
    /// <summary>It is the newest, and the device's state follows it.</summary>
    Applied,

    /// <summary>Applied, but no device of this kind travels that fast: flagged.</summary>
    Teleported,

    /// <summary>Older than the newest: kept in the track, not applied.</summary>
    Late,

    /// <summary>The newest one once more: dropped.</summary>
    Doubled,
}

/// <summary>Where a device is now. Not journalled: it is rebuilt from the track.</summary>
/// <param name="Last">The newest fix; null where none is known.</param>
/// <param name="UnitGrid">The code of the unit grid it is in; null outside of the city.</param>
/// <param name="Beat">The grid whose actor answers for it.</param>
/// <param name="Online">True once the device was heard of, until it says that it goes.</param>
public sealed record LiveDevice(Fix? Last, string? UnitGrid, string? Beat, bool Online)
{
    /// <summary>A device that was never heard of.</summary>
    public static LiveDevice Unknown { get; } = new(null, null, null, false);

    /// <summary>What a further fix means for the state.</summary>
    public FixOutcome Judge(Fix fix)
    {
        if (Last is not { } last || fix.ObservedAt > last.ObservedAt)
        {
            return Last is { } from && IsTeleport(from, fix) ? FixOutcome.Teleported : FixOutcome.Applied;
        }

        return fix.ObservedAt == last.ObservedAt ? FixOutcome.Doubled : FixOutcome.Late;
    }

    private static bool IsTeleport(Fix from, Fix to)
    {
        var fastest = to.Device.Kind == DeviceKind.Collector ? 50.0 : 90.0; // m/s: no train, no racing car
        var noise = Length.FromMetres(100 + (fastest * (to.ObservedAt - from.ObservedAt).TotalSeconds));
        return from.Place.DistanceTo(to.Place) > noise;
    }
}
