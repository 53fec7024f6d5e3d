using CityOps.Domain.Devices;
using NodaTime;

namespace CityOps.Engine.Devices;

/// <summary>Fixes of one device that are on disk. May be lost: the track has them.</summary>
internal sealed record FixesRecorded(Device Device, IReadOnlyList<LocatedFix> Fixes);

/// <summary>A device came or went.</summary>
internal sealed record StatusChanged(Device Device, bool Online, Instant At);

/// <summary>Wakes a device whose newest fixes may not have reached it before the engine stopped.</summary>
internal sealed record DeviceLoaded(DeviceView? Board);

/// <summary>A device is in a unit grid of the beat now. May be lost: the board has it.</summary>
internal sealed record DeviceSeen(string Beat, Device Device, string UnitGrid, Instant At);

/// <summary>A device has left the beat.</summary>
internal sealed record DeviceGone(string Beat, Device Device);
