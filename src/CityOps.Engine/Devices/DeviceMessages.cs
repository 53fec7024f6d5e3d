using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Engine.Devices;

/// <summary>What is told to a device, and so finds its actor.</summary>
internal interface IDeviceMessage
{
    /// <summary>Which device.</summary>
    Device Device { get; }
}

/// <summary>Fixes of one device that are on disk. May be lost: the track has them.</summary>
/// <param name="Device">Which device.</param>
/// <param name="Fixes">In the order in which they came.</param>
/// <param name="Book">Its book on this node, where they went by the region; null where they went past it.</param>
internal sealed record FixesRecorded(Device Device, LocatedFix[] Fixes, DeviceBook? Book) : IDeviceMessage;

/// <summary>
/// Fixes of one device that came before the engine started, and of which it may not have heard. Answered by <see cref="FixesTaken"/> once
/// what comes of them is in the journal. Safe to send twice.
/// </summary>
/// <param name="Device">Which device.</param>
/// <param name="Fixes">In the order in which they came.</param>
internal sealed record FixesRetold(Device Device, LocatedFix[] Fixes) : IDeviceMessage;

/// <summary>A device has taken up the fixes that it was told again.</summary>
internal sealed record FixesTaken
{
    public static FixesTaken Instance { get; } = new();
}

/// <summary>A device came or went.</summary>
internal sealed record StatusChanged(Device Device, bool Online, Instant At) : IDeviceMessage;

/// <summary>A device is in a unit grid of the beat now. May be lost: the board has it.</summary>
internal sealed record DeviceSeen(string Beat, Device Device, string UnitGrid, Instant At, GeoPoint Place);

/// <summary>A device has left the beat.</summary>
internal sealed record DeviceGone(string Beat, Device Device);
