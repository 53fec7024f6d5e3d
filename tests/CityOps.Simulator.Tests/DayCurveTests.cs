using CityOps.Simulator.Life;
using CityOps.Simulator.Map;
using NodaTime;

namespace CityOps.Simulator.Tests;

public sealed class DayCurveTests
{
    [Fact]
    public void A_day_has_on_average_as_many_as_it_should()
    {
        var hours = Happen(new DayCurve(1_000, DayCurve.CollectorHours), days: 20);
        Assert.InRange(hours.Count / 20.0, 950, 1_050);
    }

    [Fact]
    public void An_hour_without_weight_has_none_and_a_heavy_one_more_than_a_light_one()
    {
        var hours = Happen(new DayCurve(1_000, DayCurve.CollectorHours), days: 20);
        Assert.DoesNotContain(hours, hour => hour is < 7 or >= 21);
        Assert.True(hours.Count(hour => hour == 9) > 2 * hours.Count(hour => hour == 19));
    }

    [Fact]
    public void The_same_seed_has_them_at_the_same_times() =>
        Assert.Equal(
            Happen(new DayCurve(40, DayCurve.HotlineHours), days: 3),
            Happen(new DayCurve(40, DayCurve.HotlineHours), days: 3));

    [Fact]
    public void A_wait_through_the_night_ends_in_the_morning()
    {
        double[] onlyAtEight = [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        var wait = new DayCurve(1_000, onlyAtEight).UntilNext(new LocalTime(20, 30), new Chance(1));
        Assert.InRange(wait, Duration.FromHours(11.5), Duration.FromHours(11.75));
    }

    [Fact]
    public void Nothing_a_day_is_never() => Assert.True(new DayCurve(0, DayCurve.EveryHour).IsNever);

    [Fact]
    public void A_curve_needs_24_weights_of_which_one_is_above_zero()
    {
        Assert.Throws<ArgumentException>(() => new DayCurve(1, [1, 2]));
        Assert.Throws<ArgumentException>(() => new DayCurve(1, [.. Enumerable.Repeat(0.0, 24)]));
    }

    private static List<int> Happen(DayCurve curve, int days)
    {
        var chance = new Chance(1);
        var start = new LocalDateTime(2026, 3, 2, 0, 0);
        var hours = new List<int>();
        for (var at = start; ;)
        {
            at = at.PlusNanoseconds((long)curve.UntilNext(at.TimeOfDay, chance).TotalNanoseconds);
            if (at >= start.PlusDays(days))
            {
                return hours;
            }

            hours.Add(at.Hour);
        }
    }
}
