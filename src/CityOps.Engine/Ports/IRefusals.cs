using NodaTime;

namespace CityOps.Engine.Ports;

/// <summary>What was refused of the devices' messages of late, so that it can be looked up. Thread-safe.</summary>
public interface IRefusals
{
    /// <summary>Keeps a refusal, and forgets the oldest where there are too many. Never waits.</summary>
    void Note(Refusal refusal);

    /// <summary>The newest refusals, newest first.</summary>
    /// <param name="device">Only those of this device (<c>collectors/c1</c>, or the id alone); null for all.</param>
    /// <param name="limit">At most so many.</param>
    IReadOnlyList<Refusal> Recent(string? device, int limit);
}

/// <summary>A message that was refused.</summary>
/// <param name="At">When.</param>
/// <param name="Device">The device that sent it, as far as the topic tells; null where it does not.</param>
/// <param name="Topic">Where it was sent to: an MQTT topic, or <c>jt808/{number}</c> for a terminal on its own connection.</param>
/// <param name="Code">Why: a stable code.</param>
/// <param name="Message">Why, for people.</param>
/// <param name="Field">The field at fault, if it is one.</param>
public sealed record Refusal(
    Instant At, string? Device, string Topic, string Code, string Message, string? Field)
{
    /// <summary>The beginning of what could not be understood, in hexadecimal, so that its maker can be asked; null where nothing was kept.</summary>
    public string? Raw { get; init; }

    /// <summary>How often within a second or so, or in one message; the topic is that of the last time.</summary>
    public long Count { get; init; } = 1;
}
