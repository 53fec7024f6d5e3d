using CityOps.Domain;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.Collectors;
using CityOps.Domain.Geo;
using CityOps.Domain.Grids;
using CityOps.Domain.Vehicles;
using NodaTime;

namespace CityOps.Engine.Tests.Journal;

/// <summary>One event under each name with every field set, and the same with everything left out that may be.</summary>
internal static class EventSamples
{
    public static Instant At { get; } = Instant.FromUtc(2026, 3, 1, 8, 0, 1).PlusNanoseconds(250_000_000);

    public static Report Report { get; } = new(
        Channel.CitizenApp, "wx-778", At, GeoPoint.At(latitude: 28.6829, longitude: 115.8579), "360102001001001", "P1",
        CategoryKind.Component, "0137")
    {
        Condition = "2",
        Component = "3601020137000017",
        Description = "路灯不亮 \"dark\"",
        Photos = ["aa11", "bb22"],
        SelfHandled = true,
        Reporter = "citizen-7",
    };

    private static readonly Stamp Full = new(
        At + Duration.FromMilliseconds(12), At, new Actor("lead-1", Roles.ShiftLead | Roles.Dispatcher, "360102", "roads"),
        Channel.Console, "cmd-1", "9f8e");

    private static readonly Stamp Bare = new(At, At, new Actor("c-1", Roles.None), Channel.Collector, "m-1", "9f8e");
    private static readonly CaseId Case = CaseId.Parse("C20260301abcdefghij");
    private static readonly OpenCase Open = new("360102001001001", CategoryKind.Component, "0137", Report.Place);

    public static IReadOnlyList<object> Fullest { get; } =
    [
        new CaseReported(Case, Full, Report),
        new CaseFiled(Case, Full, new Filing(CategoryKind.Incident, "0113", "1", new TimeLimit(1.5m, LimitClock.WorkingHours))),
        new CaseDispatched(Case, Full, "roads"),
        new CaseAccepted(Case, Full),
        new CaseHandled(Case, Full, "换灯", ["cc33"]),
        new InspectionBegun(Case, Full),
        new CaseClosed(Case, Full, "P1", "好"),
        new ShiftStarted("360102-001", Full),
        new ShiftEnded("360102-001", Full),
        new AlarmsRaised("truck-1", Full, 0x8000_0001),
        new AlarmsCleared("truck-1", Full, 2),
        new CaseOpenedInGrid("P1", Full, Case.Value, Open),
        new CaseClosedInGrid("P1", Full, Case.Value),
        new CollectorCameOnShift("P1", Full, "360102-001"),
        new CollectorWentOffShift("P1", Full, "360102-001"),
    ];

    public static IReadOnlyList<object> Barest { get; } =
    [
        new CaseReported(Case, Bare, new Report(
            Channel.Sensor, "s", At, GeoPoint.At(latitude: -1, longitude: -1), "g", "b", CategoryKind.Incident, "0113")),
        new CaseHandled(Case, Bare, null, []),
        new CaseClosed(Case, Bare, "P1", null),
        new ShiftStarted("360102-001", Bare),
    ];
}
