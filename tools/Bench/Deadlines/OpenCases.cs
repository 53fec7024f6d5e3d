using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Deadlines;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Bench.Deadlines;

/// <summary>The events of open cases, decided by the real rules, without an engine.</summary>
internal sealed class OpenCases
{
    /// <summary>From the start of the handling clock to its limit.</summary>
    public static readonly Duration Limit = Duration.FromHours(4);

    /// <summary>Between the steps of an escalating case; the first is the limit itself.</summary>
    public static readonly Duration BetweenSteps = Duration.FromSeconds(1.5);

    private static readonly Actor Everyone = new(
        "bench",
        Roles.Collector | Roles.Acceptor | Roles.ShiftLead | Roles.Dispatcher | Roles.Handler | Roles.Leader | Roles.Citizen);

    private readonly CaseDecider _decider;
    private readonly UnitGrid[] _grids;
    private readonly Category _plain;
    private readonly Category _escalating;
    private readonly string _department;

    /// <param name="demo">The city, whose limits and policy are replaced.</param>
    /// <param name="seconds">How long an escalating case has steps.</param>
    public OpenCases(CityConfiguration demo, int seconds)
    {
        Steps = (int)Math.Ceiling(seconds / BetweenSteps.TotalSeconds);

        // On a clock that runs day and night, so that it does not matter when the bench runs.
        var (month, limit) = (new TimeLimit(1_000, LimitClock.ContinuousHours), new TimeLimit(4, LimitClock.ContinuousHours));
        var categories = demo.Categories.Values.Select(c => c with
        {
            Limits = new StageLimits(month, month, month, month, month, month),
            Conditions = [.. c.Conditions.Select(n => n with { Limit = limit })],
        }).ToDictionary(c => (c.Kind, c.Code));
        (_plain, _escalating) = (categories.Values.First(c => c.Kind == CategoryKind.Incident), categories.Values.Last(c => c.Kind == CategoryKind.Incident));
        City = demo with
        {
            Categories = categories,
            Escalation = new EscalationPolicy(0.75m,
            [
                new EscalationRule([], [$"incident/{_escalating.Code}"],
                [
                    new EscalationStep("step-0", new AtShare(1), []),
                    .. Enumerable.Range(1, Steps - 1).Select(i => new EscalationStep($"step-{i}", new AtOffset(BetweenSteps * i), [])),
                ]),
            ]),
        };
        _decider = new CaseDecider(City);
        _grids = [.. City.UnitGrids.Values];
        _department = City.Departments.Keys.First();
    }

    public CityConfiguration City { get; }

    /// <summary>How many steps an escalating case has.</summary>
    public int Steps { get; }

    /// <summary>A case that was reported at a moment, and is due to be filed in six weeks.</summary>
    public IReadOnlyList<CaseEvent> Reported(int number, Instant at) => Decide(number, _plain, at, filed: false);

    /// <summary>A case in handling whose limit ends at a moment.</summary>
    public IReadOnlyList<CaseEvent> DueAt(int number, Instant due, bool escalates) =>
        Decide(number, escalates ? _escalating : _plain, due - Limit, filed: true);

    private List<CaseEvent> Decide(int number, Category category, Instant at, bool filed)
    {
        var grid = _grids[number % _grids.Length];
        var inside = grid.Boundary.InteriorPoint;
        var source = $"open-{number}";
        var report = new Report(
            Channel.Collector, source, at, GeoPoint.At(inside.Y, inside.X), grid.Code, grid.Beat, category.Kind, category.Code)
        {
            Condition = category.Conditions[0].Id,
            Description = "A report as long as most of them are, with a street, a number and what is to be seen there.",
        };
        var id = CaseId.Of(at.InUtc().Date, report.Channel, source);
        CaseCommand[] commands =
        [
            new ReportCase(id, Origin("report"), report),
            .. filed
                ? new CaseCommand[]
                {
                    new FileCase(id, Origin("file"), null, null, null), new DispatchCase(id, Origin("dispatch"), _department),
                    new AcceptCase(id, Origin("accept")),
                }
                : [],
        ];
        var (state, events) = (_decider.Initial, new List<CaseEvent>());
        foreach (var command in commands)
        {
            var decided = _decider.Decide(state, command, at) as Decision<CaseEvent>.Accepted
                ?? throw new BenchException($"{command.GetType().Name} was refused.");
            events.AddRange(decided.Events);
            state = decided.Events.Aggregate(state, _decider.Evolve);
        }

        return events;

        Origin Origin(string commandId) => new(Everyone, Channel.Console, commandId, at);
    }
}
