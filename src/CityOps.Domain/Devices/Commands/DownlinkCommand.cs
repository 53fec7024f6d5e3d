using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Domain.Devices.Commands;

/// <summary>What a device is told, and what became of it.</summary>
/// <param name="Id">The command's id, unique for the device.</param>
/// <param name="Order">What it is told.</param>
/// <param name="GivenAt">When it was given.</param>
/// <param name="By">Who gave it.</param>
public sealed record DownlinkCommand(string Id, Order Order, Instant GivenAt, string By)
{
    /// <summary>How it stands.</summary>
    public CommandState State { get; init; }

    /// <summary>When the device was known to have it; null where it never was.</summary>
    public Instant? SentAt { get; init; }

    /// <summary>When it was answered, by the device's clock, or when its time had passed; null while it is open.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>What the device says to it.</summary>
    public string? Note { get; init; }

    /// <summary>True while an answer is waited for.</summary>
    public bool IsOpen => State is CommandState.Waiting or CommandState.Sent;
}

/// <summary>What a device is told to do.</summary>
/// <param name="Type">The sort of command.</param>
/// <param name="Text">What its user is told; null for none.</param>
/// <param name="Place">Where to go; null for nowhere.</param>
/// <param name="Due">Until when an answer is waited for.</param>
public sealed record Order(CommandType Type, string? Text, GeoPoint? Place, Instant Due)
{
    /// <summary>The longest text, in characters: with a place behind it, it fits into one text of a terminal.</summary>
    public const int MaxText = 400;

    /// <summary>The longest time that an answer is waited for.</summary>
    public static readonly Duration Longest = Duration.FromDays(30);
}

/// <summary>The sorts of commands that people give; tasks have their own way.</summary>
public enum CommandType
{
    /// <summary>Shows a text to the user.</summary>
    Message,

    /// <summary>Asks the device where it is.</summary>
    Locate,

    /// <summary>Sends the user to a place.</summary>
    Dispatch,
}

/// <summary>How a command stands.</summary>
public enum CommandState
{
    /// <summary>The device is not known to have it yet.</summary>
    Waiting,

    /// <summary>The device has it.</summary>
    Sent,

    /// <summary>The device says that it is done.</summary>
    Done,

    /// <summary>The device says that it will not be done.</summary>
    Refused,

    /// <summary>No answer came in time.</summary>
    Expired,
}
