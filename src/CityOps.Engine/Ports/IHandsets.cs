using CityOps.Domain.City;
using CityOps.Domain.Collectors;
using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using CityOps.Engine.Notices;
using NodaTime;

namespace CityOps.Engine.Ports;

/// <summary>The way down to collectors' handsets and vehicles' terminals. Thread-safe.</summary>
public interface IHandsets
{
    /// <summary>
    /// Sends a command to a handset that is connected; one that is not is sent what its collector has in hand when it connects.
    /// The handset knows a command that comes again by its id.
    /// </summary>
    Task SendAsync(string collector, HandsetCommand command, CancellationToken cancel);

    /// <summary>
    /// Sends what someone told a device, and does not wait for its answer. A device that is not connected is sent what it has not
    /// answered when it connects.
    /// </summary>
    Task SendAsync(Device device, DownlinkCommand command, CancellationToken cancel);
}

/// <summary>What a handset is told.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="SentAt">When it was given.</param>
public abstract record HandsetCommand(string Id, Instant SentAt)
{
    /// <summary>The command that gives a task; the same for the same giving.</summary>
    public static GoAndLook For(TaskInHand task) => new($"{task.Id}.{task.From.Number}", task.GivenAt, task);
}

/// <summary>Go and look: a verification or an inspection.</summary>
public sealed record GoAndLook(string Id, Instant SentAt, TaskInHand InHand) : HandsetCommand(Id, SentAt)
{
    /// <summary>The task's id.</summary>
    public string Task => InHand.Id;
}

/// <summary>A task is the collector's no more.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="SentAt">When that was.</param>
/// <param name="Task">The task's id.</param>
/// <param name="End">Why.</param>
public sealed record TaskGone(string Id, Instant SentAt, string Task, TaskEnd End) : HandsetCommand(Id, SentAt);

/// <summary>A notice in words.</summary>
/// <param name="Id">The notice's id and how many cases it holds: one that has grown is news.</param>
/// <param name="SentAt">When it was ready to be sent.</param>
/// <param name="Case">The first case that it is about.</param>
/// <param name="Text">What it says.</param>
public sealed record Told(string Id, Instant SentAt, string Case, Name Text) : HandsetCommand(Id, SentAt)
{
    /// <summary>The command for a notice; the same for the same notice with the same cases.</summary>
    public static Told Of(NoticeRow notice, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(notice);
        return new Told($"{notice.Id}.{notice.Count}", notice.ClosesAt, notice.Cases[0], NoticeText.Of(notice, zone));
    }
}
