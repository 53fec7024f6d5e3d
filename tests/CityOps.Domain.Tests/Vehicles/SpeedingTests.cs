using CityOps.Domain.Devices;
using CityOps.Domain.Geo;
using CityOps.Domain.Tests.Devices;
using CityOps.Domain.Vehicles;
using NodaTime;

namespace CityOps.Domain.Tests.Vehicles;

public sealed class SpeedingTests
{
    private static readonly Speed Limit = new(20);

    [Theory]
    [InlineData(9.999, false)]
    [InlineData(10, true)]
    public void It_counts_once_it_lasts_for_10_seconds(double seconds, bool counts) =>
        Assert.Equal(counts, After([], (0, 21), (seconds, 21))?.Counts);

    [Fact]
    public void The_limit_itself_is_allowed() => Assert.Null(After([], (0, 20), (10, 20)));

    [Fact]
    public void It_ends_with_the_first_fix_within_the_limit_and_keeps_its_peak()
    {
        List<SpeedingSpell> ended = [];
        Assert.Null(After(ended, (0, 21), (5, 30), (10, 25), (15, 20)));
        Assert.Equal(new SpeedingSpell(At(0), At(10), Limit, new Speed(30), Walk.Place(5)), Assert.Single(ended));
    }

    [Fact]
    public void One_fast_fix_is_nothing()
    {
        List<SpeedingSpell> ended = [];
        Assert.Null(After(ended, (0, 19), (5, 60), (10, 19)));
        Assert.Empty(ended);
    }

    [Theory]
    [InlineData(60, 0)]
    [InlineData(60.001, 1)]
    public void What_lies_between_two_fixes_more_than_a_minute_apart_is_not_known(double gap, int spells)
    {
        List<SpeedingSpell> ended = [];
        Assert.NotNull(After(ended, (0, 21), (10, 21), (10 + gap, 21)));
        Assert.Equal(spells, ended.Count);
    }

    [Fact]
    public void A_fix_without_a_speed_says_nothing()
    {
        var spell = SpeedingSpell.Next(After([], (0, 21)), Walk.Fix(5, 5), Limit, out var ended);
        Assert.Equal(At(0), spell?.Since);
        Assert.Null(ended);
    }

    [Fact]
    public void Without_a_limit_nothing_is_too_fast() =>
        Assert.Null(SpeedingSpell.Next(null, Walk.Fix(0, 0) with { Speed = new Speed(90) }, null, out _));

    private static SpeedingSpell? After(List<SpeedingSpell> ended, params (double Seconds, double Speed)[] fixes)
    {
        SpeedingSpell? spell = null;
        foreach (var (seconds, speed) in fixes)
        {
            spell = SpeedingSpell.Next(spell, Walk.Fix(seconds, seconds) with { Speed = new Speed(speed) }, Limit, out var over);
            if (over is not null)
            {
                ended.Add(over);
            }
        }

        return spell;
    }

    private static Instant At(double seconds) => Walk.Start + Duration.FromSeconds(seconds);
}
