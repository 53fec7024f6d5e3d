using CityOps.Domain;
using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Deadlines;
using NodaTime;

namespace CityOps.Telemetry.Tests.Jt808;

/// <summary>A city of two vehicles with terminals.</summary>
internal static class TerminalCity
{
    public const string Phone = "013800000001";
    public const string Phone2019 = "00000000013800000002";

    public static CityConfiguration Configuration { get; } = new("tiny", new Name("名", "name"), "Asia/Shanghai", "v1")
    {
        Jurisdictions = new Dictionary<string, Jurisdiction>(),
        Departments = new Dictionary<string, Department>(),
        UnitGrids = new Dictionary<string, UnitGrid>(),
        PatrolGrids = new Dictionary<string, PatrolGrid>(),
        Collectors = new Dictionary<string, CollectorEntry>(),
        Vehicles = new Dictionary<string, VehicleEntry>
        {
            ["v1"] = new("v1", VehicleKind.MuckTruck, "赣A00001", "d", Phone),
            ["v2"] = new("v2", VehicleKind.MuckTruck, "赣A00002", "d", Phone2019),
            ["v3"] = new("v3", VehicleKind.MuckTruck, "赣A00003", "d", null),
        },
        Cameras = new Dictionary<string, Camera>(),
        Components = new Dictionary<string, Component>(),
        Categories = new Dictionary<(CategoryKind, string), Category>(),
        Calendars = new CalendarBook(
            new WorkingCalendar("1", new CalendarRules { Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"] })),
    };
}
