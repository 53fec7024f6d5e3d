using CityOps.Domain.City;
using CityOps.Domain.Geo;
using NetTopologySuite.Geometries;
using NodaTime;

namespace CityOps.Host.Tests.City;

/// <summary>Each kind of fault of geofences and speed limits is found where it stands; what is sound is read.</summary>
public sealed class GeofenceFaultTests
{
    private const string Fences = "geofences.geojson";
    private const string Corridor =
        """{"type":"Feature","properties":{"id":"route","name":{"zh":"线","en":"Route"},"rule":"leave","vehicles":["v0001"],"width":40},"geometry":{"type":"LineString","coordinates":[[115.86,28.68],[115.861,28.68]]}},""";

    [Theory]
    [InlineData("\"enter\"", "\"forbid\"", "'forbid' is no rule of a geofence")]
    [InlineData("\"muckTruck\"", "\"tank\"", "'tank' is no kind of vehicle")]
    [InlineData("\"kinds\":[\"muckTruck\"]", "\"vehicles\":[\"v9999\"]", "There is no vehicle 'v9999'")]
    [InlineData("\"kinds\":[\"muckTruck\"]", "\"kinds\":[]", "The geofence holds for no vehicle")]
    [InlineData("\"kinds\":[\"muckTruck\"],", "", "The geofence holds for no vehicle")]
    [InlineData("\"en\":", "\"fr\":", "The field 'en' is missing")]
    [InlineData("\"id\":\"centre\"", "\"id\":\"a/b\"", "'a/b' is no id")]
    [InlineData("\"id\":\"centre\"", "\"id\":\"centre\",\"colour\":1", "The field 'colour' is unknown")]
    [InlineData("\"id\":\"centre\"", "\"id\":\"centre\",\"width\":10", "The field 'width' is unknown")]
    [InlineData("07:00-09:00", "09:00-07:00", "'09:00-07:00' is no slot")]
    [InlineData("[\"07:00-09:00\",\"17:00-19:00\"]", "[]", "The geofence holds at no time")]
    [InlineData("\"Polygon\"", "\"Point\"", "The geometry is a Point")]
    [InlineData("[[[", "[[[0,0],[", "A ring is not closed")]
    [InlineData("\"Feature\"", "\"Fence\"", "This is no GeoJSON feature")]
    public void A_fault_is_found_with_its_line_and_feature(string from, string to, string problem)
    {
        using var city = new SmallCity();
        city.Replace(Fences, 2, from, to);

        var fault = Assert.Single(city.Check().Faults, f => f.Problem.StartsWith(problem, StringComparison.Ordinal));

        Assert.Equal((Fences, (int?)2), (fault.File, fault.Line));
        Assert.Equal(to.Contains("a/b", StringComparison.Ordinal) ? null : "centre", fault.Feature);
    }

    [Theory]
    [InlineData("\"width\":40", "\"width\":0", "A corridor cannot be 0 m wide")]
    [InlineData("\"width\":40", "\"width\":1001", "A corridor cannot be 1001 m wide")]
    [InlineData(",\"width\":40", "", "The field 'width' is missing")]
    [InlineData("115.861", "115.86", "The line has no length")]
    [InlineData(",[115.861,28.68]", "", "The line has no length")]
    [InlineData("[115.86,28.68],[115.861,28.68]", "[28.68,115.86],[28.68,115.861]", "Position 1 is [28.68,115.86]")]
    [InlineData("[115.86,28.68],[115.861,28.68]", "[15.86,28.68],[15.861,28.68]", "The geofence is outside of the city")]
    [InlineData("\"route\"", "\"centre\"", "'centre' is on line 2 already")]
    public void A_fault_of_a_corridor_is_found(string from, string to, string problem)
    {
        using var city = new SmallCity();
        city.ReplaceLine(Fences, 2, city.Lines(Fences)[1] + "\n" + Corridor);
        city.Replace(Fences, 3, from, to);

        var fault = Assert.Single(city.Check().Faults, f => f.Problem.StartsWith(problem, StringComparison.Ordinal));
        Assert.Equal((Fences, (int?)3), (fault.File, fault.Line));
    }

    [Fact]
    public void What_is_sound_is_read_as_it_stands()
    {
        using var city = new SmallCity();
        city.ReplaceLine(Fences, 2, city.Lines(Fences)[1] + "\n" + Corridor);

        var fences = city.Check().City?.Geofences ?? [];

        var centre = fences[0];
        Assert.Equal(("centre", GeofenceRule.Enter), (centre.Id, centre.Rule));
        Assert.IsType<Polygon>(centre.Shape);
        Assert.True(centre.IsFor("any", VehicleKind.MuckTruck));
        Assert.False(centre.IsFor("any", VehicleKind.Enforcement));
        Assert.True(centre.HoldsAt(Instant.FromUtc(2026, 3, 2, 0, 59)));
        Assert.False(centre.HoldsAt(Instant.FromUtc(2026, 3, 2, 1, 0)));
        Assert.False(centre.HoldsAt(Instant.FromUtc(2026, 3, 1, 0, 59)));

        var route = Assert.Single(fences, f => f.Id == "route");
        Assert.Equal(Length.FromMetres(40), route.Width);
        Assert.True(route.IsFor("v0001", null));
        Assert.True(route.HoldsAt(Instant.FromUtc(2026, 3, 1, 20, 0)));
    }

    [Fact]
    public void A_city_may_have_no_geofences()
    {
        using var city = new SmallCity();
        var before = city.Check().City;
        File.Delete(city.PathOf(Fences));

        var after = city.Check().City;
        Assert.Equal(0, after?.Geofences.Count);
        Assert.NotEqual(before?.Version, after?.Version);
    }

    [Theory]
    [InlineData("{\"tank\":50}", "The field 'tank' is unknown")]
    [InlineData("{\"muckTruck\":0}", "0 km/h is no speed limit")]
    [InlineData("{\"muckTruck\":201}", "201 km/h is no speed limit")]
    [InlineData("{\"muckTruck\":\"50\"}", "The field 'muckTruck' is a text")]
    [InlineData("50", "The field 'speedLimits' is a number")]
    public void A_speed_limit_that_is_none_is_a_fault(string limits, string problem) =>
        Planted.IsFound("city.json", 4, "\"zone\"", $"\"speedLimits\":{limits},\"zone\"", problem);

    [Fact]
    public void A_city_may_have_speed_limits_of_its_own()
    {
        using var city = new SmallCity();
        Assert.Equal(60, city.Check().City?.SpeedLimits[VehicleKind.MuckTruck].KilometresPerHour ?? 0, 9);

        city.Replace("city.json", 4, "\"zone\"", "\"speedLimits\":{\"muckTruck\":50},\"zone\"");

        var limits = city.Check().City?.SpeedLimits;
        Assert.Equal(50, limits?[VehicleKind.MuckTruck].KilometresPerHour ?? 0, 9);
        Assert.Equal(80, limits?[VehicleKind.Enforcement].KilometresPerHour ?? 0, 9);
    }
}
