using NodaTime;

namespace CityOps.Domain.Vehicles;

/// <summary>车辆: what the journal knows of a vehicle.</summary>
/// <param name="Alarms">The alarms that stand (JT/T 808 bits).</param>
/// <param name="AlarmsAt">When they last changed, by the terminal's clock.</param>
public sealed record Vehicle(uint Alarms, Instant AlarmsAt);

/// <summary>What someone wants of a vehicle.</summary>
public abstract record VehicleCommand(string Vehicle, Origin Origin);

/// <summary>The terminal's alarm bits as they are now.</summary>
public sealed record RecordAlarms(string Vehicle, Origin Origin, uint Alarms) : VehicleCommand(Vehicle, Origin);

/// <summary>What happened to a vehicle; kept for ever.</summary>
public abstract record VehicleEvent(string Vehicle, Stamp Stamp);

/// <summary>Alarms began.</summary>
public sealed record AlarmsRaised(string Vehicle, Stamp Stamp, uint Alarms) : VehicleEvent(Vehicle, Stamp);

/// <summary>Alarms ended.</summary>
public sealed record AlarmsCleared(string Vehicle, Stamp Stamp, uint Alarms) : VehicleEvent(Vehicle, Stamp);

/// <summary>The rules of a vehicle. Pure; safe to share between threads.</summary>
/// <param name="policy">The version of the configuration that events keep.</param>
public sealed class VehicleDecider(string policy) : IDecider<Vehicle, VehicleCommand, VehicleEvent>
{
    /// <inheritdoc/>
    public Vehicle Initial { get; } = new(0, Instant.MinValue);

    /// <inheritdoc/>
    public Decision<VehicleEvent> Decide(Vehicle state, VehicleCommand command, Instant now) => command switch
    {
        RecordAlarms c when c.Origin.ObservedAt <= state.AlarmsAt => Decision<VehicleEvent>.Accept(),
        RecordAlarms c => Change(state, c, c.Origin.Stamp(now, policy)),
        _ => throw new InvalidOperationException($"{command.GetType().Name} has no rule."),
    };

    /// <inheritdoc/>
    public Vehicle Evolve(Vehicle state, VehicleEvent @event) => @event switch
    {
        AlarmsRaised e => new Vehicle(state.Alarms | e.Alarms, e.Stamp.ObservedAt),
        AlarmsCleared e => new Vehicle(state.Alarms & ~e.Alarms, e.Stamp.ObservedAt),
        _ => throw new InvalidOperationException($"{@event.GetType().Name} cannot follow."),
    };

    private static Decision<VehicleEvent> Change(Vehicle state, RecordAlarms command, Stamp stamp)
    {
        var raised = command.Alarms & ~state.Alarms;
        var cleared = state.Alarms & ~command.Alarms;
        List<VehicleEvent> events = [];
        if (raised != 0)
        {
            events.Add(new AlarmsRaised(command.Vehicle, stamp, raised));
        }

        if (cleared != 0)
        {
            events.Add(new AlarmsCleared(command.Vehicle, stamp, cleared));
        }

        return Decision<VehicleEvent>.Accept(events);
    }
}
