using CityOps.Domain;
using CityOps.Telemetry.Codecs;
using CityOps.Telemetry.Codecs.Jt808;
using CityOps.Telemetry.Mqtt;
using CityOps.Telemetry.Security;
using NodaTime;

namespace CityOps.Telemetry.Jt808;

/// <summary>Terminals that introduce themselves: registration and authentication.</summary>
internal sealed class Jt808Registrar(
    ITerminalAdmission admission, DeviceDirectory directory, Jt808Sessions sessions, Jt808Book book)
{
    /// <summary>So many wrong codes end a connection.</summary>
    public const int MaxWrongCodes = 5;

    /// <summary>The answer to a whole registration or authentication; null for any other message.</summary>
    public Jt808Reaction? Take(Jt808Session session, Jt808Frame frame, Jt808Address from, Instant now) => frame.MessageId switch
    {
        Jt808Message.Register => Register(frame, from, now),
        Jt808Message.Authenticate => Authenticate(session, frame, from, now),
        _ => null,
    };

    private Jt808Reaction Register(Jt808Frame frame, Jt808Address from, Instant now)
    {
        if (!Jt808Registration.TryDecode(frame, out _, out var refusal))
        {
            book.Note(from, refusal ?? Refusals.Truncated, now);
            return new Jt808Reaction(Jt808Reply.Answer(frame, from, Jt808Result.Wrong));
        }

        if (admission.VehicleOf(from.Number) is null)
        {
            book.Note(from, DeskRefusals.UnknownDevice, now);
            return new Jt808Reaction(new Jt808Reply(
                Jt808Message.RegisterAnswer, from, Jt808Body.TurnAway(frame.Serial, Jt808RegisterResult.NoTerminal)));
        }

        return new Jt808Reaction(new Jt808Reply(
            Jt808Message.RegisterAnswer, from, Jt808Body.Admit(frame.Serial, admission.CodeFor(from.Number))));
    }

    private Jt808Reaction Authenticate(Jt808Session session, Jt808Frame frame, Jt808Address from, Instant now)
    {
        var refusal = !Jt808Authentication.TryRead(frame, out var code) ? Refusals.Truncated
            : admission.VehicleOf(from.Number) is not { } vehicle ? DeskRefusals.UnknownDevice
            : !admission.IsCode(from.Number, code) ? Jt808Refusals.WrongCode
            : DeviceDirectory.RefusalOf(directory.Of(vehicle)) is { } notTaken ? notTaken
            : Enter(session, new Terminal(vehicle, from));
        if (refusal is null)
        {
            return new Jt808Reaction(Jt808Reply.Answer(frame, from, Jt808Result.Done));
        }

        book.Note(from, refusal, now);
        return new Jt808Reaction(Jt808Reply.Answer(frame, from, Jt808Result.Failed))
        {
            Ends = ++session.WrongCodes >= MaxWrongCodes,
        };
    }

    private Rejection? Enter(Jt808Session session, Terminal terminal)
    {
        session.WrongCodes = 0;
        sessions.Enter(session, terminal);
        if (DeviceDirectory.RefusalOf(directory.Of(terminal.Vehicle)) is not null)
        {
            // Disabled in between: whoever watches for changes did not know this connection yet.
            session.Close();
        }

        return null;
    }
}
