using CityOps.Domain.Cases;
using CityOps.Domain.City;
using CityOps.Domain.Devices;
using NodaTime;
using CityOps.Domain.Tests.Cases;
using static CityOps.Domain.Tests.Cases.CaseSamples;

namespace CityOps.Domain.Tests;

/// <summary>What exists for whom. The case lies in 360102001001001, beat P1, and is the department roads'.</summary>
public sealed class ScopeTests
{
    private static readonly CityConfiguration Town = CaseSamples.City with
    {
        PatrolGrids = new PatrolGrid[] { new("P1", CaseSamples.Name, "360102001"), new("P2", CaseSamples.Name, "360103") }.ToDictionary(g => g.Code),
        Collectors = new CollectorEntry[]
        {
            new("walker", "W", ["P1"], LocalTime.Midnight, LocalTime.Noon), new("far-walker", "F", ["P2"], LocalTime.Midnight, LocalTime.Noon),
        }.ToDictionary(c => c.Id),
        Vehicles = new VehicleEntry[]
        {
            new("truck", VehicleKind.Sanitation, "A1", "roads", null), new("far-truck", VehicleKind.Sanitation, "A2", "far", null),
        }.ToDictionary(v => v.Id),
    };

    public static TheoryData<Actor, bool> Callers { get; } = new()
    {
        { new Actor("a", Roles.Acceptor), true },
        { new Actor("a", Roles.Leader, "3601"), true },
        { new Actor("a", Roles.Dispatcher, "360102"), true },
        { new Actor("a", Roles.ShiftLead, "360102001"), true },
        { new Actor("a", Roles.ShiftLead, "360103"), false },
        { new Actor("a", Roles.Dispatcher, "360102", "lights"), false },
        { new Actor("a", Roles.Leader, "3601", "roads"), false },
        { new Actor("a", Roles.Handler | Roles.Leader, "3601", "roads"), true },
        { new Actor("a", Roles.Handler, "360102", "roads"), true },
        { new Actor("a", Roles.Handler, "360102", "lights"), false },
        { new Actor("a", Roles.Handler, "360102"), false },
        { new Actor("a", Roles.Handler), false },
        { new Actor("asker", Roles.Collector), true },
        { new Actor("walker", Roles.Collector), true },
        { new Actor("far-walker", Roles.Collector), false },
        { new Actor("asker", Roles.Citizen), false },
        { new Actor("asker", Roles.None), false },
        { new Actor("asker", Roles.Device), false },
    };

    [Theory]
    [MemberData(nameof(Callers))]
    public void A_case_exists_for_its_centres_its_department_its_reporter_and_its_beat(Actor by, bool exists)
    {
        var @case = In(Stage.Dispatched).State;

        Assert.Equal(exists, Scope.Of(by, Town).Sees(Assert.IsAssignableFrom<KnownCase>(@case)));
    }

    [Fact]
    public void A_department_goes_on_seeing_what_it_has_had()
    {
        var returned = In(Stage.Dispatched)
            .Done(Command(CaseAct.Return))
            .Done(new RedispatchCase(Id, new Origin(Anyone, Channel.Console, "again", Start), "lights", null)).State;

        Assert.True(Sees(new Actor("h", Roles.Handler, "360102", "roads"), returned));
        Assert.True(Sees(new Actor("h", Roles.Handler, "360102", "lights"), returned));
        Assert.False(Sees(new Actor("h", Roles.Handler, "360103", "far"), returned));
    }

    [Fact]
    public void A_citizen_sees_what_they_reported_themselves_or_through_their_app()
    {
        var by = new Actor("app", Roles.None);
        var report = LooseCover with { Channel = Channel.CitizenApp, Reporter = "li" };
        var reported = Nothing.Done(new ReportCase(Id, new Origin(by, Channel.CitizenApp, "m", Start), report)).State;

        Assert.True(Sees(new Actor("li", Roles.Citizen), reported));
        Assert.True(Sees(by, reported));
        Assert.False(Sees(new Actor("wang", Roles.Citizen), reported));
        Assert.False(Sees(new Actor("app", Roles.Citizen), reported));
    }

    [Theory]
    [InlineData(Roles.Leader, null, null, "walker far-walker truck far-truck stranger")]
    [InlineData(Roles.Leader, "3601", null, "walker far-walker truck far-truck stranger")]
    [InlineData(Roles.Leader, "360102", null, "walker truck")]
    [InlineData(Roles.Leader, "360102001", null, "walker")]
    [InlineData(Roles.Handler, "360103", "far", "far-truck")]
    [InlineData(Roles.Leader, "3601", "far", "far-truck")]
    [InlineData(Roles.Handler | Roles.Dispatcher, "360102", "roads", "truck")]
    [InlineData(Roles.Handler, null, null, "")]
    [InlineData(Roles.Collector, null, null, "walker")]
    [InlineData(Roles.Citizen, null, null, "")]
    public void A_device_exists_for_the_centres_that_it_serves_and_for_its_own(
        Roles roles, string? jurisdiction, string? department, string expected)
    {
        var scope = Scope.Of(new Actor("walker", roles, jurisdiction, department), Town);
        Device[] devices =
        [
            new(DeviceKind.Collector, "walker"), new(DeviceKind.Collector, "far-walker"), new(DeviceKind.Vehicle, "truck"),
            new(DeviceKind.Vehicle, "far-truck"), new(DeviceKind.Vehicle, "stranger"),
        ];

        Assert.Equal(expected, string.Join(' ', devices.Where(d => scope.Sees(d, Town)).Select(d => d.Id)));
        foreach (var kind in Enum.GetValues<DeviceKind>())
        {
            var listed = scope.DevicesOf(kind, Town);
            Assert.True(listed is null || devices.All(d => d.Kind != kind || listed.Contains(d.Id) == scope.Sees(d, Town)));
        }
    }

    private static bool Sees(Actor by, Case @case) => Scope.Of(by, Town).Sees(Assert.IsAssignableFrom<KnownCase>(@case));
}
