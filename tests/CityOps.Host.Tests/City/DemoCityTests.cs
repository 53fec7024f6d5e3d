using CityOps.Domain.Catalog;
using CityOps.Domain.City;
using CityOps.Host.City;

namespace CityOps.Host.Tests.City;

public sealed class DemoCityTests
{
    private static readonly CityCheck Demo = CityDirectory.Load(Repository.Demo);

    [Fact]
    public void The_demo_city_has_no_fault()
    {
        Assert.Empty(Demo.Faults);
        Assert.Empty(Demo.Warnings);
        Assert.NotNull(Demo.City);
    }

    [Fact]
    public void The_demo_city_has_the_size_of_nanchang() =>
        Assert.Equal((3_780, 117, 129, 234, 400, 5_000, 20_000),
            (Demo.Summary.UnitGrids, Demo.Summary.PatrolGrids, Demo.Summary.Departments, Demo.Summary.Collectors,
                Demo.Summary.Vehicles, Demo.Summary.Cameras, Demo.Summary.Components));

    [Fact]
    public void The_demo_city_has_a_tree_of_seven_districts_with_streets_and_communities()
    {
        var byLevel = City.Jurisdictions.Values.CountBy(j => j.Level).ToDictionary();
        Assert.Equal((1, 7), (byLevel[JurisdictionLevel.City], byLevel[JurisdictionLevel.District]));
        Assert.Equal(39, byLevel[JurisdictionLevel.Street]);
        Assert.True(byLevel[JurisdictionLevel.Community] > 100);
    }

    [Fact]
    public void The_demo_city_covers_150_square_kilometres()
    {
        var squareDegrees = City.UnitGrids.Values.Sum(g => g.Boundary.Area);
        var squareKilometres = squareDegrees * 111.195 * 111.195 * Math.Cos(double.DegreesToRadians(28.68));
        Assert.InRange(squareKilometres, 150.0, 151.2);
    }

    [Fact]
    public void Citizens_are_offered_one_of_the_two_series_so_that_nothing_stands_there_twice()
    {
        var offered = City.Categories.Values.Where(c => c.Public).ToList();
        Assert.True(offered.Count >= 60);
        Assert.All(offered, c => Assert.Equal(4, c.Code.Length));
    }

    [Fact]
    public void The_catalog_has_both_series_side_by_side()
    {
        var old = City.Categories.Values.Where(c => c.Code.Length == 4).ToList();
        var recent = City.Categories.Values.Where(c => c.Code.Length == 5).ToList();
        Assert.True(old.Count >= 60 && recent.Count >= 60);
        Assert.True(old.Sum(c => c.Conditions.Count) >= 200);

        var cover = City.Categories[(CategoryKind.Component, "0101")];
        Assert.Equal(new TimeLimit(2, LimitClock.ContinuousHours), cover.Conditions[0].Limit);
        Assert.Equal(new TimeLimit(4, LimitClock.WorkingHours), cover.Conditions[1].Limit);
        Assert.Equal(new TimeLimit(2, LimitClock.WorkingDays), cover.Conditions[2].Limit);
    }

    [Fact]
    public void Every_second_vehicle_has_a_terminal_number() =>
        Assert.Equal(200, City.Vehicles.Values.Count(v => v.Phone?.Length == 12));

    [Fact]
    public void Every_patrol_grid_has_a_collector_in_the_morning_and_one_in_the_afternoon() =>
        Assert.Equal(
            City.PatrolGrids.Count * 2,
            City.Collectors.Values.SelectMany(c => c.PatrolGrids.Select(p => (p, c.ShiftStart))).Distinct().Count());

    [Fact]
    public void The_demo_city_takes_less_than_8_megabytes() =>
        Assert.InRange(Directory.GetFiles(Repository.Demo).Sum(f => new FileInfo(f).Length), 1, 8_000_000);

    private static CityConfiguration City => Demo.City ?? throw new InvalidOperationException("The demo has faults.");
}
