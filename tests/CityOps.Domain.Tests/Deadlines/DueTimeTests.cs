using CityOps.Domain.Catalog;
using CityOps.Domain.Deadlines;
using NodaTime;
using static CityOps.Domain.Tests.Deadlines.Calendars;

namespace CityOps.Domain.Tests.Deadlines;

public sealed class DueTimeTests
{
    [Theory]
    [InlineData("2026-02-13T17:00:00", 4, LimitClock.WorkingHours, "2026-02-14T11:00:00")]
    [InlineData("2026-01-02T10:00:00", 4, LimitClock.WorkingHours, "2026-01-04T12:00:00")]
    [InlineData("2026-09-30T16:00:00", 1, LimitClock.WorkingDays, "2026-10-08T16:00:00")]
    [InlineData("2026-09-30T16:00:00", 3, LimitClock.WorkingDays, "2026-10-10T16:00:00")]
    [InlineData("2026-04-30T18:00:00", 2, LimitClock.WorkingHours, "2026-05-06T10:00:00")]
    [InlineData("2026-06-18T17:59:59", 2, LimitClock.WorkingHours, "2026-06-22T09:59:59")]
    [InlineData("2026-07-15T11:30:00", 4, LimitClock.WorkingHours, "2026-07-15T17:30:00")]
    [InlineData("2026-03-06T18:00:00", 4, LimitClock.WorkingHours, "2026-03-09T12:00:00")]
    [InlineData("2026-10-01T23:30:00", 2, LimitClock.ContinuousHours, "2026-10-02T01:30:00")]
    public void Holidays_and_exchanged_days_of_2026_are_counted_as_the_city_counts_them(
        string from, int amount, LimitClock clock, string due) =>
        Assert.Equal(due, Local(Standard.DueAt(new TimeLimit(amount, clock), At(from))));

    [Theory]
    [InlineData("2026-03-03T17:59:59", "2026-03-04T08:59:59")]
    [InlineData("2026-03-03T18:00:00", "2026-03-04T09:00:00")]
    [InlineData("2026-03-03T18:00:01", "2026-03-04T09:00:00")]
    [InlineData("2026-03-04T07:59:59", "2026-03-04T09:00:00")]
    [InlineData("2026-03-04T08:00:00", "2026-03-04T09:00:00")]
    [InlineData("2026-03-04T08:00:01", "2026-03-04T09:00:01")]
    [InlineData("2026-03-04T11:00:00", "2026-03-04T12:00:00")]
    [InlineData("2026-03-04T11:00:01", "2026-03-04T14:00:01")]
    [InlineData("2026-03-04T12:00:00", "2026-03-04T15:00:00")]
    [InlineData("2026-03-04T13:59:59", "2026-03-04T15:00:00")]
    [InlineData("2026-03-04T17:00:00", "2026-03-04T18:00:00")]
    public void One_working_hour_from_either_side_of_a_slot_s_border(string from, string due) =>
        Assert.Equal(due, Local(Standard.DueAt(Working(1), At(from))));

    [Theory]
    [InlineData("2026-03-03T07:00", 1, "2026-03-04T18:00:00")]
    [InlineData("2026-03-03T17:59", 1, "2026-03-04T18:00:00")]
    [InlineData("2026-03-03T23:59", 1, "2026-03-04T18:00:00")]
    [InlineData("2026-03-04T00:00", 1, "2026-03-05T18:00:00")]
    [InlineData("2026-02-13T17:00", 1, "2026-02-14T18:00:00")]
    [InlineData("2026-02-13T17:00", 2, "2026-02-24T18:00:00")]
    [InlineData("2026-09-30T16:00", 3, "2026-10-10T18:00:00")]
    [InlineData("2026-10-03T12:00", 1, "2026-10-08T18:00:00")]
    [InlineData("2026-03-03T07:00", 0.5, "2026-03-04T18:00:00")]
    [InlineData("2026-03-03T07:00", 1.5, "2026-03-05T18:00:00")]
    [InlineData("2026-12-31T16:00", 2, "2027-01-04T18:00:00")]
    public void Read_by_day_a_limit_ends_with_the_working_time_of_the_nth_working_day_after(
        string from, double days, string due) =>
        Assert.Equal(due, Local(ByDay.DueAt(WorkingDays((decimal)days), At(from))));

    [Fact]
    public void Natural_days_are_24_hours_each_whatever_day_it_is() =>
        Assert.Equal("2026-10-06T09:15:30", Local(Standard.DueAt(NaturalDays(5), At("2026-10-01T09:15:30"))));

    [Fact]
    public void Half_an_hour_is_thirty_minutes() =>
        Assert.Equal("2026-03-04T00:05:00", Local(Standard.DueAt(Continuous(0.5m), At("2026-03-03T23:35"))));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_limit_that_is_not_above_zero_is_a_fault(int amount)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Standard.DueAt(Working(amount), At("2026-03-03T07:00")));
        Assert.Throws<ArgumentOutOfRangeException>(() => ByDay.DueAt(WorkingDays(amount), At("2026-03-03T07:00")));
    }

    [Fact]
    public void A_due_time_past_the_last_loaded_year_is_provisional()
    {
        Assert.True(Standard.Covers(At("2026-12-31T23:59:59")));
        Assert.False(Standard.Covers(At("2027-01-01T00:00")));
        Assert.False(Standard.Covers(At("2025-12-31T23:59:59")));
        Assert.True(Standard.Covers(At("2026-01-01T00:00")));
    }

    [Fact]
    public void A_day_cannot_be_off_and_worked() => Assert.Throws<ArgumentException>(() => new WorkingCalendar(
        "x", Rules2026 with { Exchanged = [new ExchangedDay(new LocalDate(2026, 10, 1), "国庆节")] }));
}
