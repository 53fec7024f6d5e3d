using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Deadlines;
using CityOps.Domain.Geo;
using NetTopologySuite.Geometries;
using NodaTime;

namespace CityOps.Http.Tests.Running;

/// <summary>Three unit grids in a row from west to east, 0.01° wide: two in a patrol grid, one in none.</summary>
internal static class TestCity
{
    public const string West = "360102001001001";
    public const string East = "360102001001002";
    public const string Lone = "360102001001003";
    public const string PatrolGrid = "N01";
    public const string Roads = "roads";
    public const string Parks = "parks";
    public const string Closed = "closed";
    public const string Route = "route";
    public const string Cover = "3601020101000001";
    public const double Lat = 28.685;
    public const double WestLon = 115.855;
    public const double EastLon = 115.865;
    public const double LoneLon = 115.875;

    public static CityConfiguration Configuration { get; } = new("test", Both("Test"), "Asia/Shanghai", "v-1")
    {
        Jurisdictions = new Dictionary<string, Jurisdiction>
        {
            ["3601"] = new("3601", Both("City"), JurisdictionLevel.City, null),
            ["360102"] = new("360102", Both("District"), JurisdictionLevel.District, "3601"),
            ["360103"] = new("360103", Both("Other"), JurisdictionLevel.District, "3601"),
        },
        Departments = new Dictionary<string, Department>
        {
            [Roads] = new(Roads, Both("Roads"), "3601", []),
            [Parks] = new(Parks, Both("Parks"), "360102", ["component/04"]),
        },
        UnitGrids = new Dictionary<string, UnitGrid>
        {
            [West] = new(West, Box(115.85), PatrolGrid),
            [East] = new(East, Box(115.86), PatrolGrid),
            [Lone] = new(Lone, Box(115.87), null),
        },
        PatrolGrids = new Dictionary<string, PatrolGrid> { [PatrolGrid] = new(PatrolGrid, Both("Beat"), "360102") },
        Collectors = new Dictionary<string, CollectorEntry>
        {
            ["c1"] = new("c1", "Wang Fang", [PatrolGrid], new LocalTime(7, 0), new LocalTime(14, 0)),
        },
        Vehicles = new Dictionary<string, VehicleEntry>
        {
            ["v1"] = new("v1", VehicleKind.MuckTruck, "赣A12345", Roads, null),
        },
        Geofences =
        [
            Fence(Closed, Both("Closed"), GeofenceRule.Enter, 115.85),
            Fence(Route, Both("Route"), GeofenceRule.Leave, 115.86),
        ],
        Cameras = new Dictionary<string, Camera>
        {
            ["cam-east"] = new("cam-east", Both("East"), GeoPoint.At(Lat, EastLon)),
            ["cam-west"] = new("cam-west", Both("West"), GeoPoint.At(Lat, WestLon)),
        },
        Components = new Dictionary<string, Component>
        {
            [Cover] = new(Cover, "0101", GeoPoint.At(Lat, WestLon), Roads),
        },
        Categories = new Dictionary<(CategoryKind, string), Category>
        {
            [(CategoryKind.Component, "0101")] = new(
                "0101",
                CategoryKind.Component,
                Both("Manhole cover"),
                true,
                [
                    new("1", Both("missing"), new TimeLimit(2, LimitClock.ContinuousHours), Both("in place")),
                    new("2", Both("rattling"), new TimeLimit(2, LimitClock.WorkingDays), Both("quiet")),
                ]),
            [(CategoryKind.Incident, "0104")] = new(
                "0104",
                CategoryKind.Incident,
                Both("Exposed rubbish"),
                true,
                [new("1", Both("any"), new TimeLimit(4, LimitClock.WorkingHours), Both("clean"))]),
        },
        Calendars = new CalendarBook(
            new WorkingCalendar("c-1", Rules),
            new Dictionary<string, WorkingCalendar> { ["360102"] = new("c-2", Rules with { HoursPerDay = 7.5m }) }),
    };

    private static CalendarRules Rules => new()
    {
        Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"],
        HolidayYears = [2026],
        Holidays = [new Holiday(new LocalDate(2026, 1, 1), "元旦")],
        Exchanged = [new ExchangedDay(new LocalDate(2026, 1, 4), "元旦")],
        Seasons = [new Season(new AnnualPeriod(new AnnualDate(6, 1), new AnnualDate(9, 30)), WorkingWeek.Ordinary)],
    };

    private static Geofence Fence(string id, Name name, GeofenceRule rule, double west) => new(id, name, rule, Box(west), default)
    {
        Kinds = new HashSet<VehicleKind> { VehicleKind.MuckTruck },
    };

    private static Name Both(string name) => new($"「{name}」", name);

    private static Polygon Box(double west)
    {
        const double south = 28.68;
        return new Polygon(new LinearRing(
        [
            new(west, south), new(west + 0.01, south), new(west + 0.01, south + 0.01), new(west, south + 0.01),
            new(west, south),
        ]));
    }
}
