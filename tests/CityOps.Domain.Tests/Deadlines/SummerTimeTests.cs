using CityOps.Domain.Catalog;
using CityOps.Domain.Deadlines;
using NodaTime;

namespace CityOps.Domain.Tests.Deadlines;

/// <summary>Berlin set its clocks forward on 2026-03-29 at 02:00 and back on 2026-10-25 at 03:00.</summary>
public sealed class SummerTimeTests
{
    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

    private static readonly WorkingCalendar Nights = new("nights", new CalendarRules
    {
        Zone = Berlin,
        Week = new WorkingWeek(Enumerable.Range(1, 7).ToDictionary(
            day => (IsoDayOfWeek)day, _ => new DaySlots([new Slot(new LocalTime(1, 30), new LocalTime(3, 30))]))),
    });

    [Theory]
    [InlineData("2026-03-28", 2)]
    [InlineData("2026-03-29", 1)]
    [InlineData("2026-03-30", 2)]
    [InlineData("2026-10-24", 2)]
    [InlineData("2026-10-25", 3)]
    [InlineData("2026-10-26", 2)]
    public void A_slot_counts_as_long_as_its_local_times_last(string day, int hours)
    {
        var date = NodaTime.Text.LocalDatePattern.Iso.Parse(day).Value;
        Assert.Equal(
            Duration.FromHours(hours),
            Nights.Counted(
                LimitClock.WorkingHours, Berlin.AtStartOfDay(date).ToInstant(), Berlin.AtStartOfDay(date.PlusDays(1)).ToInstant()));
    }

    [Fact]
    public void A_slot_that_is_skipped_makes_its_day_no_working_day()
    {
        var skipped = new WorkingCalendar("x", Nights.Rules with
        {
            Week = new WorkingWeek(Enumerable.Range(1, 7).ToDictionary(
                day => (IsoDayOfWeek)day, _ => new DaySlots([new Slot(new LocalTime(2, 0), new LocalTime(3, 0))]))),
            Reading = WorkingDayReading.EndOfDay,
        });
        var noon = new LocalDateTime(2026, 3, 28, 12, 0).InZoneStrictly(Berlin).ToInstant();
        var due = skipped.DueAt(new TimeLimit(1, LimitClock.WorkingDays), noon);
        Assert.Equal(new LocalDateTime(2026, 3, 30, 3, 0), due.InZone(Berlin).LocalDateTime);
    }

    [Fact]
    public void Office_hours_are_local_on_both_sides_of_the_change()
    {
        var office = new WorkingCalendar("office", new CalendarRules { Zone = Berlin });
        var friday = new LocalDateTime(2026, 3, 27, 17, 0).InZoneStrictly(Berlin).ToInstant();
        Assert.Equal(
            new LocalDateTime(2026, 3, 30, 9, 0),
            office.DueAt(new TimeLimit(2, LimitClock.WorkingHours), friday).InZone(Berlin).LocalDateTime);
    }
}
