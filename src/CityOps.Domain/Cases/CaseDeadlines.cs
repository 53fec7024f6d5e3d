using CityOps.Domain.City;
using CityOps.Domain.Deadlines;
using NodaTime;

namespace CityOps.Domain.Cases;

/// <summary>What a case does by itself when its time has come. Pure; safe to share between threads.</summary>
internal sealed class CaseDeadlines(CaseClocks clocks, CityConfiguration city)
{
    private static readonly Actor Self = new("deadlines", Roles.System);

    /// <summary>Everything that is due by now and was not noted yet, in due order, with the state after it.</summary>
    public (IReadOnlyList<CaseEvent> Events, KnownCase After) Reached(KnownCase state, Instant now)
    {
        var events = new List<CaseEvent>();
        while (state.File.Wake is { } wake && wake <= now && Next(state, wake, now) is { } next)
        {
            events.Add(next);
            state = CaseEvolution.Evolve(state, next);
        }

        return (events, state);
    }

    /// <summary>The open clocks computed by the calendar in force; none where they were before.</summary>
    public IReadOnlyList<CaseEvent> Recomputed(KnownCase state, Stamp stamp, Instant now)
    {
        var version = clocks.CalendarOf(state).Version;
        var before = state.File.Clocks.Where(c => c.Run.StoppedAt is null && c.Calendar != version).ToList();
        if (before.Count == 0)
        {
            return [];
        }

        var computed = before.Select(c => clocks.Computed(state, c, now)).ToList();
        return
        [
            new DeadlinesRecomputed(state.File.Id, stamp, before)
            {
                Schedule = CaseClocks.ScheduleOf(state, computed),
            },
        ];
    }

    /// <summary>The open clocks of a case that was moved, by the calendar of its new place; none where that is the same.</summary>
    public IReadOnlyList<CaseEvent> Moved(KnownCase state, Instant now) =>
        Recomputed(state, Stamp($"calendar-{clocks.CalendarOf(state).Version}", now, now), now);

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
            [.. actions.Select(a => Resolve(state, a))])
        {
            Schedule = CaseClocks.ScheduleOf(state, [passed]),
        };
    }

    private Stamp Stamp(string commandId, Instant dueAt, Instant now) =>
        new(now, dueAt, Self, Channel.System, commandId, city.Version);

    private Notice Resolve(KnownCase state, EscalationAction action)
    {
        var centre = state.File.Centre;
        return action.Where switch
        {
            EscalationScope.Department =>
                new Notice(action.Kind, action.Role, centre, (state as AssignedCase)?.Assignment.Department),
            EscalationScope.Collector =>
                new Notice(action.Kind, action.Role, centre, Collector: state.File.PendingTask?.Collector),
            EscalationScope.Centre => new Notice(action.Kind, action.Role, centre),
            EscalationScope.Above => new Notice(action.Kind, action.Role, Above(centre)),
            EscalationScope.City => new Notice(action.Kind, action.Role),
            _ => throw new InvalidOperationException($"There is no scope {action.Where}."),
        };
    }

    private string? Above(string? centre) =>
        centre is not null && city.Jurisdictions.TryGetValue(centre, out var own) ? own.Parent : null;
}
