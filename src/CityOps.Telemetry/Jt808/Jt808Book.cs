using CityOps.Domain;
using CityOps.Domain.Devices;
using CityOps.Engine.Devices;
using CityOps.Telemetry.Codecs.Jt808;
using CityOps.Telemetry.Mqtt;
using NodaTime;
using Refusals = CityOps.Telemetry.Codecs.Refusals;

namespace CityOps.Telemetry.Jt808;

/// <summary>
/// The books of terminals' frames: what is refused, with the frame where it could not be decoded, and every fix, good or bad.
/// Thread-safe.
/// </summary>
internal sealed class Jt808Book(RefusalBook refusals, FixBooks books, TelemetryMetrics metrics)
{
    private const string Unknown = "jt808";

    /// <summary>Notes the refusal of something that has no fix, or whose fixes are counted by themselves.</summary>
    /// <param name="terminal">Who sent it; its vehicle where it has authenticated.</param>
    /// <param name="reason">Why it is refused.</param>
    /// <param name="now">When.</param>
    /// <param name="wire">It as it came.</param>
    /// <param name="count">How often in it.</param>
    public void Note(Terminal? terminal, Rejection reason, Instant now, ReadOnlySpan<byte> wire = default, int count = 1) => refusals.Note(
        terminal?.Vehicle, terminal is null ? Unknown : $"{Unknown}/{terminal.Address.Phone}", reason, now,
        Refusals.IsUnreadable(reason) ? wire : default, count);

    /// <summary>The same for a terminal that has not authenticated; its number is its name.</summary>
    public void Note(Jt808Address from, Rejection reason, Instant now) =>
        Note(new Terminal(new Device(DeviceKind.Vehicle, from.Number), from), reason, now);

    /// <summary>Refuses a whole frame with all the fixes in it, and answers it.</summary>
    public Jt808Reaction Refuse(
        Terminal terminal, Jt808Frame frame, Rejection reason, Jt808Result result, Instant now, ReadOnlySpan<byte> wire = default)
    {
        Note(terminal, reason, now, wire);
        if (HoldsFixes(frame.MessageId))
        {
            // As many as it holds, and one where that cannot be told.
            var good = new List<Fix>();
            RefuseFixes(terminal, reason, Jt808PositionCodec.Decode(frame, terminal.Vehicle, now, good).Count + good.Count);
        }

        // An answer is not answered.
        return new Jt808Reaction(
            frame.MessageId == Jt808Message.TerminalAnswer ? null : Jt808Reply.Answer(frame, terminal.Address, result));
    }

    /// <summary>Counts messages whose parts did not all come.</summary>
    public void Lose(Terminal terminal, IReadOnlyCollection<ushort> kinds, Instant now)
    {
        foreach (var kind in kinds)
        {
            Note(terminal, Jt808Refusals.Incomplete, now);
            RefuseFixes(terminal, Jt808Refusals.Incomplete, HoldsFixes(kind) ? 1 : 0);
        }
    }

    /// <summary>Counts the fixes of a message, and notes each reason for which some are refused.</summary>
    public void Count(Terminal terminal, int good, IReadOnlyList<Rejection> bad, Instant now, ReadOnlySpan<byte> wire)
    {
        metrics.FixesReceived(good, bad.Count);
        books.Received(terminal.Vehicle, good, bad);
        foreach (var alike in bad.CountBy(reason => reason))
        {
            Note(terminal, alike.Key, now, wire, alike.Value);
        }
    }

    private void RefuseFixes(Terminal terminal, Rejection reason, int count)
    {
        metrics.FixesReceived(0, count);
        books.Refused(terminal.Vehicle, reason, count);
    }

    private static bool HoldsFixes(ushort kind) =>
        kind is Jt808Message.Position or Jt808Message.PositionAnswer or Jt808Message.PositionBatch;
}
