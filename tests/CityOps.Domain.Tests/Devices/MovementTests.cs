using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using NodaTime;

namespace CityOps.Domain.Tests.Devices;

public sealed class MovementTests
{
    [Fact]
    public void Nothing_is_known_of_a_device_before_it_goes_or_stays() =>
        Assert.Equal(Motion.Unknown, After((0, 0), (179, 49)).Motion);

    [Theory]
    [InlineData(179.999, Motion.Unknown)]
    [InlineData(180, Motion.Stopped)]
    public void A_stop_is_three_minutes_within_50_metres(double seconds, Motion motion) =>
        Assert.Equal(motion, After((0, 0), (60, 49), (seconds, -49)).Motion);

    [Theory]
    [InlineData(49.9, Motion.Stopped)]
    [InlineData(50.1, Motion.Moving)]
    public void A_device_that_creeps_further_than_that_moves(double metres, Motion motion) =>
        Assert.Equal(motion, After((0, 0), (180, metres)).Motion);

    [Fact]
    public void A_stop_began_when_the_device_came_there()
    {
        var stopped = After((0, 0), (60, 500), (120, 1_000), (200, 1_010), (310, 990));
        Assert.Equal(Walk.Start + Duration.FromSeconds(120), stopped.StoppedSince);
        Assert.Null(After((0, 0), (60, 500), (120, 1_000), (200, 1_010)).StoppedSince);
    }

    [Fact]
    public void One_fix_elsewhere_does_not_end_a_stop_and_two_do()
    {
        var stopped = After((0, 0), (180, 0), (190, 80), (200, 10), (210, 80), (220, 0));
        Assert.Equal(Walk.Start, stopped.StoppedSince);

        var gone = stopped.Next(Walk.Fix(230, 80)).Next(Walk.Fix(240, 160));
        Assert.Equal(new Movement(Walk.Place(160), Walk.Start + Duration.FromSeconds(240), Motion.Moving, false), gone);
    }

    [Fact]
    public void A_fix_less_accurate_than_50_metres_says_nothing()
    {
        var vague = Walk.Fix(60, 400) with { Accuracy = Length.FromMetres(50.1) };
        Assert.Equal(After((0, 0)), After((0, 0)).Next(vague));
        Assert.Equal(Motion.Moving, After((0, 0)).Next(vague with { Accuracy = Length.FromMetres(50) }).Motion);
    }

    [Fact]
    public void Small_speeds_of_a_device_that_stands_are_noise() =>
        Assert.Equal(Motion.Stopped, After((0, 0)).Next(Walk.Fix(180, 5) with { Speed = new Speed(1.5) }).Motion);

    private static Movement After(params (double Seconds, double East)[] fixes) =>
        fixes.Aggregate(default(Movement), (movement, fix) => movement.Next(Walk.Fix(fix.Seconds, fix.East)));
}
