using CityOps.Domain.Catalog;
using CityOps.Domain.Geo;
using CityOps.Simulator.Life;
using CityOps.Simulator.Map;
using CityOps.Simulator.Replay;
using NodaTime;

namespace CityOps.Simulator.Tests;

/// <summary>The simulator and the demo city of this repository fit together.</summary>
public sealed class DemoCityTests
{
    private static readonly Lazy<SimulatedCity> Demo =
        new(() => SimulatedCity.Read(SiblingInput.InRepository("config/city/demo")));

    [SkippableFact]
    public void Every_real_request_lands_in_a_unit_grid_with_a_condition_of_the_catalog()
    {
        var plan = ReplayPlan.Read(
            Demo.Value, new ReplayFiles(SiblingInput.PathOf("nyc311.csv"), null, null, null), int.MaxValue);
        Assert.Equal(681, plan.Reports.Count);
        Assert.All(plan.Reports, report =>
        {
            Assert.NotNull(Demo.Value.Grids.At(GeoPoint.At(latitude: report.Lat, longitude: report.Lon)));
            var kind = Enum.Parse<CategoryKind>(report.Kind, ignoreCase: true);
            var category = Demo.Value.Configuration.Categories[(kind, report.Category)];
            Assert.Contains(category.Conditions, condition => condition.Id == report.Condition);
        });

        // The catch-all is for what a Chinese city does not manage, not for want of a mapping.
        var mostUsed = plan.Reports.GroupBy(report => (report.Kind, report.Category)).MaxBy(group => group.Count());
        Assert.InRange(mostUsed?.Count() ?? 0, 1, plan.Reports.Count / 2);
        Assert.True(plan.Reports.Select(report => report.Category).Distinct().Count() > 15);
    }

    [SkippableTheory]
    [InlineData("track-walk.gpx")]
    [InlineData("track-car.gpx")]
    public void A_real_track_runs_through_the_city(string file)
    {
        var track = GpxTrack.Moved(
            GpxTrack.Read("--walk", SiblingInput.PathOf(file)), Demo.Value.Centre, ReplayPlan.TracksBegin);
        Assert.All(track, point => Assert.NotNull(Demo.Value.Grids.At(point.Place)));
    }

    [Fact]
    public void Every_collector_has_a_beat_to_walk() =>
        Assert.All(Demo.Value.Configuration.Collectors.Values, collector =>
            Assert.True(collector.PatrolGrids.Sum(grid => Demo.Value.Beats[grid].Count()) > 1));

    [Fact]
    public void A_vehicle_that_drives_the_streets_stays_in_the_city()
    {
        var streets = StreetNetwork.Read(Path.Combine(Demo.Value.Directory, "streets.geojson"));
        var drive = Drive.Along(streets, Domain.City.VehicleKind.MuckTruck, new Chance(1));
        var bounds = Demo.Value.Grids.Bounds;
        bounds.ExpandBy(0.001);
        for (var step = 0; step < 2_000; step++)
        {
            var place = drive.Advance(Duration.FromSeconds(10)).Place;
            Assert.True(bounds.Contains(place.Longitude, place.Latitude), $"{place} is out of the city");
        }
    }

    [Fact]
    public void What_people_report_is_in_the_catalog_and_components_are_where_they_stand()
    {
        var writer = new ReportWriter(Demo.Value);
        var chance = new Chance(1);
        var collector = Demo.Value.Configuration.Collectors.Values.First();
        var here = UnitGridMap.MiddleOf(Demo.Value.Beats[collector.PatrolGrids[0]].First());
        var reports = Enumerable.Range(1, 200)
            .Select(number => writer.Seen($"{number}", default, here, collector.PatrolGrids[0], chance))
            .ToArray();
        Assert.InRange(reports.Count(report => report.Kind == "component"), 40, 160);
        Assert.All(reports, report =>
        {
            var kind = Enum.Parse<CategoryKind>(report.Kind, ignoreCase: true);
            Assert.Contains((kind, report.Category), Demo.Value.Configuration.Categories);
            Assert.Equal(report.Kind == "component", report.Component is not null);
        });
    }
}
