using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using NodaTime;

namespace CityOps.Domain.Collectors;

/// <summary>The rules of a collector. Pure; safe to share between threads.</summary>
/// <param name="policy">The version of the configuration that events keep.</param>
public sealed class CollectorDecider(string policy) : IDecider<Collector, DeviceCommand, DeviceEvent>
{
    /// <summary>Of whom nothing is known yet; no shift is from 1970.</summary>
    public Collector Initial { get; } = new(false, default);

    /// <inheritdoc/>
    public Decision<DeviceEvent> Decide(Collector state, DeviceCommand command, Instant now)
    {
        var stamp = command.Origin.Stamp(now, policy);
        return command switch
        {
            // An old message that comes late or again must not undo a newer one. So an end is kept also where no shift had begun, and a
            // beginning where one lasts: the older beginning or end may still be on its way.
            ChangeShift c when c.Origin.ObservedAt <= state.ShiftChangedAt => Accept(),
            ChangeShift { On: true } c => Accept(new ShiftStarted(c.Collector, stamp)),
            ChangeShift c => Accept(new ShiftEnded(c.Collector, stamp)),

            TakeTask c => IsOld(state, c.Task.From) ? Accept() : Accept(new TaskTaken(c.Collector, stamp, c.Task)),
            LeaveTask c => IsOld(state, c.News) || !state.InHand.Exists(t => t.Id == c.Task)
                ? Accept()
                : Accept(new TaskLeft(c.Collector, stamp, c.Task, c.News, c.End)),
            DownlinkAct c => Downlink.Decide(state.Commands, c, now, policy),
            _ => throw new InvalidOperationException($"{command.GetType().Name} has no rule."),
        };
    }

    /// <inheritdoc/>
    public Collector Evolve(Collector state, DeviceEvent @event) => @event switch
    {
        ShiftStarted e => state with { OnShift = true, ShiftChangedAt = e.Stamp.ObservedAt },
        ShiftEnded e => state with { OnShift = false, ShiftChangedAt = e.Stamp.ObservedAt },
        TaskTaken e => Hear(state, e.Task.From) with { InHand = state.InHand.RemoveAll(t => t.Id == e.Task.Id).Add(e.Task) },
        TaskLeft e => Hear(state, e.News) with { InHand = state.InHand.RemoveAll(t => t.Id == e.Task) },
        DownlinkEvent e => state with { Commands = Downlink.Evolve(state.Commands, e) },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} cannot follow."),
    };

    /// <summary>News come at least once; what comes again must neither bring back a task nor take a newer one away.</summary>
    private static bool IsOld(Collector state, GridNews news) => state.Heard.GetValueOrDefault(news.Grid) >= news.Number;

    private static Collector Hear(Collector state, GridNews news) =>
        state with { Heard = state.Heard.SetItem(news.Grid, news.Number) };

    private static Decision<DeviceEvent> Accept(params IReadOnlyList<DeviceEvent> events) =>
        Decision<DeviceEvent>.Accept(events);
}
