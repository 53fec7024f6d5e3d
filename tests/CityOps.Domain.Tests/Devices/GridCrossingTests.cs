using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CsCheck;

namespace CityOps.Domain.Tests.Devices;

public sealed class GridCrossingTests
{
    private static readonly GridIndex None = new([]);

    [Fact]
    public void The_first_fix_says_where_a_device_is()
    {
        var walk = new Walk();
        walk.See(0, 150);
        Assert.Equal((Walk.Code(1), "P0"), (walk.Device.UnitGrid, walk.Device.Beat));
    }

    [Theory]
    [InlineData(119.9, null, false)]
    [InlineData(120.1, null, true)]
    [InlineData(119.9, 5.0, false)]
    [InlineData(129.9, 15.0, false)]
    [InlineData(130.1, 15.0, true)]
    public void A_border_is_crossed_by_more_than_20_metres_or_twice_the_accuracy(double east, double? accuracy, bool crosses)
    {
        var walk = new Walk();
        walk.See(0, 50);
        walk.See(10, east, accuracy: accuracy);
        walk.See(20, east, accuracy: accuracy);
        Assert.Equal(Walk.Code(crosses ? 1 : 0), walk.Device.UnitGrid);
    }

    [Fact]
    public void One_fix_on_the_other_side_is_none_and_two_that_are_not_in_a_row_are_none()
    {
        var walk = new Walk();
        foreach (var (second, east) in new[] { 50.0, 150, 90, 150, 110, 150, 50 }.Index())
        {
            walk.See(second * 10, east);
        }

        Assert.Equal([Walk.Code(0)], walk.Crossed);
    }

    [Fact]
    public void A_device_leaves_the_city_and_comes_back_by_the_same_rule()
    {
        var walk = new Walk();
        foreach (var (second, east) in new[] { 50.0, -19, -19, -21, -21, 50, -21, 1, 1 }.Index())
        {
            walk.See(second * 10, east);
        }

        Assert.Equal([Walk.Code(0), null, Walk.Code(0)], walk.Crossed);
    }

    [Fact]
    public void One_that_passes_a_unit_grid_with_a_single_fix_was_in_it()
    {
        var walk = new Walk();
        foreach (var (second, east) in new[] { 50.0, 150, 250, 350, 350 }.Index())
        {
            walk.See(second * 5, east);
        }

        Assert.Equal([Walk.Code(0), Walk.Code(1), Walk.Code(2), Walk.Code(3)], walk.Crossed);
    }

    [Fact]
    public void A_unit_grid_that_the_city_has_no_more_is_left() =>
        Assert.Equal(
            new GridPlace("new", "P"),
            new GridCrossing(new GridPlace("gone", "P"), null)
                .Follow(Walk.Fix(0, 50), new GridPlace("new", "P"), None)
                .Follow(Walk.Fix(1, 50), new GridPlace("new", "P"), None).Now);

    [Fact]
    public void A_device_that_stands_on_a_border_does_not_flap() =>
        Gen.Select(Gen.Double[3, 40], Gen.Select(Gen.Double[-1, 1], Gen.Double[-1, 1]).Array[2, 400]).Sample(
            (accuracy, noise) =>
            {
                var walk = new Walk();
                foreach (var (second, (east, north)) in noise.Index())
                {
                    // Off by up to its accuracy in each direction, and more than that across the corners.
                    walk.See(second, 100 + (east * accuracy), north * accuracy, accuracy);
                }

                return walk.Crossed.Count == 1;
            },
            iter: 300, threads: 1);

    [Fact]
    public void One_that_drives_through_crosses_each_unit_grid_once() =>
        Gen.Select(Gen.Double[1, 24], Gen.Double[1, 8], Gen.Double[-1, 1].Array[400], Gen.Double[5, 95]).Sample(
            (speed, between, noise, from) =>
            {
                var walk = new Walk();
                List<string> seen = [];
                for (var i = 0; i < noise.Length && from + (i * between * speed) < 1_960; i++)
                {
                    var east = from + (i * between * speed) + (noise[i] * 10);
                    walk.See(i * between, Math.Max(0, east), accuracy: 10);
                    var clear = east % 100 is > 20 and < 80;
                    if (clear && (seen.Count == 0 || seen[^1] != Walk.Code((int)(east / 100))))
                    {
                        seen.Add(Walk.Code((int)(east / 100)));
                    }
                }

                // In their order and none twice; and all that were clearly seen, but for the last, which is one fix late.
                return walk.Crossed.SequenceEqual(walk.Crossed.Order(StringComparer.Ordinal).Distinct())
                    && seen.SkipLast(1).All(walk.Crossed.Contains);
            },
            iter: 300, threads: 1);
}
