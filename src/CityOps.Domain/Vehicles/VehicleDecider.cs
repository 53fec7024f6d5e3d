using CityOps.Domain.Devices;
using CityOps.Domain.Devices.Commands;
using NodaTime;

namespace CityOps.Domain.Vehicles;

/// <summary>The rules of a vehicle. Pure; safe to share between threads.</summary>
/// <param name="policy">The version of the configuration that events keep.</param>
public sealed class VehicleDecider(string policy) : IDecider<Vehicle, DeviceCommand, DeviceEvent>
{
    /// <inheritdoc/>
    public Vehicle Initial => Vehicle.Unknown;

    /// <inheritdoc/>
    public Decision<DeviceEvent> Decide(Vehicle state, DeviceCommand command, Instant now) => command switch
    {
        RecordDriving c => Decision<DeviceEvent>.Accept(
            [.. Crossings(state, c, now), .. Spells(state, c, now), .. Alarms(state, c, now)]),
        DownlinkAct c => Downlink.Decide(state.Commands, c, now, policy),
        _ => throw new InvalidOperationException($"{command.GetType().Name} has no rule."),
    };

    /// <inheritdoc/>
    public Vehicle Evolve(Vehicle state, DeviceEvent @event) => @event switch
    {
        AlarmsRaised e => state with { Alarms = state.Alarms | e.Alarms, AlarmsAt = e.Stamp.ObservedAt },
        AlarmsCleared e => state with { Alarms = state.Alarms & ~e.Alarms, AlarmsAt = e.Stamp.ObservedAt },
        GeofenceEntered e => state with
        {
            Fences = state.Fences.Enter(e.Fence, e.Stamp.ObservedAt),
            CrossedAt = e.Stamp.ObservedAt,
        },
        GeofenceLeft e => state with
        {
            Fences = state.Fences.Leave(e.Fence, e.Rule, e.Stamp.ObservedAt),
            CrossedAt = e.Stamp.ObservedAt,
        },
        SpeedingEnded e => state with { SpedUntil = e.Spell.Until },
        DownlinkEvent e => state with { Commands = Downlink.Evolve(state.Commands, e) },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} cannot follow."),
    };

    private IEnumerable<VehicleEvent> Alarms(Vehicle state, RecordDriving command, Instant now)
    {
        var alarms = state.Alarms;
        foreach (var reading in command.Alarms.Where(r => r.At > state.AlarmsAt))
        {
            var stamp = (command.Origin with { ObservedAt = reading.At }).Stamp(now, policy);
            var (raised, cleared) = (reading.Alarms & ~alarms, alarms & ~reading.Alarms);
            alarms = reading.Alarms;
            if (raised != 0)
            {
                yield return new AlarmsRaised(command.Vehicle, stamp, raised);
            }

            if (cleared != 0)
            {
                yield return new AlarmsCleared(command.Vehicle, stamp, cleared);
            }
        }
    }

    // Fixes that come once more after the engine was killed tell of crossings that the journal has.
    private IEnumerable<VehicleEvent> Crossings(Vehicle state, RecordDriving command, Instant now) =>
        from c in command.Crossings
        where c.At > state.CrossedAt
        let stamp = (command.Origin with { ObservedAt = c.At }).Stamp(now, policy)
        select c.Entered
            ? (VehicleEvent)new GeofenceEntered(command.Vehicle, stamp, c.Fence, c.Rule, c.Violation, c.Place)
            : new GeofenceLeft(command.Vehicle, stamp, c.Fence, c.Rule, c.Violation, c.Place);

    private IEnumerable<VehicleEvent> Spells(Vehicle state, RecordDriving command, Instant now) =>
        from s in command.Spells
        where s.Since > state.SpedUntil
        select new SpeedingEnded(command.Vehicle, command.Origin.Stamp(now, policy), s);
}
