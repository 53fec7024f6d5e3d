using CityOps.Domain.City;
using NodaTime;

namespace CityOps.Domain.Grids;

/// <summary>The rules of a grid under one city's configuration. Pure; safe to share between threads.</summary>
public sealed class GridDecider(CityConfiguration city) : IDecider<Grid, GridCommand, GridEvent>
{
    /// <inheritdoc/>
    public Grid Initial => Grid.Empty;

    /// <inheritdoc/>
    public Decision<GridEvent> Decide(Grid state, GridCommand command, Instant now)
    {
        var turn = new GridTurn(city, state, command, now);
        turn.SendOff();
        turn.ReachLimits();
        Decide(turn, command);
        return Decision<GridEvent>.Accept(turn.Events());
    }

    /// <inheritdoc/>
    public Grid Evolve(Grid state, GridEvent @event) => GridEvolution.Evolve(state, @event);

    private void Decide(GridTurn turn, GridCommand command)
    {
        var grid = turn.Grid;
        switch (command)
        {
            case NoteCaseOpened c when grid.OpenCases.TryGetValue(c.Case, out var known) && known == c.Opened:
            case NoteCaseClosed closed when !grid.OpenCases.ContainsKey(closed.Case):
                break;
            case NoteCaseOpened c:
                turn.Add(new CaseOpenedInGrid(c.Grid, turn.Stamp, c.Case, c.Opened, Similarity.Find(c, grid, city)));
                break;
            case NoteCaseClosed c:
                turn.Add(new CaseClosedInGrid(c.Grid, turn.Stamp, c.Case));
                break;

            // An older change that comes again must not undo a newer one: tasks would change hands for nothing.
            case NoteShift c when c.Number <= grid.Heard.GetValueOrDefault(c.Collector):
            case NoteShift same when same.On == grid.OnShift.Contains(same.Collector):
                break;
            case NoteShift { On: true } c:
                turn.Add(new CollectorCameOnShift(c.Grid, turn.Stamp, c.Collector, c.Number));
                Welcome(turn);
                break;
            case NoteShift c:
                turn.Add(new CollectorWentOffShift(c.Grid, turn.Stamp, c.Collector, c.Number));
                turn.TakeBack(c.Collector);
                break;

            case OfferTask c when grid.Tasks.Exists(t => t.Id == c.Offer.Id):
                break;
            case OfferTask c:
                turn.GiveOrWait(new GridTask(c.Offer));
                break;
            case NoteTaskAnswered c:
                End(turn, c.Task, answered: true);
                break;
            case WithdrawTask c:
                End(turn, c.Task, answered: false);
                break;
            case ReachTaskLimit:
                break;
            default:
                throw new InvalidOperationException($"{command.GetType().Name} has no rule.");
        }
    }

    /// <summary>Someone came: for what waits, what is overdue, and what only its own reporter was there for.</summary>
    private static void Welcome(GridTurn turn)
    {
        foreach (var task in turn.Grid.Tasks.Where(t => t.Collector is null || t.IsOverdue || t.Collector == t.Offer.Reporter))
        {
            turn.TryGive(task);
        }
    }

    private static void End(GridTurn turn, string id, bool answered)
    {
        if (turn.Grid.Tasks.Find(t => t.Id == id) is { } task)
        {
            turn.Add(new TaskEndedInGrid(turn.Command.Grid, turn.Stamp, id, task.Collector, answered));
        }
    }
}
