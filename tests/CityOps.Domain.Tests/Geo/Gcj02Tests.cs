using CityOps.Domain.Geo;
using CsCheck;

namespace CityOps.Domain.Tests.Geo;

public sealed class Gcj02Tests
{
    // Published pairs for Shanghai, Shenzhen and Beijing; their ellipsoid differs from ours by less than a centimetre
    // here.
    [Theory]
    [InlineData(31.1774276, 121.5272106, 31.17530398364597, 121.531541859215)]
    [InlineData(22.543847, 113.912316, 22.540796131694766, 113.9171764808363)]
    [InlineData(39.911954, 116.377817, 39.91334545536069, 116.38404722455657)]
    public void Known_pairs_convert_both_ways(double wgsLat, double wgsLon, double gcjLat, double gcjLon)
    {
        var shifted = Gcj02.From(GeoPoint.At(wgsLat, wgsLon));
        Assert.Equal(gcjLat, shifted.Latitude, 1e-6);
        Assert.Equal(gcjLon, shifted.Longitude, 1e-6);

        Assert.True(Datum.Gcj02.TryToWgs84(gcjLat, gcjLon, out var back));
        Assert.True(back.DistanceTo(GeoPoint.At(wgsLat, wgsLon)) < Length.FromMetres(0.05));
    }

    [Fact]
    public void There_and_back_is_the_same_place_all_over_China() =>
        Gen.Select(Gen.Double[1.0, 55.5], Gen.Double[73.0, 137.0]).Sample((latitude, longitude) =>
            Gcj02.From(GeoPoint.At(latitude, longitude)).ToWgs84()
                .DistanceTo(GeoPoint.At(latitude, longitude)) < Length.FromMetres(0.001));

    [Fact]
    public void Back_and_there_is_the_same_place_too() =>
        Gen.Select(Gen.Double[1.0, 55.5], Gen.Double[73.0, 137.0]).Sample((latitude, longitude) =>
        {
            Assert.True(Gcj02.TryAt(latitude, longitude, out var shifted));
            var again = Gcj02.From(shifted.ToWgs84());
            Assert.Equal(latitude, again.Latitude, 1e-8);
            Assert.Equal(longitude, again.Longitude, 1e-8);
        });

    [Theory]
    [InlineData(40.7128, -74.0060)]
    [InlineData(-33.8688, 151.2093)]
    [InlineData(0, 0)]
    [InlineData(90, 180)]
    public void Outside_of_China_both_frames_are_equal(double latitude, double longitude)
    {
        Assert.True(Datum.Gcj02.TryToWgs84(latitude, longitude, out var place));
        Assert.Equal(GeoPoint.At(latitude, longitude), place);
        Assert.Equal((latitude, longitude), (Gcj02.From(place).Latitude, Gcj02.From(place).Longitude));
    }

    [Theory]
    [InlineData(Datum.Wgs84)]
    [InlineData(Datum.Cgcs2000)]
    public void The_national_frame_is_taken_as_WGS_84(Datum datum)
    {
        Assert.True(datum.TryToWgs84(28.68, 115.86, out var place));
        Assert.Equal(GeoPoint.At(28.68, 115.86), place);
    }

    [Theory]
    [InlineData(double.NaN, 115)]
    [InlineData(28, double.PositiveInfinity)]
    [InlineData(90.1, 115)]
    [InlineData(28, -180.1)]
    public void No_place_has_coordinates_out_of_range(double latitude, double longitude)
    {
        Assert.False(Datum.Gcj02.TryToWgs84(latitude, longitude, out _));
        Assert.False(Datum.Wgs84.TryToWgs84(latitude, longitude, out _));
    }
}
