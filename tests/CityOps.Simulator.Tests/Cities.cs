using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Deadlines;
using CityOps.Simulator.Map;
using NetTopologySuite.Geometries;
using NodaTime;

namespace CityOps.Simulator.Tests;

/// <summary>A city of four unit grids in a row, with a hole between the second and the third.</summary>
internal static class Cities
{
    public static SimulatedCity Small { get; } = Of(
        Square("360102001001001", 115.80, 28.60),
        Square("360102001001002", 115.81, 28.60),
        Square("360103001001001", 115.83, 28.60),
        Square("360103001001002", 115.84, 28.60));

    public static UnitGrid Square(string code, double west, double south) => new(
        code,
        new Polygon(new LinearRing(
        [
            new(west, south), new(west + 0.01, south), new(west + 0.01, south + 0.01), new(west, south + 0.01),
            new(west, south),
        ])),
        code.StartsWith("360102", StringComparison.Ordinal) ? "P1" : "P2");

    public static Category Category(CategoryKind kind, string code, string name) => new(
        code,
        kind,
        new Name(name, name),
        true,
        [new FilingCondition("1", new Name("", ""), new TimeLimit(1, LimitClock.WorkingDays), new Name("", ""))]);

    private static SimulatedCity Of(params UnitGrid[] grids)
    {
        Category[] categories =
        [
            Category(CategoryKind.Incident, "0113", "Damaged road"),
            Category(CategoryKind.Incident, "0136", "Piled objects"),
            Category(CategoryKind.Component, "0137", "Street light"),
        ];
        var configuration = new CityConfiguration("small", new Name("小城", "Small"), "Asia/Shanghai", "1")
        {
            Jurisdictions = new Dictionary<string, Jurisdiction>
            {
                ["360102"] = new("360102", new Name("东区", "East"), JurisdictionLevel.District, "3601"),
            },
            Departments = new Dictionary<string, Department>
            {
                ["roads-east"] = new("roads-east", new Name("", ""), "360102", ["incident/01"]),
                ["roads-west"] = new("roads-west", new Name("", ""), "360103", ["incident/01"]),
                ["lights"] = new("lights", new Name("", ""), "3601", ["component/01"]),
            },
            UnitGrids = grids.ToDictionary(grid => grid.Code),
            PatrolGrids = new Dictionary<string, PatrolGrid>(),
            Collectors = new Dictionary<string, CollectorEntry>
            {
                ["c1"] = new("c1", "", ["P1"], new LocalTime(7, 0), new LocalTime(14, 0)),
            },
            Vehicles = new Dictionary<string, VehicleEntry>
            {
                ["v1"] = new("v1", VehicleKind.Sanitation, "", "lights", null),
            },
            Cameras = new Dictionary<string, Camera>(),
            Components = new Dictionary<string, Component>(),
            Categories = categories.ToDictionary(category => (category.Kind, category.Code)),
            Calendars = new CalendarBook(
                new WorkingCalendar("1", new CalendarRules { Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"] })),
        };
        return new SimulatedCity(configuration, new UnitGridMap(grids), "config/city/small");
    }
}
