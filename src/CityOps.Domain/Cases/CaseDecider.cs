using CityOps.Domain.City;
using NodaTime;

namespace CityOps.Domain.Cases;

/// <summary>The rules of a case under one city's configuration. Pure; safe to share between threads.</summary>
public sealed class CaseDecider : IDecider<Case, CaseCommand, CaseEvent>
{
    private readonly CityConfiguration _city;
    private readonly CaseClocks _clocks;
    private readonly CaseDeadlines _deadlines;
    private readonly FilingActs _filing;
    private readonly AssignmentActs _assignment;
    private readonly ClosingActs _closing;

    /// <summary>The rules under a configuration.</summary>
    public CaseDecider(CityConfiguration city)
    {
        _city = city;
        _clocks = new CaseClocks(city);
        _deadlines = new CaseDeadlines(_clocks, city);
        _filing = new FilingActs(city, _clocks);
        _assignment = new AssignmentActs(city);
        _closing = new ClosingActs(city, _clocks);
    }

    /// <inheritdoc/>
    public Case Initial { get; } = new Unreported();

    /// <inheritdoc/>
    public Decision<CaseEvent> Decide(Case state, CaseCommand command, Instant now) => state switch
    {
        Unreported when command is ReportCase report => Scheduled(state, [], _filing.Report(report, Stamp(report, now)), now),
        KnownCase known => Decide(known, command, now),
        _ => Decision<CaseEvent>.Reject(CaseRejections.NotFound),
    };

    /// <inheritdoc/>
    public Case Evolve(Case state, CaseEvent @event) => CaseEvolution.Evolve(state, @event);

    private Decision<CaseEvent> Decide(KnownCase state, CaseCommand command, Instant now)
    {
        if (command is ReportCase { Report: var again })
        {
            return (state.File.Report.Channel, state.File.Report.Source) == (again.Channel, again.Source)
                ? Decision<CaseEvent>.Accept()
                : Decision<CaseEvent>.Reject(CaseRejections.IdTaken);
        }

        if (state.File.Commands.TryGetValue(CaseFile.KeyOf(command.Origin.By, command.Origin.CommandId), out var done))
        {
            return command is CaseActCommand { Act: var act } && act != done
                ? Decision<CaseEvent>.Reject(CaseRejections.CommandIdUsed)
                : Decision<CaseEvent>.Accept();
        }

        // No command overtakes a deadline that has passed, however late the index is; nor a calendar that is in force.
        var (passed, current) = _deadlines.Reached(state, now);
        if (command is RedispatchCase && LostDepartment.Returned(current, _city, now) is { } returned)
        {
            var taken = _clocks.Scheduled([returned], CaseEvolution.Evolve(current, returned), now);
            (passed, current) = ([.. passed, .. taken], CaseEvolution.Evolve(current, taken[0]));
        }

        var stamp = Stamp(command, now);
        return command switch
        {
            ReachDeadline or RecomputeDeadlines => Decision<CaseEvent>.Accept(passed),
            CaseActCommand act when CaseRules.Check(act.Act, act.Origin.By, current, now) is { } reason =>
                Decision<CaseEvent>.Reject(reason),
            CaseActCommand act => Scheduled(current, passed, Act(current, act, stamp), now),
            _ => Scheduled(current, passed, CaseNews.Decide(current, command, stamp), now),
        };
    }

    private Decision<CaseEvent> Act(KnownCase state, CaseActCommand command, Stamp stamp) =>
        _filing.Decide(state, command, stamp)
        ?? _assignment.Decide(state, command, stamp)
        ?? HandlingActs.Decide(state, command, stamp)
        ?? _closing.Decide(state, command, stamp)
        ?? throw new InvalidOperationException($"{command.GetType().Name} has no rule in {state.GetType().Name}.");

    private Decision<CaseEvent> Scheduled(
        Case before, IReadOnlyList<CaseEvent> passed, Decision<CaseEvent> decision, Instant now)
    {
        if (decision is not Decision<CaseEvent>.Accepted { Events: { Count: > 0 } events })
        {
            return decision;
        }

        var after = (KnownCase)events.Aggregate(before, CaseEvolution.Evolve);
        events = CaseNews.WithVoidTask(before, events, after);
        events = _clocks.Scheduled(events, after, now);
        return Decision<CaseEvent>.Accept([.. passed, .. events, .. events.Any(e => e is CaseCorrected) ? Moved(before, events, now) : []]);
    }

    private IReadOnlyList<CaseEvent> Moved(Case before, IReadOnlyList<CaseEvent> events, Instant now) =>
        _deadlines.Moved((KnownCase)events.Aggregate(before, CaseEvolution.Evolve), now);

    private Stamp Stamp(CaseCommand command, Instant now) => command.Origin.Stamp(now, _city.Version);
}
