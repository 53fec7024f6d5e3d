using System.Collections.Immutable;
using CityOps.Domain.Cases;
using NodaTime;

namespace CityOps.Domain.Devices.Commands;

/// <summary>The rules of the commands of a device, the same for collectors and vehicles. Commands stand oldest first.</summary>
public static class Downlink
{
    /// <summary>How many commands of a device may wait for an answer.</summary>
    public const int MostOpen = 50;

    /// <summary>How many that have ended are remembered.</summary>
    public const int MostEnded = 50;

    private const Roles Desk = Roles.Dispatcher | Roles.ShiftLead | Roles.Leader;

    /// <summary>What an act leads to.</summary>
    public static Decision<DeviceEvent> Decide(
        ImmutableList<DownlinkCommand> commands, DownlinkAct act, Instant now, string policy)
    {
        ArgumentNullException.ThrowIfNull(act);
        var stamp = act.Origin.Stamp(now, policy);
        return act switch
        {
            SendCommand c => Send(commands, c, stamp),

            // News that come again, or after the answer, change nothing.
            NoteSent c => Find(commands, c.Id) is { State: CommandState.Waiting }
                ? Accept(commands, new CommandDelivered(c.Device, stamp, c.Id))
                : Accept(commands),
            AnswerCommand c => Find(commands, c.Id) switch
            {
                null => Decision<DeviceEvent>.Reject(DownlinkRejections.NotFound),
                { State: CommandState.Done or CommandState.Refused } => Accept(commands),

                // Late, too: it is true that it was done.
                _ => Accept(commands, new CommandAnswered(c.Device, stamp, c.Id, c.Done, c.Note)),
            },
            ExpireCommands c => Accept(
                commands,
                [
                    .. from open in commands
                       where open.IsOpen && open.Order.Due <= now
                       select new CommandExpired(c.Device, stamp with { ObservedAt = open.Order.Due }, open.Id),
                ]),
            _ => throw new InvalidOperationException($"{act.GetType().Name} has no rule."),
        };
    }

    /// <summary>The commands after an event.</summary>
    public static ImmutableList<DownlinkCommand> Evolve(ImmutableList<DownlinkCommand> commands, DownlinkEvent @event)
    {
        ArgumentNullException.ThrowIfNull(commands);
        return @event switch
        {
            CommandGiven e => commands.Add(new DownlinkCommand(e.Id, e.Order, e.Stamp.At, e.Stamp.By.Id)),
            CommandDelivered e => Change(commands, e, c => c with { State = CommandState.Sent, SentAt = e.Stamp.At }),
            CommandAnswered e => Forget(Change(commands, e, c => c with
            {
                State = e.Done ? CommandState.Done : CommandState.Refused,
                EndedAt = e.Stamp.ObservedAt,
                Note = e.Note,
            })),
            CommandExpired e => Forget(
                Change(commands, e, c => c with { State = CommandState.Expired, EndedAt = e.Stamp.ObservedAt })),
            _ => throw new InvalidOperationException($"{@event.GetType().Name} cannot follow."),
        };
    }

    /// <summary>When the next of them expires; null where none is open.</summary>
    public static Instant? Wake(ImmutableList<DownlinkCommand> commands) =>
        commands.Where(c => c.IsOpen).Min(c => (Instant?)c.Order.Due);

    /// <summary>The command of an id; null where there is none.</summary>
    public static DownlinkCommand? Find(ImmutableList<DownlinkCommand> commands, string id)
    {
        ArgumentNullException.ThrowIfNull(commands);
        return commands.Find(c => c.Id == id);
    }

    private static Decision<DeviceEvent> Send(ImmutableList<DownlinkCommand> commands, SendCommand command, Stamp stamp) =>
        FaultOf(command, stamp.At) is { } fault ? Decision<DeviceEvent>.Reject(fault)
        : Find(commands, command.Id) is { } known
            ? known.Order == command.Order with { Due = known.Order.Due }
                ? Accept(commands)
                : Decision<DeviceEvent>.Reject(DownlinkRejections.IdUsed)
        : command.Order.Due <= stamp.At || command.Order.Due - stamp.At > Order.Longest
            ? Decision<DeviceEvent>.Reject(DownlinkRejections.DueOutOfRange)
        : commands.Count(c => c.IsOpen) >= MostOpen ? Decision<DeviceEvent>.Reject(DownlinkRejections.TooMany)
        : Accept(commands, new CommandGiven(command.Device, stamp, command.Id, command.Order));

    private static Rejection? FaultOf(SendCommand command, Instant now) => command switch
    {
        { To: null } => DownlinkRejections.NoDevice(command.Device.Kind),
        { Origin.By: var by, To: var to } when MayNot(by, to) is { } reason => reason,
        { Order: { Type: CommandType.Message, Text: null } } =>
            DownlinkRejections.Required("text", "A message needs a text."),
        { Order: { Type: CommandType.Dispatch, Place: null } } =>
            DownlinkRejections.Required("lon", "Who is sent somewhere needs a place: lon and lat."),
        _ => null,
    };

    /// <summary>A department commands its own devices; a centre those of its jurisdiction.</summary>
    private static Rejection? MayNot(Actor by, Addressee to) =>
        by.IsIn(Roles.Handler) && by.Department is not null && by.Department == to.Department ? null
        : !by.IsIn(Desk) ? DownlinkRejections.RoleMissing
        : by.Jurisdiction is null || to.Jurisdictions.Any(code => CaseDuties.Covers(by.Jurisdiction, code)) ? null
        : DownlinkRejections.OtherJurisdiction;

    private static ImmutableList<DownlinkCommand> Change(
        ImmutableList<DownlinkCommand> commands, DownlinkEvent e, Func<DownlinkCommand, DownlinkCommand> change)
    {
        var at = commands.FindIndex(c => c.Id == e.Id);
        return at < 0
            ? throw new InvalidOperationException($"{e.GetType().Name} cannot follow: there is no command '{e.Id}'.")
            : commands.SetItem(at, change(commands[at]));
    }

    private static ImmutableList<DownlinkCommand> Forget(ImmutableList<DownlinkCommand> commands) =>
        commands.Count(c => !c.IsOpen) > MostEnded ? commands.RemoveAt(commands.FindIndex(c => !c.IsOpen)) : commands;

    private static Decision<DeviceEvent> Accept(
        ImmutableList<DownlinkCommand> commands, params IReadOnlyList<DownlinkEvent> events)
    {
        var after = commands;
        return Decision<DeviceEvent>.Accept(
        [
            .. events.Select(e =>
            {
                after = Evolve(after, e);
                return e with { Wake = Wake(after) };
            }),
        ]);
    }
}
