using CityOps.Domain.City;
using NodaTime;

namespace CityOps.Domain.Grids;

/// <summary>One decision of a grid as it grows: what was decided so far, and the grid after it.</summary>
internal sealed class GridTurn(CityConfiguration city, Grid grid, GridCommand command, Instant now)
{
    private static readonly Actor Self = new("grid", Roles.System);
    private readonly List<GridEvent> _events = [];

    /// <summary>The grid after what was decided so far.</summary>
    public Grid Grid { get; private set; } = grid;

    /// <summary>What leads to it.</summary>
    public GridCommand Command => command;

    /// <summary>The stamp of what the command leads to.</summary>
    public Stamp Stamp { get; } = command.Origin.Stamp(now, city.Version);

    public void Add(GridEvent @event)
    {
        _events.Add(@event);
        Grid = GridEvolution.Evolve(Grid, @event);
    }

    /// <summary>
    /// Sends off those on shift whose beat the grid is no more, by today's configuration: the end of their shift is told to the
    /// grids that they walk today, so that nobody would tell it here.
    /// </summary>
    public void SendOff()
    {
        foreach (var collector in Grid.OnShift.Where(c => !city.IsBeatOf(c, command.Grid)))
        {
            var stamp = new Stamp(now, now, Self, Channel.System, $"{collector}-beat-{city.Version}", city.Version);
            Add(new CollectorWentOffShift(command.Grid, stamp, collector));
            TakeBack(collector, stamp);
        }
    }

    /// <summary>Hands on what was not answered in time. No command overtakes a limit that has passed.</summary>
    public void ReachLimits()
    {
        foreach (var task in Grid.Tasks.Where(t => t.Due <= now).OrderBy(t => t.Due))
        {
            if (task is { Collector: { } collector, Due: { } due })
            {
                var stamp = new Stamp(now, due, Self, Channel.System, $"{task.Id}-limit-{due.ToUnixTimeMilliseconds()}", city.Version);
                if (!TryGive(task, stamp))
                {
                    Add(new TaskOverdueInGrid(command.Grid, stamp, task.Id, collector));
                }
            }
        }
    }

    /// <summary>Gives a task to whoever is there for it, or lets it wait.</summary>
    public void GiveOrWait(GridTask task) => GiveOrWait(task, Stamp);

    /// <summary>Gives what a collector has to others, or lets it wait.</summary>
    public void TakeBack(string collector) => TakeBack(collector, Stamp);

    /// <summary>Gives a task to somebody else than has it; false if nobody else is there for it.</summary>
    public bool TryGive(GridTask task) => TryGive(task, Stamp);

    /// <summary>All that was decided; the last event says when the grid must decide by itself, if that changed.</summary>
    public IReadOnlyList<GridEvent> Events()
    {
        var wake = Grid.Tasks.Min(t => t.Due);
        return wake == Grid.Wake || _events.Count == 0
            ? _events
            : [.. _events.SkipLast(1), _events[^1] with { Schedule = new GridSchedule(wake) }];
    }

    private void TakeBack(string collector, Stamp stamp)
    {
        foreach (var task in Grid.Tasks.Where(t => t.Collector == collector))
        {
            GiveOrWait(task, stamp);
        }
    }

    private void GiveOrWait(GridTask task, Stamp stamp)
    {
        if (!TryGive(task, stamp))
        {
            Add(new TaskWaitsInGrid(command.Grid, stamp, task.Offer, task.Collector));
        }
    }

    private bool TryGive(GridTask task, Stamp stamp)
    {
        if (CollectorChoice.For(task, Grid, command.Seen) is not { } collector)
        {
            return false;
        }

        var due = city.Calendars.For(task.Offer.UnitGrid).DueAt(task.Offer.Limit, now);
        Add(new TaskGivenInGrid(command.Grid, stamp, task.Offer, collector, due, task.Collector));
        return true;
    }
}
