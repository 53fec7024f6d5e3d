using CityOps.Domain.City;
using CityOps.Domain.Deadlines;
using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Domain.Tests.Devices;
using CityOps.Domain.Vehicles;
using CsCheck;
using NetTopologySuite.Geometries;
using NodaTime;

namespace CityOps.Domain.Tests.Vehicles;

/// <summary>A vehicle drives along a street: a closed area from 100 to 200 m, a corridor from 300 to 500 m.</summary>
public sealed class RoadRulesTests
{
    // 16:00 of a Sunday in Shanghai.
    private static readonly WeeklyTimes Afternoon = new(
        new WorkingWeek(new Dictionary<IsoDayOfWeek, DaySlots>
        {
            [IsoDayOfWeek.Sunday] = new([new Slot(new LocalTime(16, 0), new LocalTime(17, 0))]),
        }),
        DateTimeZoneProviders.Tzdb["Asia/Shanghai"]);

    private static readonly Geofence Closed = Area("closed", GeofenceRule.Enter, 100, 200);

    [Fact]
    public void One_that_drives_through_enters_and_leaves_once()
    {
        var drive = new Drive([Closed], 50, 120, 150, 190, 221, 222);
        Assert.Equal(
            [
                new FenceCrossing("closed", GeofenceRule.Enter, true, true, At(20), Walk.Place(150)),
                new FenceCrossing("closed", GeofenceRule.Enter, false, false, At(50), Walk.Place(222)),
            ],
            drive.Crossings);
    }

    [Fact]
    public void One_fix_inside_or_outside_is_no_crossing()
    {
        Assert.Empty(new Drive([Closed], 50, 150, 50, 150, 50).Crossings);
        Assert.Single(new Drive([Closed], 150, 150, 300, 150, 219, 219, 300, 150).Crossings);
    }

    [Fact]
    public void A_vehicle_that_stands_at_the_border_crosses_it_once_at_most() =>
        Gen.Double[-1, 1].Array[2, 400].Sample(
            noise => new Drive([Closed], [.. noise.Select(n => 100 + (n * 19.9))]).Crossings.Count <= 1,
            iter: 300, threads: 1);

    [Theory]
    [InlineData(VehicleKind.Sanitation, 0)]
    [InlineData(VehicleKind.MuckTruck, 1)]
    [InlineData(null, 0)]
    public void A_geofence_is_for_the_kinds_that_it_names(VehicleKind? kind, int crossings) =>
        Assert.Equal(crossings, new Drive([Closed], kind, [150, 150]).Crossings.Count);

    [Fact]
    public void It_is_also_for_the_vehicles_that_it_names() =>
        Assert.Single(new Drive([Closed with { Vehicles = new HashSet<string> { "d" } }], null, [150, 150]).Crossings);

    [Fact]
    public void What_is_only_watched_is_no_violation()
    {
        var drive = new Drive([Closed with { Rule = GeofenceRule.Watch }], 150, 150, 300, 300);
        Assert.Equal([(true, false), (false, false)], drive.Crossings.Select(c => (c.Entered, c.Violation)));
        Assert.Empty(drive.Violations(At(0)));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(3599, true)]
    [InlineData(3600, false)]
    public void Outside_of_its_times_nothing_is_a_violation_though_a_crossing_is_kept(int seconds, bool violation)
    {
        var drive = new Drive([Closed with { Times = Afternoon }], VehicleKind.MuckTruck, seconds - 10, [150, 150]);
        Assert.Equal(violation, Assert.Single(drive.Crossings).Violation);
        Assert.Equal(violation ? 1 : 0, drive.Violations(At(seconds)).Count);
        Assert.Empty(drive.Violations(At(5_000)));
    }

    [Theory]
    [InlineData(14.9, true)]
    [InlineData(15.1, false)]
    public void A_corridor_is_as_wide_as_it_says(double north, bool isInside) =>
        Assert.Equal(isInside, new GeofenceIndex([Corridor("route", 300, 500)]).Covers(0, Walk.Place(400, north)));

    [Fact]
    public void A_muck_truck_off_its_route_is_in_violation_until_it_is_back()
    {
        Geofence[] route = [Corridor("route", 300, 500)];
        Assert.Empty(new Drive(route, 100, 100).Violations(At(0)));

        var off = new Drive(route, 350, 400, 536, 537);
        Assert.Equal([true, false], off.Crossings.Select(c => c.Entered));
        Assert.Equal([new FenceStay("route", false, At(30))], off.Violations(At(40)));

        var back = new Drive(route, 350, 400, 536, 537, 490, 480);
        Assert.Equal([(true, false), (false, true), (true, false)], back.Crossings.Select(c => (c.Entered, c.Violation)));
        Assert.Empty(back.Violations(At(60)));
    }

    [Fact]
    public void One_with_two_routes_may_go_from_one_to_the_other()
    {
        Geofence[] routes = [Corridor("first", 300, 500), Corridor("second", 490, 700)];
        var drive = new Drive(routes, 350, 400, 500, 505, 540, 560);
        Assert.Equal(
            [("first", true, false), ("second", true, false), ("first", false, false)],
            drive.Crossings.Select(c => (c.Fence, c.Entered, c.Violation)));
        Assert.Empty(drive.Violations(At(60)));
    }

    [Fact]
    public void A_geofence_that_the_city_has_no_more_is_forgotten()
    {
        var drive = new Drive([Closed], 150, 150);
        Assert.Null(new RoadRules(CityWith([])).FenceFor("d", VehicleKind.MuckTruck, drive.State.Fences[0]));
        Assert.Single(drive.Violations(At(0)));
    }

    [Fact]
    public void Nothing_is_allocated_where_nothing_happens()
    {
        var rules = new RoadRules(CityWith([Closed]));
        var (state, fix) = (Driving.Unknown, Walk.Fix(0, 1_000) with { Speed = new Speed(5) });
        DrivingNews? news = null;
        state = rules.Follow(state, fix, VehicleKind.MuckTruck, ref news);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            state = rules.Follow(state, fix, VehicleKind.MuckTruck, ref news);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Null(news);
    }

    private static Instant At(double seconds) => Walk.Start + Duration.FromSeconds(seconds);

    private static Geofence Area(string id, GeofenceRule rule, double from, double to)
    {
        var ring = new[] { (from, -50.0), (to, -50), (to, 50), (from, 50), (from, -50) }.Select(c => Coordinate(c.Item1, c.Item2));
        return Fence(id, rule, new Polygon(new LinearRing([.. ring])), 0);
    }

    private static Geofence Corridor(string id, double from, double to) =>
        Fence(id, GeofenceRule.Leave, new LineString([Coordinate(from, 0), Coordinate(to, 0)]), 30);

    private static Geofence Fence(string id, GeofenceRule rule, Geometry shape, double width) =>
        new(id, new Name("栏", "fence"), rule, shape, Length.FromMetres(width))
        {
            Kinds = new HashSet<VehicleKind> { VehicleKind.MuckTruck },
        };

    private static Coordinate Coordinate(double east, double north)
    {
        var place = Walk.Place(east, north);
        return new Coordinate(place.Longitude, place.Latitude);
    }

    private static CityConfiguration CityWith(IReadOnlyList<Geofence> fences) => Cities.Empty with { Geofences = fences };

    /// <summary>A vehicle that gave a fix every ten seconds, so many metres along the street.</summary>
    private sealed class Drive
    {
        private readonly RoadRules _rules;
        private readonly VehicleKind? _kind;

        public Drive(Geofence[] fences, params double[] east)
            : this(fences, VehicleKind.MuckTruck, 0, east)
        {
        }

        public Drive(Geofence[] fences, VehicleKind? kind, double[] east)
            : this(fences, kind, 0, east)
        {
        }

        public Drive(Geofence[] fences, VehicleKind? kind, double from, double[] east)
        {
            (_rules, _kind) = (new RoadRules(CityWith(fences)), kind);
            DrivingNews? news = null;
            foreach (var (i, metres) in east.Index())
            {
                State = _rules.Follow(State, Walk.Fix(from + (i * 10), metres), kind, ref news);
            }

            Crossings = news?.Crossings ?? [];
        }

        public Driving State { get; } = Driving.Unknown;

        public List<FenceCrossing> Crossings { get; }

        public List<FenceStay> Violations(Instant at) => [.. _rules.Violations("d", _kind, State.Fences, at)];
    }
}
