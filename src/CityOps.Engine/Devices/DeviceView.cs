using System.Collections.Immutable;
using CityOps.Domain.Collectors;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Domain.Vehicles;
using NodaTime;

namespace CityOps.Engine.Devices;

/// <summary>A collector or vehicle as callers see it.</summary>
/// <param name="Device">Which one.</param>
/// <param name="Name">The collector's name or the vehicle's plate; null where the city does not know it.</param>
public sealed record DeviceView(Device Device, string? Name)
{
    /// <summary>The newest fix, if there is one.</summary>
    public Fix? Last { get; init; }

    /// <summary>True if the newest fix is farther away than the device can have come, and no second one agrees yet.</summary>
    public bool Doubtful { get; init; }

    /// <summary>The unit grid it is in; null outside of the city or where nothing is known.</summary>
    public string? UnitGrid { get; init; }

    /// <summary>The grid whose actor answers for it.</summary>
    public string? Beat { get; init; }

    /// <summary>
    /// True once it was heard of, until it says that it goes or the engine restarts; what that means after a silence is for the
    /// <see cref="PresenceRule"/> to say.
    /// </summary>
    public bool Online { get; init; }

    /// <summary>How it moves.</summary>
    public Movement Movement { get; init; }

    /// <summary>True while the collector's shift lasts; false for a vehicle.</summary>
    public bool OnShift { get; init; }

    /// <summary>The tasks in the collector's hands, oldest first; none for a vehicle.</summary>
    public ImmutableList<TaskInHand> Tasks { get; init; } = [];

    /// <summary>
    /// The commands that wait for an answer, and the last that have ended; oldest first. None in lists: the entity alone knows them.
    /// </summary>
    public ImmutableList<DownlinkCommand> Commands { get; init; } = [];

    /// <summary>The alarms that stand (JT/T 808 bits); 0 for a collector.</summary>
    public uint Alarms { get; init; }

    /// <summary>The geofences that the vehicle is in, and those that it must stay in and has left; none for a collector.</summary>
    public ImmutableArray<FenceStay> Fences { get; init; } = [];

    /// <summary>The time for which the vehicle has been above its limit; it counts once it lasts. Null while it is not.</summary>
    public SpeedingSpell? Speeding { get; init; }

    /// <summary>What its next fix decides; null where nothing is open.</summary>
    public OpenQuestions? Open { get; init; }

    /// <summary>The number of events in its journal; its version.</summary>
    public long Sequence { get; init; }

    /// <summary>When the engine last heard of it; null since its start.</summary>
    public Instant? HeardAt { get; init; }
}

/// <summary>What a device's newest fix has left open. Kept, so that a restart before the next one changes nothing of what follows.</summary>
/// <param name="Believed">The last place that is believed, where that is not the newest fix.</param>
/// <param name="NextGrid">The unit grid that it seems to have gone over to.</param>
/// <param name="Turning">The geofences whose border the newest fix was across.</param>
public sealed record OpenQuestions(Spot? Believed, GridPlace? NextGrid, ImmutableArray<string> Turning)
{
    internal static OpenQuestions? Of(in LiveDevice device, ImmutableArray<string> turning) =>
        device is { Believed: null, NextGrid: null } && turning.IsEmpty
            ? null
            : new OpenQuestions(device.Believed, device.NextGrid, turning);
}

/// <summary>A unit grid's newest visit by a collector.</summary>
public sealed record GridVisit(string UnitGrid, Instant At, string Collector);
