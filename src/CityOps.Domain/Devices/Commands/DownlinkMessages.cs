using NodaTime;

namespace CityOps.Domain.Devices.Commands;

/// <summary>What someone wants of the commands of a device.</summary>
public abstract record DownlinkAct(Device Device, Origin Origin) : DeviceCommand(Origin);

/// <summary>Someone tells a device to do something.</summary>
public sealed record SendCommand(Device Device, Origin Origin, string Id, Order Order) : DownlinkAct(Device, Origin)
{
    /// <summary>Whose device it is; null where nobody knows the device.</summary>
    public Addressee? To { get; init; }
}

/// <summary>Whose a device is.</summary>
/// <param name="Department">The department that it belongs to; null for none.</param>
/// <param name="Jurisdictions">The codes of the jurisdictions that it serves; none where it is not registered.</param>
public sealed record Addressee(string? Department, IReadOnlyList<string> Jurisdictions)
{
    /// <summary>A device that was heard of, and is nobody's.</summary>
    public static Addressee Unregistered { get; } = new(null, []);
}

/// <summary>The device has the command.</summary>
public sealed record NoteSent(Device Device, Origin Origin, string Id) : DownlinkAct(Device, Origin);

/// <summary>The device answers a command.</summary>
public sealed record AnswerCommand(Device Device, Origin Origin, string Id, bool Done, string? Note) : DownlinkAct(Device, Origin);

/// <summary>Time has passed: what is not answered by its due time has expired.</summary>
public sealed record ExpireCommands(Device Device, Origin Origin) : DownlinkAct(Device, Origin);

/// <summary>What happened to a command of a device; kept for ever.</summary>
public abstract record DownlinkEvent(Device Device, Stamp Stamp, string Id) : DeviceEvent(Stamp)
{
    /// <summary>When the next command expires after it; null where none is open.</summary>
    public Instant? Wake { get; init; }
}

/// <summary>The command was given.</summary>
public sealed record CommandGiven(Device Device, Stamp Stamp, string Id, Order Order) : DownlinkEvent(Device, Stamp, Id);

/// <summary>The device has it.</summary>
public sealed record CommandDelivered(Device Device, Stamp Stamp, string Id) : DownlinkEvent(Device, Stamp, Id);

/// <summary>The device answered.</summary>
/// <param name="Device">The device.</param>
/// <param name="Stamp">When, by the device's clock and by the engine's.</param>
/// <param name="Id">The command.</param>
/// <param name="Done">True if it says that it is done; false if it refuses.</param>
/// <param name="Note">What it says to it.</param>
public sealed record CommandAnswered(Device Device, Stamp Stamp, string Id, bool Done, string? Note) : DownlinkEvent(Device, Stamp, Id);

/// <summary>No answer came in time.</summary>
public sealed record CommandExpired(Device Device, Stamp Stamp, string Id) : DownlinkEvent(Device, Stamp, Id);
