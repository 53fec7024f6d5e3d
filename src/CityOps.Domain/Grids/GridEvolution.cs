using System.Collections.Immutable;
using CityOps.Domain.Cases;

namespace CityOps.Domain.Grids;

/// <summary>What each event makes of a grid. Pure.</summary>
internal static class GridEvolution
{
    public static Grid Evolve(Grid grid, GridEvent @event)
    {
        var after = Move(grid, @event);
        return @event.Schedule is { } schedule ? after with { Wake = schedule.Wake } : after;
    }

    private static Grid Move(Grid grid, GridEvent @event) => @event switch
    {
        CaseOpenedInGrid e => grid with { OpenCases = grid.OpenCases.SetItem(e.Case, e.Opened) },
        CaseClosedInGrid e => grid with { OpenCases = grid.OpenCases.Remove(e.Case) },
        CollectorCameOnShift e => Hear(grid, e.Collector, e.Number) with { OnShift = grid.OnShift.Add(e.Collector) },
        CollectorWentOffShift e => Hear(grid, e.Collector, e.Number) with { OnShift = grid.OnShift.Remove(e.Collector) },
        TaskGivenInGrid e => Give(grid, e),
        TaskWaitsInGrid e => Put(grid, Known(grid, e.Offer) with { Collector = null, Due = null }),
        TaskOverdueInGrid e when grid.Tasks.Find(t => t.Id == e.Task) is { } task => Put(grid, task with { Due = null }),
        TaskEndedInGrid e => grid with { Tasks = grid.Tasks.RemoveAll(t => t.Id == e.Task) },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} cannot follow."),
    };

    private static Grid Hear(Grid grid, string collector, long? number) =>
        number is { } known ? grid with { Heard = grid.Heard.SetItem(collector, known) } : grid;

    private static Grid Give(Grid grid, TaskGivenInGrid e)
    {
        var known = Known(grid, e.Offer);
        var given = Put(grid, known with { Collector = e.Collector, Due = e.Due, Had = known.Had.Add(e.Collector) });
        return e.Offer is { Kind: TaskKind.Inspection, Department: { } department }
            ? given with { Inspectors = grid.Inspectors.SetItem(department, e.Collector) }
            : given;
    }

    private static GridTask Known(Grid grid, TaskOffer offer) => grid.Tasks.Find(t => t.Id == offer.Id) ?? new GridTask(offer);

    private static Grid Put(Grid grid, GridTask task) => grid with
    {
        Tasks = grid.Tasks.FindIndex(t => t.Id == task.Id) is >= 0 and var i ? grid.Tasks.SetItem(i, task) : grid.Tasks.Add(task),
    };
}
