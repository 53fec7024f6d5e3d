using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Geo;
using CityOps.Engine;
using CityOps.Engine.Cases;
using NodaTime;

namespace CityOps.Bench.Journal;

/// <summary>Takes cases from report to closing, one event a command.</summary>
internal sealed class CaseLife(CityConfiguration city, ICaseGateway cases)
{
    public const int Events = 7;

    private static readonly Domain.Actor Everyone = new(
        "bench",
        Roles.Collector | Roles.Acceptor | Roles.ShiftLead | Roles.Dispatcher | Roles.Handler | Roles.Leader | Roles.Citizen);

    private readonly UnitGrid[] _grids = [.. city.UnitGrids.Values];
    private readonly Category _category = city.Categories.Values.First();
    private readonly string _department = city.Departments.Keys.First();

    /// <summary>One case, from report to closing, in the grid of the number.</summary>
    public async Task<CaseId> LiveAsync(int number, string source, CancellationToken cancel)
    {
        var grid = _grids[number % _grids.Length];
        var inside = grid.Boundary.InteriorPoint;
        var now = SystemClock.Instance.GetCurrentInstant();
        var report = new Report(
            Channel.Collector, source, now, GeoPoint.At(inside.Y, inside.X), grid.Code, grid.Beat, _category.Kind, _category.Code)
        {
            Condition = _category.Conditions[0].Id,
            Description = "A report as long as most of them are, with a street, a number and what is to be seen there.",
        };
        var id = Done(await cases.ReportAsync(report, Origin("report"), cancel)).Id;
        await SendAsync(new FileCase(id, Origin("file"), null, null, null));
        await SendAsync(new DispatchCase(id, Origin("dispatch"), _department));
        await SendAsync(new AcceptCase(id, Origin("accept")));
        await SendAsync(new ReportHandled(id, Origin("handled"), "Put right.", []));
        await SendAsync(new InspectCase(id, Origin("inspect")));
        await SendAsync(new CloseCase(id, Origin("close"), "No collector is on shift in a bench.", Forced: true));
        return id;

        async Task SendAsync(CaseCommand command) => Done(await cases.SendAsync(command, cancel));

        Origin Origin(string command) => new(Everyone, Channel.Console, command, now);
    }

    private static CaseView Done(Answer<CaseView> answer) => answer switch
    {
        Answer<CaseView>.Done done => done.View,
        Answer<CaseView>.Refused refused => throw new BenchException($"A command was refused: {refused.Reason}"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
