using System.Collections.Immutable;
using NodaTime;

namespace CityOps.Domain.Grids;

/// <summary>The rules of a grid. Pure; safe to share between threads.</summary>
/// <param name="policy">The version of the configuration that events keep.</param>
public sealed class GridDecider(string policy) : IDecider<Grid, GridCommand, GridEvent>
{
    /// <inheritdoc/>
    public Grid Initial { get; } =
        new(ImmutableSortedDictionary<string, OpenCase>.Empty, ImmutableSortedSet<string>.Empty);

    /// <inheritdoc/>
    public Decision<GridEvent> Decide(Grid state, GridCommand command, Instant now)
    {
        var stamp = command.Origin.Stamp(now, policy);
        return command switch
        {
            NoteCaseOpened c => state.OpenCases.TryGetValue(c.Case, out var known) && known == c.Opened
                ? Accept()
                : Accept(new CaseOpenedInGrid(c.Grid, stamp, c.Case, c.Opened)),
            NoteCaseClosed c => state.OpenCases.ContainsKey(c.Case)
                ? Accept(new CaseClosedInGrid(c.Grid, stamp, c.Case))
                : Accept(),
            NoteShift c when c.On == state.OnShift.Contains(c.Collector) => Accept(),
            NoteShift { On: true } c => Accept(new CollectorCameOnShift(c.Grid, stamp, c.Collector)),
            NoteShift c => Accept(new CollectorWentOffShift(c.Grid, stamp, c.Collector)),
            _ => throw new InvalidOperationException($"{command.GetType().Name} has no rule."),
        };
    }

    /// <inheritdoc/>
    public Grid Evolve(Grid state, GridEvent @event) => @event switch
    {
        CaseOpenedInGrid e => state with { OpenCases = state.OpenCases.SetItem(e.Case, e.Opened) },
        CaseClosedInGrid e => state with { OpenCases = state.OpenCases.Remove(e.Case) },
        CollectorCameOnShift e => state with { OnShift = state.OnShift.Add(e.Collector) },
        CollectorWentOffShift e => state with { OnShift = state.OnShift.Remove(e.Collector) },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} cannot follow."),
    };

    private static Decision<GridEvent> Accept(params IReadOnlyList<GridEvent> events) =>
        Decision<GridEvent>.Accept(events);
}
