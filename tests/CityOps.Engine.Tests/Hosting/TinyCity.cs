using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Deadlines;
using CityOps.Domain.Geo;
using NetTopologySuite.Geometries;
using NodaTime;

namespace CityOps.Engine.Tests.Hosting;

/// <summary>Four unit grids in a row: two in P1, one in P2, one of its own.</summary>
internal static class TinyCity
{
    public const string Alone = "360103001001002";
    private static readonly Name Name = new("名", "name");

    public static CityConfiguration Configuration { get; } = new("tiny", Name, "Asia/Shanghai", "v1")
    {
        Jurisdictions = new Dictionary<string, Jurisdiction>(),
        Departments = new Dictionary<string, Department> { ["roads"] = new("roads", Name, "360102", []) },
        UnitGrids = new UnitGrid[]
        {
            Square("360102001001001", 0, "P1"), Square("360102001001002", 1, "P1"),
            Square("360103001001001", 2, "P2"), Square(Alone, 3, null),
        }.ToDictionary(g => g.Code),
        PatrolGrids = new Dictionary<string, PatrolGrid> { ["P1"] = new("P1", Name, "360102"), ["P2"] = new("P2", Name, "360103") },
        Collectors = new Dictionary<string, CollectorEntry>
        {
            ["c1"] = new("c1", "Li", ["P1", "P2"], new LocalTime(7, 0), new LocalTime(14, 0)),
        },
        Vehicles = new Dictionary<string, VehicleEntry> { ["v1"] = new("v1", VehicleKind.Sanitation, "赣A1", "roads", null) },
        Cameras = new Dictionary<string, Camera>(),
        Components = new Dictionary<string, Component>(),
        Categories = new Dictionary<(CategoryKind, string), Category>
        {
            [(CategoryKind.Incident, "0113")] = new("0113", CategoryKind.Incident, Name, true,
                [new("1", Name, new TimeLimit(2, LimitClock.WorkingHours), Name)]),
        },
        Calendars = new CalendarBook(
            new WorkingCalendar("1", new CalendarRules { Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"] })),
    };

    /// <summary>The middle of the square with the given number, and some metres to the north of it.</summary>
    public static GeoPoint Middle(int square, double metres = 0) =>
        GeoPoint.At(latitude: 28.605 + (metres / 111_195), longitude: 115.805 + (square * 0.01));

    private static UnitGrid Square(string code, int number, string? patrolGrid)
    {
        var (west, south) = (115.80 + (number * 0.01), 28.60);
        Coordinate[] ring =
            [new(west, south), new(west + 0.01, south), new(west + 0.01, south + 0.01), new(west, south + 0.01), new(west, south)];
        return new UnitGrid(code, new Polygon(new LinearRing(ring)), patrolGrid);
    }
}
