using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using NodaTime;

namespace CityOps.Http.Commands;

/// <summary>What a device was told, and what became of it.</summary>
internal sealed class CommandBody(DownlinkCommand command)
{
    /// <summary>The command's id, unique for the device.</summary>
    public string Id { get; } = command.Id;

    /// <summary>The sort of command.</summary>
    public CommandType Type { get; } = command.Order.Type;

    /// <summary>What the user of the device is told.</summary>
    public string? Text { get; init; } = command.Order.Text;

    /// <summary>Where to go: degrees east, WGS-84.</summary>
    public double? Lon { get; init; } = command.Order.Place?.Longitude;

    /// <summary>Degrees north, WGS-84.</summary>
    public double? Lat { get; init; } = command.Order.Place?.Latitude;

    /// <summary>Until when an answer is waited for.</summary>
    public Instant Due { get; } = command.Order.Due;

    /// <summary>Who gave it.</summary>
    public string By { get; } = command.By;

    /// <summary>When it was given.</summary>
    public Instant GivenAt { get; } = command.GivenAt;

    /// <summary>
    /// Waiting for the device; sent, where the device is known to have it; done or refused by it; expired without an answer.
    /// </summary>
    public CommandState State { get; } = command.State;

    /// <summary>When the device was known to have it; null where it never was.</summary>
    public Instant? SentAt { get; init; } = command.SentAt;

    /// <summary>When it was answered, by the device's clock, or when its time had passed.</summary>
    public Instant? EndedAt { get; init; } = command.EndedAt;

    /// <summary>What the device says to it.</summary>
    public string? Note { get; init; } = command.Note;
}

/// <summary>What became of a command to a group.</summary>
/// <param name="Id">The command's id, the same at every device.</param>
/// <param name="Given">To how many devices it was given.</param>
/// <param name="Devices">Which: the commands' paths.</param>
/// <param name="Refused">To which it was not given, and why.</param>
internal sealed record GroupCommandBody(
    string Id, int Given, IReadOnlyList<GivenBody> Devices, IReadOnlyList<NotGivenBody> Refused);

/// <summary>A device that was given the command.</summary>
/// <param name="Kind">What kind of device.</param>
/// <param name="Id">Its id.</param>
/// <param name="Command">Where its command can be read.</param>
internal sealed record GivenBody(DeviceKind Kind, string Id, string Command);

/// <summary>A device that was not given the command.</summary>
/// <param name="Kind">What kind of device.</param>
/// <param name="Id">Its id.</param>
/// <param name="Code">Why, as a stable code.</param>
/// <param name="Why">Why, in words.</param>
internal sealed record NotGivenBody(DeviceKind Kind, string Id, string Code, string Why);
