using System.Diagnostics;
using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.Domain.Grids;
using CityOps.Engine;
using CityOps.Engine.Cases;
using CityOps.Engine.Feeds;
using CityOps.Engine.Grids;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Bench.Lifecycle;

/// <summary>
/// One case after the other decided by the real rules, at a time that is given, and carried to its grid and back by the real
/// feeds; without actors. Not thread-safe.
/// </summary>
internal sealed class PastCity : ICaseGateway, IGridGateway
{
    private readonly CityConfiguration _city;
    private readonly CaseDecider _cases;
    private readonly GridDecider _gridRules;
    private readonly Dictionary<string, (Grid State, long Sequence)> _grids = [];
    private readonly Func<string, long, Instant, object, JournalledEvent> _journal;
    private readonly GridFeed _toGrids;
    private readonly CaseFeed _toCases;
    private (Case State, long Sequence) _case;

    /// <param name="city">The city.</param>
    /// <param name="journal">Takes the events of cases and grids as they happen: persistence id, sequence number, time, event.</param>
    public PastCity(CityConfiguration city, Func<string, long, Instant, object, JournalledEvent> journal)
    {
        (_city, _cases, _gridRules, _journal) = (city, new CaseDecider(city), new GridDecider(city), journal);
        (_toGrids, _toCases) = (new GridFeed(() => this, () => this, city), new CaseFeed(() => this));
        _case = (_cases.Initial, 0);
    }

    /// <summary>Lives a case; the one before is not heard of any more.</summary>
    public async Task LiveAsync(IEnumerable<CaseCommand> commands)
    {
        _case = (_cases.Initial, 0);
        foreach (var command in commands)
        {
            if (await SendAsync(command, CancellationToken.None) is Answer<CaseView>.Refused { Reason: var reason })
            {
                throw new BenchException($"{command.GetType().Name} was refused: {reason.Message}");
            }
        }
    }

    public async Task<Answer<CaseView>> SendAsync(CaseCommand command, CancellationToken cancel)
    {
        switch (_cases.Decide(_case.State, command, command.Origin.ObservedAt))
        {
            case Decision<CaseEvent>.Accepted accepted:
                foreach (var happened in accepted.Events)
                {
                    _case = (_cases.Evolve(_case.State, happened), _case.Sequence + 1);
                    var journalled = _journal($"case-{command.Case}", _case.Sequence, command.Origin.ObservedAt, happened);
                    await _toGrids.ReactAsync([journalled], cancel);
                }

                return Seen(command.Origin.By, command.Origin.ObservedAt);
            case Decision<CaseEvent>.Rejected rejected:
                return new Answer<CaseView>.Refused(rejected.Reason);
            default:
                throw new UnreachableException();
        }
    }

    public async Task<Answer<GridView>> SendAsync(GridCommand command, CancellationToken cancel)
    {
        var (grid, sequence) = _grids.GetValueOrDefault(command.Grid, (_gridRules.Initial, 0));
        var now = command.Origin.ObservedAt;
        var events = _gridRules.Decide(grid, command, now) is Decision<GridEvent>.Accepted accepted ? accepted.Events : [];
        var journalled = events.Select((e, i) => _journal($"grid-{command.Grid}", sequence + i + 1, now, e)).ToList();
        grid = events.Aggregate(grid, _gridRules.Evolve);
        _grids[command.Grid] = (grid, sequence + events.Count);
        await _toCases.ReactAsync(journalled, cancel);
        return new Answer<GridView>.Done(
            new GridView(command.Grid, sequence + events.Count, [], grid.OpenCases, [], []), Repeated: false);
    }

    Task<Answer<CaseView>> ICaseGateway.GetAsync(CaseId id, Domain.Actor caller, CancellationToken cancel) =>
        Task.FromResult(Seen(caller, Instant.MinValue));

    Task<Answer<CaseView>> ICaseGateway.ReportAsync(Report report, Origin origin, CancellationToken cancel) =>
        throw new UnreachableException();

    Task<Answer<GridView>> IGridGateway.GetAsync(string code, CancellationToken cancel) => throw new UnreachableException();

    private Answer<CaseView> Seen(Domain.Actor caller, Instant now) =>
        CaseView.Of(_case.State, _case.Sequence, caller, _city, now) is { } view
            ? new Answer<CaseView>.Done(view, Repeated: false)
            : throw new UnreachableException();
}
