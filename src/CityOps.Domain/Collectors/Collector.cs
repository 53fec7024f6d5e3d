using NodaTime;

namespace CityOps.Domain.Collectors;

/// <summary>信息采集员: what the journal knows of a collector.</summary>
/// <param name="OnShift">True from the beginning of a shift to its end.</param>
/// <param name="ShiftChangedAt">When the handset last began or ended a shift, by its clock.</param>
public sealed record Collector(bool OnShift, Instant ShiftChangedAt);

/// <summary>What someone wants of a collector.</summary>
public abstract record CollectorCommand(string Collector, Origin Origin);

/// <summary>The handset says that the shift begins or ends.</summary>
public sealed record ChangeShift(string Collector, Origin Origin, bool On) : CollectorCommand(Collector, Origin);

/// <summary>What happened to a collector; kept for ever.</summary>
public abstract record CollectorEvent(string Collector, Stamp Stamp);

/// <summary>The shift began.</summary>
public sealed record ShiftStarted(string Collector, Stamp Stamp) : CollectorEvent(Collector, Stamp);

/// <summary>The shift ended.</summary>
public sealed record ShiftEnded(string Collector, Stamp Stamp) : CollectorEvent(Collector, Stamp);

/// <summary>The rules of a collector. Pure; safe to share between threads.</summary>
/// <param name="policy">The version of the configuration that events keep.</param>
public sealed class CollectorDecider(string policy) : IDecider<Collector, CollectorCommand, CollectorEvent>
{
    /// <inheritdoc/>
    public Collector Initial { get; } = new(false, Instant.MinValue);

    /// <inheritdoc/>
    public Decision<CollectorEvent> Decide(Collector state, CollectorCommand command, Instant now) => command switch
    {
        // An old message that comes again must not undo a newer one.
        ChangeShift c when c.Origin.ObservedAt <= state.ShiftChangedAt || c.On == state.OnShift =>
            Decision<CollectorEvent>.Accept(),
        ChangeShift { On: true } c =>
            Decision<CollectorEvent>.Accept(new ShiftStarted(c.Collector, c.Origin.Stamp(now, policy))),
        ChangeShift c => Decision<CollectorEvent>.Accept(new ShiftEnded(c.Collector, c.Origin.Stamp(now, policy))),
        _ => throw new InvalidOperationException($"{command.GetType().Name} has no rule."),
    };

    /// <inheritdoc/>
    public Collector Evolve(Collector state, CollectorEvent @event) => @event switch
    {
        ShiftStarted e => new Collector(true, e.Stamp.ObservedAt),
        ShiftEnded e => new Collector(false, e.Stamp.ObservedAt),
        _ => throw new InvalidOperationException($"{@event.GetType().Name} cannot follow."),
    };
}
