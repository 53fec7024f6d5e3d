using CityOps.Engine.Ports;
using CityOps.Telemetry.Codecs.Jt808;

namespace CityOps.Telemetry.Jt808;

/// <summary>Commands as messages.</summary>
internal static class Jt808Commands
{
    /// <summary>The message of a command.</summary>
    public static Jt808Reply Of(TerminalCommand command, Jt808Address to) => command switch
    {
        ShowText text => new Jt808Reply(
            Jt808Message.Text, to, Jt808Body.Text(
                to.Version,
                Jt808TextFlags.Display | Jt808TextFlags.Speak | (text.Urgent ? Jt808TextFlags.Urgent : Jt808TextFlags.None),
                text.Text)),
        SetReportingInterval every => new Jt808Reply(
            Jt808Message.SetParameters, to,
            Jt808Body.SetParameter(Jt808Body.ReportingInterval, (uint)every.Interval.TotalSeconds)),
        AskPosition => new Jt808Reply(Jt808Message.AskPosition, to, []),
        _ => throw new InvalidOperationException($"{command.GetType().Name} has no message."),
    };
}
