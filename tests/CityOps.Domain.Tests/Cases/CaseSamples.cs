using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Deadlines;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Domain.Tests.Cases;

/// <summary>A small city and a case in each of its stages.</summary>
internal static class CaseSamples
{
    public static Instant Start { get; } = Instant.FromUtc(2026, 3, 1, 8, 0);

    public static Name Name { get; } = new("名", "name");

    public static TimeLimit Limit { get; } = new(2, LimitClock.WorkingHours);

    public static CityConfiguration City { get; } = new("small", Name, "Asia/Shanghai", "v1")
    {
        Jurisdictions = new Dictionary<string, Jurisdiction>(),
        Departments = new Dictionary<string, Department>
        {
            ["roads"] = new("roads", Name, "360102", []),
            ["lights"] = new("lights", Name, "360102", []),
        },
        UnitGrids = new Dictionary<string, UnitGrid>(),
        PatrolGrids = new Dictionary<string, PatrolGrid>(),
        Collectors = new Dictionary<string, CollectorEntry>(),
        Vehicles = new Dictionary<string, VehicleEntry>(),
        Cameras = new Dictionary<string, Camera>(),
        Components = new Dictionary<string, Component>(),
        Categories = new Dictionary<(CategoryKind, string), Category>
        {
            [(CategoryKind.Incident, "0113")] = new("0113", CategoryKind.Incident, Name, true,
                [new("1", Name, Limit, Name), new("2", Name, new TimeLimit(1, LimitClock.NaturalDays), Name)]),
            [(CategoryKind.Component, "0137")] = new("0137", CategoryKind.Component, Name, true, [new("1", Name, Limit, Name)]),
        },
        Calendars = new CalendarBook(
            new WorkingCalendar("1", new CalendarRules { Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"] })),
    };

    public static CaseDecider Decider { get; } = new(City);

    public static Report LooseCover { get; } = new(
        Channel.Collector, "m-1", Start, GeoPoint.At(latitude: 28.6, longitude: 115.8), "360102001001001", "P1",
        CategoryKind.Incident, "0113")
    {
        Condition = "1",
    };

    public static CaseId Id { get; } = CaseId.Of(new LocalDate(2026, 3, 1), Channel.Collector, "m-1");

    public static Filing AsFiled { get; } = new(CategoryKind.Incident, "0113", "1", Limit);

    /// <summary>Everybody at once, of no department.</summary>
    public static Actor Anyone { get; } = new("anyone", (Roles)511);

    public static Scenario<Case, CaseCommand, CaseEvent> Nothing { get; } = new(Decider, Start);

    /// <summary>The events that lead to a stage.</summary>
    public static CaseEvent[] LifeUntil(Stage stage) =>
    [
        .. new CaseEvent[]
        {
            new CaseReported(Id, Stamp("c-0"), LooseCover),
            new CaseFiled(Id, Stamp("c-1"), AsFiled),
            new CaseDispatched(Id, Stamp("c-2"), "roads"),
            new CaseAccepted(Id, Stamp("c-3")),
            new CaseHandled(Id, Stamp("c-4"), "done", []),
            new InspectionBegun(Id, Stamp("c-5")),
            new CaseClosed(Id, Stamp("c-6"), "P1", null),
        }.Take((int)stage + 1),
    ];

    public static Scenario<Case, CaseCommand, CaseEvent> In(Stage stage) => Nothing.Given(LifeUntil(stage));

    public static CaseActCommand Command(CaseAct act, Actor by, string commandId = "new")
    {
        var origin = new Origin(by, Channel.Console, commandId, Start);
        return act switch
        {
            CaseAct.File => new FileCase(Id, origin, null, null, null),
            CaseAct.Dispatch => new DispatchCase(Id, origin, "roads"),
            CaseAct.Accept => new AcceptCase(Id, origin),
            CaseAct.Handled => new ReportHandled(Id, origin, null, []),
            CaseAct.Inspect => new InspectCase(Id, origin),
            CaseAct.Close => new CloseCase(Id, origin, null),
            _ => throw new ArgumentOutOfRangeException(nameof(act)),
        };
    }

    public static Origin By(Actor actor, string commandId = "new") => new(actor, Channel.Console, commandId, Start);

    public static Stamp Stamp(string commandId) => By(Anyone, commandId).Stamp(Start, "v1");
}
