using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Deadlines;
using NodaTime;

namespace CityOps.Domain.Tests;

/// <summary>A city to put into what a test needs.</summary>
internal static class Cities
{
    public static CityConfiguration Empty { get; } = new("empty", new Name("空", "empty"), "Asia/Shanghai", "v1")
    {
        Jurisdictions = new Dictionary<string, Jurisdiction>(),
        Departments = new Dictionary<string, Department>(),
        UnitGrids = new Dictionary<string, UnitGrid>(),
        PatrolGrids = new Dictionary<string, PatrolGrid>(),
        Collectors = new Dictionary<string, CollectorEntry>(),
        Vehicles = new Dictionary<string, VehicleEntry>(),
        Cameras = new Dictionary<string, Camera>(),
        Components = new Dictionary<string, Component>(),
        Categories = new Dictionary<(CategoryKind, string), Category>(),
        Calendars = new CalendarBook(
            new WorkingCalendar("1", new CalendarRules { Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"] })),
    };
}
