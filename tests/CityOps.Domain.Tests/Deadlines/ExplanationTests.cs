using CityOps.Domain.Catalog;
using CityOps.Domain.Deadlines;
using NodaTime;
using static CityOps.Domain.Tests.Deadlines.Calendars;

namespace CityOps.Domain.Tests.Deadlines;

public sealed class ExplanationTests
{
    [Fact]
    public void A_night_a_break_a_weekend_and_a_holiday_are_told_apart_and_exchanged_days_are_named() => Assert.Equal(
        [
            "02-13 17:00–02-13 18:00 + Running ", "02-13 18:00–02-14 08:00 - Night ", "02-14 08:00–02-14 12:00 + Exchanged 春节",
            "02-14 12:00–02-14 14:00 - Break ", "02-14 14:00–02-14 18:00 + Exchanged 春节", "02-14 18:00–02-15 00:00 - Night ",
            "02-15 00:00–02-24 00:00 - Holiday 春节", "02-24 00:00–02-24 08:00 - Night ", "02-24 08:00–02-24 09:00 + Running ",
        ],
        Lines(Standard.Explain(LimitClock.WorkingHours, At("2026-02-13T17:00"), At("2026-02-24T09:00"))));

    [Fact]
    public void A_weekend_is_one_interval_between_two_nights() => Assert.Equal(
        ["03-06 18:00–03-07 00:00 - Night ", "03-07 00:00–03-09 00:00 - Weekend ", "03-09 00:00–03-09 08:00 - Night "],
        Lines(Standard.Explain(LimitClock.WorkingDays, At("2026-03-06T18:00"), At("2026-03-09T08:00"))));

    [Fact]
    public void Neighbouring_holidays_keep_their_names()
    {
        var calendar = new WorkingCalendar("x", Rules2026 with
        {
            Holidays = [new Holiday(new LocalDate(2026, 5, 1), "劳动节"), new Holiday(new LocalDate(2026, 5, 2), "青年节")],
            Exchanged = [],
        });
        Assert.Equal(
            ["05-01 00:00–05-02 00:00 - Holiday 劳动节", "05-02 00:00–05-03 00:00 - Holiday 青年节"],
            Lines(calendar.Explain(LimitClock.WorkingHours, At("2026-05-01T00:00"), At("2026-05-03T00:00"))));
    }

    [Theory]
    [InlineData(LimitClock.ContinuousHours)]
    [InlineData(LimitClock.NaturalDays)]
    public void A_clock_that_runs_day_and_night_is_one_interval(LimitClock clock) => Assert.Equal(
        ["10-01 00:00–10-09 00:00 + Running "], Lines(Standard.Explain(clock, At("2026-10-01T00:00"), At("2026-10-09T00:00"))));

    [Fact]
    public void Nothing_is_explained_of_no_time_or_of_time_that_runs_backwards()
    {
        Assert.Empty(Standard.Explain(LimitClock.WorkingHours, At("2026-03-03T09:00"), At("2026-03-03T09:00")));
        Assert.Empty(Standard.Explain(LimitClock.WorkingHours, At("2026-03-03T09:00"), At("2026-03-03T08:00")));
        Assert.Empty(Standard.Explain(LimitClock.ContinuousHours, At("2026-03-03T09:00"), At("2026-03-03T08:00")));
    }

    [Fact]
    public void Summer_hours_begin_and_end_with_their_days()
    {
        var slots = new DaySlots(
            [new Slot(new LocalTime(7, 30), new LocalTime(11, 30)), new Slot(new LocalTime(15, 0), new LocalTime(19, 0))]);
        var summer = new Season(new AnnualPeriod(new AnnualDate(6, 1), new AnnualDate(9, 30)), WorkingWeek.MondayToFriday(slots));
        var calendar = new WorkingCalendar("x", Rules2026 with { Seasons = [summer] });

        Assert.Equal("2026-05-29T12:00:00", Local(calendar.DueAt(Working(4), At("2026-05-29T00:00"))));
        Assert.Equal("2026-06-01T11:30:00", Local(calendar.DueAt(Working(4), At("2026-06-01T00:00"))));
        Assert.Equal("2026-09-30T19:00:00", Local(calendar.DueAt(Working(8), At("2026-09-30T00:00"))));
        Assert.Equal("2026-10-08T18:00:00", Local(calendar.DueAt(Working(8), At("2026-10-01T00:00"))));
        Assert.Equal("2026-09-20T19:00:00", Local(calendar.DueAt(Working(8), At("2026-09-20T00:00"))));
    }

    [Fact]
    public void A_season_may_run_over_the_end_of_the_year()
    {
        var winter = new AnnualPeriod(new AnnualDate(11, 1), new AnnualDate(2, 29));
        Assert.True(winter.Contains(new LocalDate(2026, 12, 31)) && winter.Contains(new LocalDate(2026, 2, 28)));
        Assert.False(winter.Contains(new LocalDate(2026, 3, 1)) || winter.Contains(new LocalDate(2026, 10, 31)));
    }

    [Fact]
    public void An_exchanged_day_may_have_slots_of_its_own()
    {
        var morning = new DaySlots([new Slot(new LocalTime(9, 0), new LocalTime(12, 0))]);
        var calendar = new WorkingCalendar("x", Rules2026 with
        {
            Exchanged = [new ExchangedDay(new LocalDate(2026, 2, 14), "春节", morning)],
        });
        Assert.Equal("2026-02-14T12:00:00", Local(calendar.DueAt(Working(4), At("2026-02-13T17:00"))));
    }

    private static IEnumerable<string> Lines(IEnumerable<ClockInterval> intervals) => intervals.Select(i =>
        $"{Short(i.From)}–{Short(i.To)} {(i.Counted ? '+' : '-')} {i.Reason} {i.Note}");

    private static string Short(Instant at) => Local(at)[5..16].Replace('T', ' ');
}
