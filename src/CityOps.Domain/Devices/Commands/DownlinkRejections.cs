namespace CityOps.Domain.Devices.Commands;

/// <summary>Every reason for which a device's command is refused. The codes are part of the contract.</summary>
public static class DownlinkRejections
{
    /// <summary>The device has no such command, or has forgotten it.</summary>
    public static Rejection NotFound { get; } =
        new(RejectionKind.NotFound, "command.notFound", "The device was given no such command.");

    /// <summary>The id is another command's.</summary>
    public static Rejection IdUsed { get; } = new(
        RejectionKind.Conflict, "command.idUsed", "The device was given another command under this id. Give each an id of its own.");

    /// <summary>Too many are open.</summary>
    public static Rejection TooMany { get; } = new(
        RejectionKind.Conflict, "command.tooMany", $"{Downlink.MostOpen} commands of the device wait for an answer; no more are taken.");

    /// <summary>The caller's roles do not allow it.</summary>
    public static Rejection RoleMissing { get; } = new(
        RejectionKind.Forbidden, "command.roleMissing",
        "Commands are given by a dispatcher, a shiftLead, a leader, or a handler of the department that the device belongs to.");

    /// <summary>The device is another jurisdiction's.</summary>
    public static Rejection OtherJurisdiction { get; } = new(
        RejectionKind.Forbidden, "command.otherJurisdiction", "The device belongs to another jurisdiction.");

    /// <summary>The due time has passed, or is too far away.</summary>
    public static Rejection DueOutOfRange { get; } = new(
        RejectionKind.Invalid, "command.outOfRange", $"It must be later than now, and within {Order.Longest.Days} days.", "due");

    /// <summary>The city knows no such device, and it was never heard.</summary>
    public static Rejection NoDevice(DeviceKind kind)
    {
        var word = kind == DeviceKind.Collector ? "collector" : "vehicle";
        return new Rejection(RejectionKind.NotFound, $"{word}.notFound", $"There is no such {word}.");
    }

    /// <summary>A field that this sort of command needs.</summary>
    public static Rejection Required(string field, string why) => new(RejectionKind.Invalid, "command.required", why, field);
}
