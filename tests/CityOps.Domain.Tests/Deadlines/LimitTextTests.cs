using CityOps.Domain.Catalog;
using CityOps.Domain.Deadlines;

namespace CityOps.Domain.Tests.Deadlines;

public sealed class LimitTextTests
{
    [Theory]
    [InlineData("2紧急工作时", 2, LimitClock.ContinuousHours)]
    [InlineData("2紧急工作小时", 2, LimitClock.ContinuousHours)]
    [InlineData("2紧急工作日", 2, LimitClock.NaturalDays)]
    [InlineData("4工作时", 4, LimitClock.WorkingHours)]
    [InlineData("4工作小时", 4, LimitClock.WorkingHours)]
    [InlineData("4小时", 4, LimitClock.WorkingHours)]
    [InlineData("2工作日", 2, LimitClock.WorkingDays)]
    [InlineData("15天", 15, LimitClock.WorkingDays)]
    [InlineData(" 5自然日 ", 5, LimitClock.NaturalDays)]
    [InlineData("5 自然日", 5, LimitClock.NaturalDays)]
    [InlineData("30分钟", 0.5, LimitClock.ContinuousHours)]
    [InlineData("1.5工作时", 1.5, LimitClock.WorkingHours)]
    public void The_longest_unit_wins(string text, double amount, LimitClock clock)
    {
        Assert.True(LimitText.TryParse(text, out var limit));
        Assert.Equal(new TimeLimit((decimal)amount, clock), limit);
    }

    [Theory]
    [InlineData("4")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("工作时")]
    [InlineData("0工作时")]
    [InlineData("-1工作时")]
    [InlineData("1紧急工作时制止")]
    [InlineData("四工作时")]
    [InlineData("4 hours")]
    [InlineData("1,000工作时")]
    [InlineData("2紧急4工作时")]
    public void A_number_without_a_unit_and_anything_else_is_refused(string? text) =>
        Assert.False(LimitText.TryParse(text, out _));
}
