using System.Collections.Immutable;
using CityOps.Domain.Cases;
using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Domain.Deadlines;
using CityOps.Domain.Geo;
using CityOps.Domain.Grids;
using NodaTime;

namespace CityOps.Domain.Tests.Grids;

/// <summary>A grid on an ordinary Monday morning, and short ways to speak of it.</summary>
internal static class GridSamples
{
    public const string Code = "P1";

    /// <summary>Ten in the morning in Shanghai.</summary>
    public static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 2, 0);

    public static readonly GeoPoint Place = GeoPoint.At(latitude: 28.6, longitude: 115.8);

    private static readonly Name Name = new("名", "name");

    public static readonly CityConfiguration City = new("small", Name, "Asia/Shanghai", "v1")
    {
        Jurisdictions = ImmutableDictionary<string, Jurisdiction>.Empty,
        Departments = ImmutableDictionary<string, Department>.Empty,
        UnitGrids = ImmutableDictionary<string, UnitGrid>.Empty,
        PatrolGrids = ImmutableDictionary<string, PatrolGrid>.Empty,
        Collectors = Enumerable.Range(0, 4).Select(i => new CollectorEntry($"c{i}", "Li", [Code], new(7, 0), new(14, 0)))
            .ToDictionary(c => c.Id),
        Vehicles = ImmutableDictionary<string, VehicleEntry>.Empty,
        Cameras = ImmutableDictionary<string, Camera>.Empty,
        Components = ImmutableDictionary<string, Component>.Empty,
        Calendars = new CalendarBook(new WorkingCalendar("2026", new CalendarRules { Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"] })),
        Categories = new Dictionary<(CategoryKind, string), Category>
        {
            [(CategoryKind.Incident, "0113")] = new("0113", CategoryKind.Incident, Name, true, []),
            [(CategoryKind.Component, "0137")] = new("0137", CategoryKind.Component, Name, true, [])
            {
                Similar = new SimilarCases(Length.FromMetres(5), Duration.FromHours(1)),
            },
        },
    };

    public static readonly Scenario<Grid, GridCommand, GridEvent> Empty = new(new GridDecider(City), Start);

    /// <summary>A place so far north of <see cref="Place"/>.</summary>
    public static GeoPoint North(double metres) =>
        GeoPoint.At(latitude: 28.6 + double.RadiansToDegrees(metres / 6_371_008.8), longitude: 115.8);

    public static Origin News(int minute = 0) =>
        new(new Actor("feed", Roles.System), Channel.System, "news", Start + Duration.FromMinutes(minute));

    public static Stamp Stamp(int minute = 0) => News(minute).Stamp(Start + Duration.FromMinutes(minute), "v1");

    /// <summary>A task of a case of its own, of two working hours.</summary>
    public static TaskOffer Offer(TaskKind kind = TaskKind.Verification, int number = 1, string? reporter = null, string? department = null)
    {
        var id = CaseId.Of(new LocalDate(2026, 3, 2), Channel.Hotline, $"m-{number}");
        return new TaskOffer(
            CaseTask.IdOf(id, kind, 1), kind, Code, "360102001001001", Place, "look", reporter, department,
            new TimeLimit(2, LimitClock.WorkingHours));
    }

    /// <summary>With these collectors on shift.</summary>
    public static Scenario<Grid, GridCommand, GridEvent> With(params string[] onShift) =>
        Empty.Given([.. onShift.Select(c => new CollectorCameOnShift(Code, Stamp(), c))]);

    /// <summary>Offers a task; the collectors were seen so many metres north of it.</summary>
    public static OfferTask Offered(TaskOffer offer, params (string Collector, double Metres)[] seen) =>
        new(Code, News(), offer) { Seen = Seen(seen) };

    public static ImmutableDictionary<string, GeoPoint> Seen(params (string Collector, double Metres)[] seen) =>
        seen.ToImmutableDictionary(s => s.Collector, s => North(s.Metres));

    public static GridTask Only(this Scenario<Grid, GridCommand, GridEvent> scenario) => Assert.Single(scenario.State.Tasks);

    public static Scenario<Grid, GridCommand, GridEvent> After(this Scenario<Grid, GridCommand, GridEvent> scenario, int minutes) =>
        scenario.At(Start + Duration.FromMinutes(minutes));
}
