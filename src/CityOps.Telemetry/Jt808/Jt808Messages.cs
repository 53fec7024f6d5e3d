using System.Buffers;
using System.Buffers.Binary;
using CityOps.Domain;
using CityOps.Domain.Devices;
using CityOps.Engine.Devices;
using CityOps.Telemetry.Codecs;
using CityOps.Telemetry.Codecs.Jt808;
using CityOps.Telemetry.Mqtt;
using NodaTime;
using Refusals = CityOps.Telemetry.Codecs.Refusals;

namespace CityOps.Telemetry.Jt808;

/// <summary>
/// What a terminal's message means, and what it is answered. A bad one is refused, counted and can be looked up. Thread-safe, but for
/// the session: its messages come one after the other.
/// </summary>
internal sealed class Jt808Messages(
    Jt808Registrar registrar,
    Jt808Sessions sessions,
    IDeviceGateway devices,
    RefusalBook refusals,
    TelemetryMetrics metrics,
    Jt808Metrics frames)
{
    /// <summary>Takes what came between two flags, or noise.</summary>
    public Jt808Reaction Take(Jt808Session session, ReadOnlySequence<byte> piece, bool isFramed, Instant now)
    {
        Span<byte> wire = stackalloc byte[Jt808Frame.MaxWire];
        if (!isFramed)
        {
            var begin = wire[..(int)Math.Min(piece.Length, wire.Length)];
            piece.Slice(0, begin.Length).CopyTo(begin);
            return Noise(session, Refusals.MalformedFrame("These bytes are no frame."), now, begin);
        }

        wire = wire[..((int)piece.Length + 2)];
        (wire[0], wire[^1]) = (Jt808Escape.Flag, Jt808Escape.Flag);
        piece.CopyTo(wire[1..]);
        Span<byte> scratch = stackalloc byte[Jt808Frame.MaxLength];
        if (!Jt808Frame.TryDecode(wire, scratch, out var frame, out var refusal))
        {
            return Noise(session, refusal, now, wire);
        }

        var from = new Jt808Address(frame.Version, frame.ReadPhone());
        if (!from.Phone.All(char.IsAsciiDigit))
        {
            return Noise(session, Refusals.MalformedFrame("The terminal's number has digits above 9."), now, wire);
        }

        frames.Frame(frame.MessageId);
        return Take(session, frame, from, now, wire);
    }

    /// <summary>What to send because parts of messages did not come.</summary>
    public IReadOnlyList<Jt808Reply> AskForParts(Jt808Session session, Instant now)
    {
        if (session.Current is not { } terminal)
        {
            return [];
        }

        List<ushort> lost = [];
        var asked = session.Parts.Ask(now, lost);
        Lose(terminal.Vehicle, terminal.Address, lost, now);
        return
        [
            .. asked.Select(message => new Jt808Reply(
                Jt808Message.ResendParts, terminal.Address,
                Jt808Body.ResendParts(terminal.Address.Version, message.FirstSerial, message.Parts))),
        ];
    }

    /// <summary>The connection carries no frames, and is ended.</summary>
    public void NoFrames(Jt808Session session, Instant now) =>
        refusals.Note(session.Current?.Vehicle, "jt808", Jt808Refusals.NoFrames, now);

    /// <summary>The connection has ended.</summary>
    public void Leave(Jt808Session session, Instant now)
    {
        if (session.Current is { } terminal)
        {
            LogOff(session, terminal, now);
        }

        session.Leave();
    }

    private Jt808Reaction Take(
        Jt808Session session, Jt808Frame frame, Jt808Address from, Instant now, ReadOnlySpan<byte> wire)
    {
        if (session.Current is not { } terminal)
        {
            return frame.IsEncrypted || frame.IsSubpackaged
                ? Refuse(frame, from, null, Jt808Refusals.NotAuthenticated, Jt808Result.Failed, now)
                : registrar.Take(session, frame, from, now)
                ?? Refuse(frame, from, null, Jt808Refusals.NotAuthenticated, Jt808Result.Failed, now);
        }

        if (from.Number != terminal.Address.Number)
        {
            return Refuse(frame, from, terminal.Vehicle, Jt808Refusals.OtherTerminal, Jt808Result.Failed, now);
        }

        if (frame.IsEncrypted)
        {
            return Refuse(frame, from, terminal.Vehicle, Refusals.Encrypted, Jt808Result.NotSupported, now, wire);
        }

        return frame.IsSubpackaged ? Part(session, terminal, frame, now, wire)
            : registrar.Take(session, frame, from, now) ?? Take(session, terminal, frame, now, wire);
    }

    /// <summary>A whole message of a terminal that has authenticated.</summary>
    private Jt808Reaction Take(
        Jt808Session session, Terminal terminal, Jt808Frame frame, Instant now, ReadOnlySpan<byte> wire)
    {
        switch (frame.MessageId)
        {
            case Jt808Message.Heartbeat:
                devices.TellStatus(terminal.Vehicle, online: true);
                return new Jt808Reaction(Jt808Reply.Answer(frame, terminal.Address, Jt808Result.Done));
            case Jt808Message.LogOff:
                LogOff(session, terminal, now);
                return new Jt808Reaction(Jt808Reply.Answer(frame, terminal.Address, Jt808Result.Done));
            case Jt808Message.TerminalAnswer:
                return Answer(session, terminal, frame, now, wire);
            case Jt808Message.PositionAnswer:
                return PositionAnswer(session, terminal, frame, now, wire);
            case Jt808Message.Position or Jt808Message.PositionBatch:
                return Positions(terminal, frame, now, wire);
            default:
                return Refuse(
                    frame, terminal.Address, terminal.Vehicle, Refusals.UnsupportedFrame(frame.MessageId),
                    Jt808Result.NotSupported, now, wire);
        }
    }

    private void LogOff(Jt808Session session, Terminal terminal, Instant now)
    {
        Lose(terminal.Vehicle, terminal.Address, session.Parts.Clear(), now);
        sessions.Leave(session);
    }

    private Jt808Reaction Part(
        Jt808Session session, Terminal terminal, Jt808Frame frame, Instant now, ReadOnlySpan<byte> wire)
    {
        List<ushort> lost = [];
        var refusal = session.Parts.Add(frame, now, out var whole, lost);
        Lose(terminal.Vehicle, terminal.Address, lost, now);
        return refusal is not null ? Refuse(frame, terminal.Address, terminal.Vehicle, refusal, Jt808Result.Wrong, now, wire)
            : whole is not null ? Take(session, terminal, frame.Whole(whole), now, wire)
            : new Jt808Reaction(Jt808Reply.Answer(frame, terminal.Address, Jt808Result.Done));
    }

    private Jt808Reaction Positions(Terminal terminal, Jt808Frame frame, Instant now, ReadOnlySpan<byte> wire)
    {
        var good = new List<Fix>(1);
        var bad = Jt808PositionCodec.Decode(frame, terminal.Vehicle, now, good);
        metrics.FixesReceived(good.Count, bad.Count);
        foreach (var reason in bad)
        {
            refusals.Note(terminal.Vehicle, TopicOf(terminal.Address), reason, now, IsUnreadable(reason) ? wire : default);
        }

        // A place that is none was taken note of, and comes no better a second time.
        var result = good.Count == 0 && bad.Any(IsUnreadable) ? Jt808Result.Wrong : Jt808Result.Done;
        return new Jt808Reaction(Jt808Reply.Answer(frame, terminal.Address, result)) { Fixes = [.. good] };
    }

    private Jt808Reaction Answer(
        Jt808Session session, Terminal terminal, Jt808Frame frame, Instant now, ReadOnlySpan<byte> wire)
    {
        if (!Jt808Answer.TryRead(frame.Body, out var answer))
        {
            refusals.Note(terminal.Vehicle, TopicOf(terminal.Address), Refusals.Truncated, now, wire);
        }
        else if (!session.Answer(answer))
        {
            refusals.Note(terminal.Vehicle, TopicOf(terminal.Address), Jt808Refusals.NoAnswerTo, now);
        }

        return new Jt808Reaction(null);
    }

    /// <summary>A position is one, also where nobody waits for it any more.</summary>
    private Jt808Reaction PositionAnswer(
        Jt808Session session, Terminal terminal, Jt808Frame frame, Instant now, ReadOnlySpan<byte> wire)
    {
        var good = new List<Fix>(1);
        var bad = frame.Body.Length < 2
            ? Refusals.Truncated
            : Jt808PositionCodec.Position(frame.Body[2..], terminal.Vehicle, now, good);
        metrics.FixesReceived(good.Count, bad is null ? 0 : 1);
        if (bad is not null)
        {
            refusals.Note(terminal.Vehicle, TopicOf(terminal.Address), bad, now, IsUnreadable(bad) ? wire : default);
        }

        if (frame.Body.Length >= 2
            && !session.Answer(BinaryPrimitives.ReadUInt16BigEndian(frame.Body), good.Count > 0 ? good[0] : null))
        {
            refusals.Note(terminal.Vehicle, TopicOf(terminal.Address), Jt808Refusals.NoAnswerTo, now);
        }

        return new Jt808Reaction(null) { Fixes = [.. good] };
    }

    private Jt808Reaction Noise(Jt808Session session, Rejection reason, Instant now, ReadOnlySpan<byte> raw)
    {
        var terminal = session.Current;
        refusals.Note(terminal?.Vehicle, terminal is null ? "jt808" : TopicOf(terminal.Address), reason, now, raw);
        return new Jt808Reaction(null) { IsFrame = false };
    }

    private Jt808Reaction Refuse(
        Jt808Frame frame, Jt808Address from, Device? vehicle, Rejection reason, Jt808Result result, Instant now,
        ReadOnlySpan<byte> raw = default)
    {
        vehicle ??= new Device(DeviceKind.Vehicle, from.Number);
        refusals.Note(vehicle, TopicOf(from), reason, now, raw);
        metrics.FixesReceived(0, FixesOf(frame, vehicle.Value, now));

        // An answer is not answered.
        return new Jt808Reaction(
            frame.MessageId == Jt808Message.TerminalAnswer ? null : Jt808Reply.Answer(frame, from, result));
    }

    private void Lose(Device vehicle, Jt808Address from, IReadOnlyCollection<ushort> kinds, Instant now)
    {
        foreach (var kind in kinds)
        {
            refusals.Note(vehicle, TopicOf(from), Jt808Refusals.Incomplete, now);
            metrics.FixesReceived(0, HoldsFixes(kind) ? 1 : 0);
        }
    }

    /// <summary>How many fixes are refused with a frame: as many as it holds, and one where that cannot be told.</summary>
    private static int FixesOf(Jt808Frame frame, Device vehicle, Instant now)
    {
        if (!HoldsFixes(frame.MessageId))
        {
            return 0;
        }

        var good = new List<Fix>();
        return Jt808PositionCodec.Decode(frame, vehicle, now, good).Count + good.Count;
    }

    private static bool HoldsFixes(ushort kind) =>
        kind is Jt808Message.Position or Jt808Message.PositionAnswer or Jt808Message.PositionBatch;

    private static bool IsUnreadable(Rejection reason) => reason.Code.StartsWith("frame.", StringComparison.Ordinal)
        && reason != Refusals.NotLocated && reason != Refusals.Encrypted;

    private static string TopicOf(Jt808Address from) => Jt808Registrar.TopicOf(from);
}
