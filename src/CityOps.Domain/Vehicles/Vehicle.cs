using System.Collections.Immutable;
using CityOps.Domain.City;
using CityOps.Domain.Devices.Commands;
using NodaTime;

namespace CityOps.Domain.Vehicles;

/// <summary>车辆: what the journal knows of a vehicle.</summary>
/// <param name="Alarms">The alarms that stand (JT/T 808 bits).</param>
/// <param name="AlarmsAt">When they last changed, by the terminal's clock.</param>
public sealed record Vehicle(uint Alarms, Instant AlarmsAt)
{
    /// <summary>Of which nothing is known yet; no fix is from 1970.</summary>
    public static Vehicle Unknown { get; } = new(0, default);

    /// <summary>The geofences it is in, and those that it must stay in and has left.</summary>
    public ImmutableArray<FenceStay> Fences { get; init; } = [];

    /// <summary>When it last crossed the border of a geofence, by the terminal's clock.</summary>
    public Instant CrossedAt { get; init; }

    /// <summary>When it was last known to drive too fast.</summary>
    public Instant SpedUntil { get; init; }

    /// <summary>The commands that wait for an answer, and the last that have ended; oldest first.</summary>
    public ImmutableList<DownlinkCommand> Commands { get; init; } = [];
}

/// <summary>How a vehicle is to a geofence.</summary>
/// <param name="Fence">The geofence.</param>
/// <param name="IsInside">True if it is in it; false if it has left one that it must stay in.</param>
/// <param name="Since">When it entered or left, by the terminal's clock.</param>
public sealed record FenceStay(string Fence, bool IsInside, Instant Since);

/// <summary>What geofences and their crossings do to the stays of a vehicle.</summary>
internal static class FenceStays
{
    public static ImmutableArray<FenceStay> Enter(this ImmutableArray<FenceStay> stays, string fence, Instant at) =>
        stays.Without(fence).Add(new FenceStay(fence, true, at));

    public static ImmutableArray<FenceStay> Leave(
        this ImmutableArray<FenceStay> stays, string fence, GeofenceRule rule, Instant at) =>
        rule == GeofenceRule.Leave
            ? stays.Without(fence).Add(new FenceStay(fence, false, at))
            : stays.Without(fence);

    public static bool IsInside(this ImmutableArray<FenceStay> stays, string fence)
    {
        foreach (var stay in stays)
        {
            if (stay.IsInside && stay.Fence == fence)
            {
                return true;
            }
        }

        return false;
    }

    private static ImmutableArray<FenceStay> Without(this ImmutableArray<FenceStay> stays, string fence) =>
        stays.RemoveAll(stay => stay.Fence == fence);
}
