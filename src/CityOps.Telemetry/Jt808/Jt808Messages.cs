using System.Buffers;
using System.Buffers.Binary;
using CityOps.Domain;
using CityOps.Domain.Devices;
using CityOps.Domain.Vehicles;
using CityOps.Engine.Devices;
using CityOps.Telemetry.Codecs.Jt808;
using CityOps.Telemetry.Ingest;
using NodaTime;
using Refusals = CityOps.Telemetry.Codecs.Refusals;

namespace CityOps.Telemetry.Jt808;

/// <summary>
/// What a terminal's message means, and what it is answered. A bad one is refused, counted and can be looked up. Thread-safe, but for
/// the session: its messages come one after the other.
/// </summary>
internal sealed class Jt808Messages(
    Jt808Registrar registrar, Jt808Sessions sessions, IDeviceGateway devices, UnlocatedAlarms alarms, Jt808Book book,
    Jt808Metrics metrics)
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

        metrics.Frame(frame.MessageId);
        return session.Current is not { } terminal ? TakeOfUnknown(session, frame, from, now)
            : from.Number != terminal.Address.Number
                ? book.Refuse(terminal with { Address = from }, frame, Jt808Refusals.OtherTerminal, Jt808Result.Failed, now)
            : frame.IsEncrypted ? book.Refuse(terminal, frame, Refusals.Encrypted, Jt808Result.NotSupported, now, wire)
            : frame.IsSubpackaged ? Part(session, terminal, frame, now, wire)
            : Take(session, terminal, frame, now, wire);
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
        book.Lose(terminal, lost, now);
        return
        [
            .. asked.Select(message => new Jt808Reply(
                Jt808Message.ResendParts, terminal.Address,
                Jt808Body.ResendParts(terminal.Address.Version, message.FirstSerial, message.Parts))),
        ];
    }

    /// <summary>Ends once the terminal's alarms are durable.</summary>
    public Task NoteAsync(Jt808Session session, IReadOnlyList<AlarmReading> unlocated, CancellationToken cancel) =>
        session.Current is { } terminal ? alarms.NoteAsync(terminal.Vehicle, unlocated, cancel) : Task.CompletedTask;

    /// <summary>The connection carries no frames, and is ended.</summary>
    public void NoFrames(Jt808Session session, Instant now) => book.Note(session.Current, Jt808Refusals.NoFrames, now);

    /// <summary>The connection has ended.</summary>
    public void Leave(Jt808Session session, Instant now)
    {
        if (session.Current is { } terminal)
        {
            LogOff(session, terminal, now);
        }

        session.Leave();
    }

    private Jt808Reaction TakeOfUnknown(Jt808Session session, Jt808Frame frame, Jt808Address from, Instant now) =>
        (frame.IsEncrypted || frame.IsSubpackaged ? null : registrar.Take(session, frame, from, now))
        ?? book.Refuse(
            new Terminal(new Device(DeviceKind.Vehicle, from.Number), from), frame, Jt808Refusals.NotAuthenticated,
            Jt808Result.Failed, now);

    private Jt808Reaction Part(
        Jt808Session session, Terminal terminal, Jt808Frame frame, Instant now, ReadOnlySpan<byte> wire)
    {
        List<ushort> lost = [];
        var refusal = session.Parts.Add(frame, now, out var whole, lost);
        book.Lose(terminal, lost, now);
        return refusal is not null ? book.Refuse(terminal, frame, refusal, Jt808Result.Wrong, now, wire)
            : whole is not null ? Take(session, terminal, frame.Whole(whole), now, wire)
            : new Jt808Reaction(Jt808Reply.Answer(frame, terminal.Address, Jt808Result.Done));
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
                return registrar.Take(session, frame, terminal.Address, now) ?? book.Refuse(
                    terminal, frame, Refusals.UnsupportedFrame(frame.MessageId), Jt808Result.NotSupported, now, wire);
        }
    }

    private void LogOff(Jt808Session session, Terminal terminal, Instant now)
    {
        book.Lose(terminal, session.Parts.Clear(), now);
        sessions.Leave(session);
    }

    private Jt808Reaction Positions(Terminal terminal, Jt808Frame frame, Instant now, ReadOnlySpan<byte> wire)
    {
        var (good, unlocated) = (new List<Fix>(1), new List<AlarmReading>());
        var bad = Jt808PositionCodec.Decode(frame, terminal.Vehicle, now, good, unlocated);
        book.Count(terminal, good.Count, bad, now, wire);

        // A place that is none was taken note of, and comes no better a second time.
        var isWrong = good.Count == 0 && bad.Any(reason => reason.Code is "frame.truncated" or "frame.malformed");
        return new Jt808Reaction(
            Jt808Reply.Answer(frame, terminal.Address, isWrong ? Jt808Result.Wrong : Jt808Result.Done))
        {
            Fixes = [.. good],
            Alarms = unlocated,
        };
    }

    private Jt808Reaction Answer(
        Jt808Session session, Terminal terminal, Jt808Frame frame, Instant now, ReadOnlySpan<byte> wire)
    {
        if (!Jt808Answer.TryRead(frame.Body, out var answer))
        {
            book.Note(terminal, Refusals.Truncated, now, wire);
        }
        else if (!session.Answer(answer))
        {
            book.Note(terminal, Jt808Refusals.NoAnswerTo, now);
        }

        return new Jt808Reaction(null);
    }

    /// <summary>A position is one, also where nobody waits for it any more.</summary>
    private Jt808Reaction PositionAnswer(
        Jt808Session session, Terminal terminal, Jt808Frame frame, Instant now, ReadOnlySpan<byte> wire)
    {
        var (good, unlocated) = (new List<Fix>(1), new List<AlarmReading>());
        var bad = frame.Body.Length < 2
            ? Refusals.Truncated
            : Jt808PositionCodec.Position(frame.Body[2..], terminal.Vehicle, now, good, unlocated);
        book.Count(terminal, good.Count, bad is null ? [] : [bad], now, wire);
        if (frame.Body.Length >= 2
            && !session.Answer(BinaryPrimitives.ReadUInt16BigEndian(frame.Body), good.Count > 0 ? good[0] : null))
        {
            book.Note(terminal, Jt808Refusals.NoAnswerTo, now);
        }

        return new Jt808Reaction(null) { Fixes = [.. good], Alarms = unlocated };
    }

    private Jt808Reaction Noise(Jt808Session session, Rejection reason, Instant now, ReadOnlySpan<byte> raw)
    {
        book.Note(session.Current, reason, now, raw);
        return new Jt808Reaction(null) { IsFrame = false };
    }
}
