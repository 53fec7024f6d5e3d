using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Bench.Lifecycle;

/// <summary>
/// The commands of cases of the last months, oldest first, 5,000 a day as a large city has them; closed, but for every fiftieth,
/// which rests until next month, so that grids and the deadline index have something in them.
/// </summary>
internal sealed class PastCases(CityConfiguration city, int count, Instant now)
{
    private const int PerDay = 5_000;
    private const int Resting = 50;
    private static readonly Duration BetweenActs = Duration.FromSeconds(2);
    private static readonly Duration Rest = Duration.FromDays(30);
    private static readonly Domain.Actor Centre = new("centre", Roles.ShiftLead | Roles.Dispatcher);
    private static readonly Domain.Actor Leader = new("leader", Roles.Leader);

    private readonly UnitGrid[] _grids = [.. city.UnitGrids.Values];
    private readonly Category[] _categories = [.. city.Categories.Values.Where(c => c.Kind == CategoryKind.Incident)];
    private readonly string[] _departments = [.. city.Departments.Keys];
    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[city.Zone];

    public IEnumerable<IReadOnlyList<CaseCommand>> All() => Enumerable.Range(0, count).Select(Case);

    private IReadOnlyList<CaseCommand> Case(int number)
    {
        var at = now - (Duration.FromDays(1) * ((double)(count - number) / PerDay));
        var grid = _grids[number * 7919L % _grids.Length];
        var category = _categories[number % _categories.Length];
        var inside = grid.Boundary.InteriorPoint;
        var report = new Report(
            Channel.Hotline, $"past-{number}", at, GeoPoint.At(inside.Y, inside.X), grid.Code, grid.Beat, category.Kind, category.Code)
        {
            Condition = category.Conditions[0].Id,
            Description = "A report as long as most of them are, with a street, a number and what is to be seen there.",
        };
        var department = _departments[number % _departments.Length];
        var handler = new Domain.Actor("handler", Roles.Handler, Department: department);
        var id = CaseId.Of(at.InZone(_zone).Date, report.Channel, report.Source);
        return
        [
            new ReportCase(id, Origin(Centre, "report", 0), report),
            new FileCase(id, Origin(Centre, "file", 1), null, null, null),
            new DispatchCase(id, Origin(Centre, "dispatch", 2), department),
            new AcceptCase(id, Origin(handler, "accept", 3)),
            .. number % Resting == 0
                ? new CaseCommand[]
                {
                    new AskSuspension(id, Origin(handler, "suspend", 4), now + Rest, "The ground is frozen."),
                    new ApproveSuspension(id, Origin(Centre, "approve", 5), null),
                }
                :
                [
                    new ReportHandled(id, Origin(handler, "handled", 4), "Put right.", []),
                    new InspectCase(id, Origin(Centre, "inspect", 5)),
                    new CloseCase(id, Origin(Leader, "close", 6), "No collector is on shift in a bench.", Forced: true),
                ],
        ];

        Origin Origin(Domain.Actor by, string command, int act) => new(by, Channel.Console, command, at + (BetweenActs * act));
    }
}
