using CityOps.Domain.Geo;
using CityOps.Simulator.Clients;
using CityOps.Simulator.Replay;
using NodaTime;

namespace CityOps.Simulator.Tests;

public sealed class NewYorkMappingTests
{
    private static readonly LocalDateTime Created = new(2024, 4, 16, 3, 3, 15);
    private readonly NewYorkMapping _mapping = new(Cities.Small);

    [Fact]
    public void The_same_row_becomes_the_same_report_on_every_replay() =>
        Assert.Equal(
            Wire.Bytes(_mapping.ReportOf(Row("1"))),
            Wire.Bytes(new NewYorkMapping(Cities.Small).ReportOf(Row("1"))));

    [Fact]
    public void A_wall_clock_of_New_York_is_four_hours_behind_UTC_in_April() =>
        Assert.Equal("2024-04-16T07:03:15Z", _mapping.ReportOf(Row("1")).T);

    [Fact]
    public void A_wall_clock_of_New_York_is_five_hours_behind_UTC_in_January() =>
        Assert.Equal(
            Instant.FromUtc(2024, 1, 16, 8, 3, 15),
            NewYorkMapping.InstantOf(new LocalDateTime(2024, 1, 16, 3, 3, 15)));

    [Theory]
    [InlineData(40.50, -74.25)]
    [InlineData(40.70, -73.98)] // falls into the hole of the small city
    [InlineData(40.91, -73.71)]
    [InlineData(52.50, 13.40)] // not New York at all
    public void Every_row_lands_in_a_unit_grid(double latitude, double longitude)
    {
        var place = _mapping.PlaceOf(Row("1") with { Place = GeoPoint.At(latitude: latitude, longitude: longitude) });
        Assert.NotNull(Cities.Small.Grids.At(place));
    }

    [Fact]
    public void A_row_without_coordinates_lands_in_a_unit_grid_chosen_by_its_key()
    {
        var places = Enumerable.Range(1, 50)
            .Select(key => _mapping.PlaceOf(Row($"{key}") with { Place = null }))
            .ToArray();
        Assert.All(places, place => Assert.NotNull(Cities.Small.Grids.At(place)));
        Assert.Equal(50, places.Distinct().Count());
        Assert.Equal(places[0], new NewYorkMapping(Cities.Small).PlaceOf(Row("1") with { Place = null }));
    }

    [Fact]
    public void North_of_New_York_stays_north()
    {
        var south = _mapping.PlaceOf(Row("1") with { Place = GeoPoint.At(latitude: 40.60, longitude: -74.20) });
        var north = _mapping.PlaceOf(Row("1") with { Place = GeoPoint.At(latitude: 40.80, longitude: -74.20) });
        Assert.True(north.Latitude > south.Latitude);
    }

    [Theory]
    [InlineData("Street Condition", "incident", "0113")]
    [InlineData("Street Light Condition", "component", "0137")]
    [InlineData("Lost Property", "incident", "0136")]
    [InlineData("Noise - Residential", "incident", "0136")] // the small catalog has no noise
    public void A_complaint_becomes_a_subclass_of_the_catalog(string complaint, string kind, string category)
    {
        var report = _mapping.ReportOf(Row("1") with { ComplaintType = complaint });
        Assert.Equal((kind, category), (report.Kind, report.Category));
    }

    [Fact]
    public void A_report_is_once_only_by_its_key_at_the_citizens_app()
    {
        var report = _mapping.ReportOf(Row("60879417"));
        Assert.Equal(("60879417", "60879417", "citizenApp"), (report.Id, report.Source, report.Channel));
        Assert.Equal("Street Condition: Pothole", report.Description);
    }

    private static ServiceRequest Row(string key) => new(
        key, Created, "Street Condition", "Pothole", GeoPoint.At(latitude: 40.6767928, longitude: -73.7379342));
}
