using CityOps.Domain.City;
using CityOps.Engine.Grids;

namespace CityOps.Http.Grids;

/// <summary>Shows the state of a grid's actor on either level.</summary>
internal static class GridPresenter
{
    /// <summary>The whole of a patrol grid.</summary>
    public static GridBody Whole(GridView view, PatrolGrid patrolGrid) => new()
    {
        Id = view.Code,
        Level = GridLevel.PatrolGrid,
        PatrolGrid = view.Code,
        Name = patrolGrid.Name.Zh,
        Jurisdiction = patrolGrid.Jurisdiction,
        Sequence = view.Sequence,
        LastVisitAt = Newest(view.UnitGrids)?.LastVisitAt,
        LastVisitBy = Newest(view.UnitGrids)?.LastVisitBy,
        UnitGrids = [.. view.UnitGrids.Select(Unit)],
        OpenCases = OpenCases(view, _ => true),
        Tasks = Tasks(view, _ => true),
        OnShift = view.OnShift,
        Present = Present(view, _ => true),
    };

    /// <summary>One unit grid out of the grid that answers for it.</summary>
    public static GridBody Part(GridView view, UnitGrid unit, PatrolGrid? patrolGrid)
    {
        var own = view.UnitGrids.FirstOrDefault(u => u.Code == unit.Code) ?? new UnitGridView(unit.Code, null, null);
        return new GridBody
        {
            Id = unit.Code,
            Level = GridLevel.UnitGrid,
            PatrolGrid = unit.PatrolGrid,
            Name = patrolGrid?.Name.Zh,
            Jurisdiction = patrolGrid?.Jurisdiction,
            Sequence = view.Sequence,
            LastVisitAt = own.LastVisitAt,
            LastVisitBy = own.LastVisitBy,
            UnitGrids = [Unit(own)],
            OpenCases = OpenCases(view, grid => grid == unit.Code),
            Tasks = Tasks(view, grid => grid == unit.Code),
            OnShift = view.OnShift,
            Present = Present(view, grid => grid == unit.Code),
        };
    }

    private static UnitGridView? Newest(IReadOnlyList<UnitGridView> units) =>
        units.Where(u => u.LastVisitAt is not null).MaxBy(u => u.LastVisitAt);

    private static UnitGridBody Unit(UnitGridView unit) => new(unit.Code, unit.LastVisitAt, unit.LastVisitBy);

    private static IReadOnlyList<OpenCaseBody> OpenCases(GridView view, Func<string, bool> inside) =>
    [
        .. view.OpenCases.Where(c => inside(c.Value.UnitGrid)).Select(c => new OpenCaseBody(
            c.Key, c.Value.Place.Longitude, c.Value.Place.Latitude, c.Value.UnitGrid, c.Value.Kind, c.Value.Category)),
    ];

    private static IReadOnlyList<GridTaskBody> Tasks(GridView view, Func<string, bool> inside) =>
    [
        .. view.Tasks.Where(t => inside(t.Offer.UnitGrid)).Select(t => new GridTaskBody(
            t.Id, t.Offer.Kind, t.Offer.Place.Longitude, t.Offer.Place.Latitude, t.Offer.UnitGrid, t.Collector, t.Due)),
    ];

    private static IReadOnlyList<PresentBody> Present(GridView view, Func<string, bool> inside) =>
    [
        .. view.Present.Where(d => inside(d.UnitGrid))
            .Select(d => new PresentBody(d.Device.Id, d.Device.Kind, d.UnitGrid, d.SeenAt)),
    ];
}
