using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Domain.Tests.Devices;

public sealed class PassByTests
{
    private const double MetresPerDegree = 111_195.0802;
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 8, 0);
    private static readonly GeoPoint Place = GeoPoint.At(latitude: 0, longitude: 115);

    [Fact]
    public void Who_stands_there_was_there_from_the_first_fix_to_the_last()
    {
        var passed = Of(50, At(0, 20, 0), At(100, 10, 0), At(200, 30, 0));

        Assert.NotNull(passed);
        Assert.Equal((0, 200, 100), (Second(passed.From), Second(passed.To), Second(passed.ClosestAt)));
        Assert.Equal(10, passed.Closest.Metres, 2);
    }

    [Theory]
    [InlineData(49, true)]
    [InlineData(51, false)]
    public void Who_drives_past_between_two_fixes_was_as_near_as_the_straight_way(double metresAside, bool near)
    {
        var passed = Of(50, At(0, -300, metresAside), At(20, 100, metresAside));

        Assert.Equal(near, passed is not null);
        Assert.True(passed is null || Second(passed.ClosestAt) == 15);
    }

    [Theory]
    [InlineData(60, 999, true)]
    [InlineData(60.001, 999, false)]
    [InlineData(60, 1001, false)]
    public void Of_too_long_a_step_nothing_is_said(double seconds, double metres, bool near) =>
        Assert.Equal(near, Of(50, At(0, -metres / 2, 0), At(seconds, metres / 2, 0)) is not null);

    [Theory]
    [InlineData(100, 101, true)]
    [InlineData(99, 100, false)]
    [InlineData(101, 102, false)]
    public void Only_what_lies_in_the_span_counts_its_end_excluded(double from, double to, bool near) => Assert.Equal(
        near, PassBy.Of([At(100, 0, 0)], Place, Length.FromMetres(50), Time(from), Time(to)) is not null);

    private static PassBy? Of(double within, params Fix[] track) =>
        PassBy.Of(track, Place, Length.FromMetres(within), Start, Time(3_600));

    private static double Second(Instant at) => Math.Round((at - Start).TotalSeconds, 3);

    private static Instant Time(double seconds) => Start + Duration.FromSeconds(seconds);

    private static Fix At(double seconds, double metresNorth, double metresEast) => new(
        new Device(DeviceKind.Vehicle, "d"), Time(seconds),
        GeoPoint.At(latitude: metresNorth / MetresPerDegree, longitude: 115 + (metresEast / MetresPerDegree)));
}
