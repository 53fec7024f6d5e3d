using CityOps.Domain.Devices;
using NodaTime;

namespace CityOps.Engine.Ports;

/// <summary>
/// Devices that have logged in though the city's configuration does not know them, and what an operator has decided of them.
/// Another process may decide at any time. Thread-safe.
/// </summary>
public interface IQuarantine
{
    /// <summary>Every device that was ever noted, the last one heard first.</summary>
    Task<IReadOnlyList<QuarantinedDevice>> ListAsync(CancellationToken cancel);

    /// <summary>Notes that devices were heard. What was decided of one stays.</summary>
    Task NoteAsync(IReadOnlyCollection<QuarantineNote> notes, CancellationToken cancel);

    /// <summary>Admits or refuses a device.</summary>
    /// <returns>The device after it; null where it was never noted.</returns>
    Task<QuarantinedDevice?> DecideAsync(
        Device device, QuarantineStanding standing, string by, Instant at, CancellationToken cancel);

    /// <summary>What was decided after the given revision; 0 for everything.</summary>
    Task<QuarantineChanges> DecidedAsync(long after, CancellationToken cancel);
}

/// <summary>How a device in quarantine stands.</summary>
public enum QuarantineStanding
{
    /// <summary>Nobody has decided; nothing that it sends is taken.</summary>
    Waiting,

    /// <summary>It is taken like a device of the city's configuration.</summary>
    Admitted,

    /// <summary>It cannot log in.</summary>
    Refused,
}

/// <summary>A device that was heard and not taken.</summary>
/// <param name="Device">Which one.</param>
/// <param name="User">Who had logged in: the device itself, or the gateway that carried it.</param>
/// <param name="Address">Where from.</param>
/// <param name="At">When it was heard last.</param>
/// <param name="Messages">How many messages it sent since the note before.</param>
/// <param name="Topic">Where the last of them went; null where it has only logged in.</param>
/// <param name="Payload">The beginning of the last of them.</param>
public sealed record QuarantineNote(
    Device Device, string User, string Address, Instant At, long Messages, string? Topic, byte[] Payload);

/// <summary>A device in quarantine.</summary>
/// <param name="Last">When it was heard last, with what; its messages are all since the first.</param>
/// <param name="FirstAt">When it was heard first.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="DecidedAt">When that was decided; null while it waits.</param>
/// <param name="DecidedBy">Who decided it.</param>
public sealed record QuarantinedDevice(
    QuarantineNote Last, Instant FirstAt, QuarantineStanding Standing, Instant? DecidedAt, string? DecidedBy);

/// <summary>What was decided.</summary>
/// <param name="Devices">The devices, and how they stand now.</param>
/// <param name="Revision">Ask for what was decided after this the next time.</param>
public sealed record QuarantineChanges(IReadOnlyList<(Device Device, QuarantineStanding Standing)> Devices, long Revision);
