using CityOps.Domain.Devices;
using CityOps.Domain.Vehicles;
using CityOps.Telemetry.Codecs.Jt808;

namespace CityOps.Telemetry.Jt808;

/// <summary>Whom a message is for: the header and number that a terminal uses.</summary>
/// <param name="Version">Which header.</param>
/// <param name="Phone">The number with its leading zeros.</param>
internal readonly record struct Jt808Address(Jt808Version Version, string Phone)
{
    /// <summary>The number as the city knows it: without leading zeros, so that it is the same in both headers.</summary>
    public string Number => Phone.TrimStart('0') is { Length: > 0 } number ? number : "0";
}

/// <summary>A message to a terminal.</summary>
internal sealed record Jt808Reply(ushort MessageId, Jt808Address To, byte[] Body)
{
    /// <summary>The general answer to a frame.</summary>
    public static Jt808Reply Answer(Jt808Frame frame, Jt808Address to, Jt808Result result) =>
        new(Jt808Message.PlatformAnswer, to, Jt808Body.Answer(frame.Serial, frame.MessageId, result));
}

/// <summary>What follows from something that a terminal sent.</summary>
/// <param name="Reply">The answer, which goes out after fixes and alarms are durable; null for none.</param>
internal readonly record struct Jt808Reaction(Jt808Reply? Reply)
{
    /// <summary>The fixes of it.</summary>
    public Fix[] Fixes { get; init; } = [];

    /// <summary>The alarms of positions that are no fixes, since they are not located.</summary>
    public IReadOnlyList<AlarmReading> Alarms { get; init; } = [];

    /// <summary>False if it was no frame.</summary>
    public bool IsFrame { get; init; } = true;

    /// <summary>True if the connection ends after it.</summary>
    public bool Ends { get; init; }
}
