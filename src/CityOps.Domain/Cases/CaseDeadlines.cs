using CityOps.Domain.City;
using CityOps.Domain.Deadlines;
using NodaTime;

namespace CityOps.Domain.Cases;

/// <summary>What a case does by itself when its time has come. Pure; safe to share between threads.</summary>
internal sealed class CaseDeadlines(CaseClocks clocks, CityConfiguration city)
{
    private static readonly Actor Self = new("deadlines", Roles.System);

    /// <summary>
    /// What the case has to note by now, with the state after it: that another calendar is in force, and then everything that is
    /// due by it and was not noted yet, in due order.
    /// </summary>
    public (IReadOnlyList<CaseEvent> Events, KnownCase After) Reached(KnownCase state, Instant now)
    {
        var events = new List<CaseEvent>();
        foreach (var recomputed in Recomputed(state, state.File.Clocks.Where(c => c.Calendar != clocks.CalendarOf(state).Version), now))
        {
            events.Add(recomputed);
            state = CaseEvolution.Evolve(state, recomputed);
        }

        while (state.File.Wake is { } wake && wake <= now && Next(state, wake, now) is { } next)
        {
            events.Add(next);
            state = CaseEvolution.Evolve(state, next);
        }

        return (events, state);
    }

    /// <summary>What another place or another category moves of the open clocks, by their calendar and policy.</summary>
    public IReadOnlyList<CaseEvent> Moved(KnownCase state, Instant now) => Recomputed(state, state.File.Clocks, now);

    /// <summary>Those of the clocks that are open and computed otherwise now, with what they were; none where all stay.</summary>
    private IReadOnlyList<CaseEvent> Recomputed(KnownCase state, IEnumerable<CaseClock> some, Instant now)
    {
        var changes = some.Where(c => c.Run.StoppedAt is null)
            .Select(c => (Before: c, After: clocks.Computed(state, c, now)))
            .Where(c => (c.Before.Calendar, c.Before.Due, c.Before.Yellow, c.Before.Next) != (c.After.Calendar, c.After.Due, c.After.Yellow, c.After.Next))
            .ToList();
        return changes.Count == 0 ? [] :
        [
            new DeadlinesRecomputed(
                state.File.Id, Stamp($"calendar-{clocks.CalendarOf(state).Version}", now, now), [.. changes.Select(c => c.Before)])
            {
                Schedule = CaseClocks.ScheduleOf(state, [.. changes.Select(c => c.After)]),
            },
        ];
    }

    private CaseEvent? Next(KnownCase state, Instant wake, Instant now)
    {
        if (state is Suspended { Until: var until } && until <= wake)
        {
            // The clock goes on when the rest ended, however late that is noticed.
            var resumed = new CaseResumed(state.File.Id, Stamp($"resume-{until.ToUnixTimeTicks()}", until, now), null);
            return clocks.Scheduled([resumed], CaseEvolution.Evolve(state, resumed), until)[0];
        }

        return state.File.Clocks.Where(c => c.Next?.At == wake).Select(c => Pass(state, c, now)).FirstOrDefault();
    }

    private DeadlinePassed? Pass(KnownCase state, CaseClock clock, Instant now)
    {
        if (clock is not { Next: { } step, Due: { } due })
        {
            return null;
        }

        var passed = clocks.Computed(state, clock with { Passed = clock.Passed.Add(step.Id) }, now);
        var actions = clocks.StepOf(state, clock, step.Id)?.Actions ?? [];
        var id = $"{CaseRejections.Name(clock.Stage)}-{clock.Round}-{step.Id}";
        return new DeadlinePassed(
            state.File.Id, Stamp(id, step.At, now), clock.Stage, clock.Round, step.Id, step.At, due, now - step.At,
            [.. actions.Select(a => Resolve(state, a)).OfType<Notice>()])
        {
            Schedule = CaseClocks.ScheduleOf(state, [passed]),
        };
    }

    private Stamp Stamp(string commandId, Instant dueAt, Instant now) =>
        new(now, dueAt, Self, Channel.System, commandId, city.Version);

    /// <summary>Who is told; null for the collector of a task that nobody has, or that is answered.</summary>
    private Notice? Resolve(KnownCase state, EscalationAction action)
    {
        var centre = state.File.Centre;
        return action.Where switch
        {
            EscalationScope.Department =>
                new Notice(action.Kind, action.Role, centre, (state as AssignedCase)?.Assignment.Department),
            EscalationScope.Collector => state.File.PendingTask?.Collector is { } collector
                ? new Notice(action.Kind, action.Role, centre, Collector: collector)
                : null,
            EscalationScope.Centre => new Notice(action.Kind, action.Role, centre),
            EscalationScope.Above => new Notice(action.Kind, action.Role, Above(centre)),
            EscalationScope.City => new Notice(action.Kind, action.Role),
            _ => throw new InvalidOperationException($"There is no scope {action.Where}."),
        };
    }

    private string? Above(string? centre) =>
        centre is not null && city.Jurisdictions.TryGetValue(centre, out var own) ? own.Parent : null;
}
