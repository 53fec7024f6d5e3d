using CityOps.Domain.Deadlines;
using NodaTime;
using static CityOps.Domain.Tests.Deadlines.Calendars;

namespace CityOps.Domain.Tests.Deadlines;

public sealed class StageClockTests
{
    private static readonly StageClock Running = StageClock.Start(Working(4), At("2026-03-03T09:00"));

    [Fact]
    public void A_paused_clock_has_no_due_time_and_goes_on_with_what_was_left()
    {
        var paused = Running.Pause(At("2026-03-03T10:30"), PauseReason.Suspension);
        Assert.True(paused.IsPaused);
        Assert.Null(paused.DueAt(Standard));
        Assert.Null(paused.At(Standard, 0.75m));

        // 1.5 of 4 hours are used; 2.5 hours are left on the Friday.
        var resumed = paused.Resume(At("2026-03-06T09:00"));
        Assert.Equal("2026-03-06T11:30:00", Due(resumed));
        Assert.False(resumed.IsPaused);
    }

    [Fact]
    public void Shares_of_the_limit_fall_on_the_clock_before_and_after_the_due_time()
    {
        Assert.Equal("2026-03-03T09:00:00", Share(Running, 0));
        Assert.Equal("2026-03-03T12:00:00", Share(Running, 0.75m));
        Assert.Equal("2026-03-03T15:00:00", Share(Running, 1));
        Assert.Equal("2026-03-03T17:00:00", Share(Running, 1.5m));
        Assert.Equal("2026-03-04T09:00:00", Share(Running, 2));
        Assert.Equal(Running.DueAt(Standard), Running.At(Standard, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Running.At(Standard, -0.1m));
    }

    [Fact]
    public void An_extension_moves_the_due_time_and_all_shares()
    {
        var extended = Running.Extend(Working(4));
        Assert.Equal("2026-03-04T09:00:00", Due(extended));
        Assert.Equal("2026-03-03T17:00:00", Share(extended, 0.75m));
        Assert.Equal(Duration.FromHours(8), extended.Length(Standard));
    }

    [Fact]
    public void Read_by_day_an_extension_of_a_day_ends_a_working_day_later_and_pauses_shift_what_was_left()
    {
        var clock = StageClock.Start(WorkingDays(2), At("2026-09-29T10:00"));
        Assert.Equal("2026-10-08T18:00:00", Local(clock.DueAt(ByDay).GetValueOrDefault()));
        Assert.Equal("2026-10-09T18:00:00", Local(clock.Extend(WorkingDays(1)).DueAt(ByDay).GetValueOrDefault()));

        var paused = clock.Pause(At("2026-09-30T10:00"), PauseReason.Suspension).Resume(At("2026-10-08T10:00"));

        // 8 of the 22 hours until then are used; 6 of the other 14 go by on the 8th.
        Assert.Equal("2026-10-09T18:00:00", Local(paused.DueAt(ByDay).GetValueOrDefault()));
    }

    [Fact]
    public void A_pause_at_night_costs_nothing() => Assert.Equal(
        Running.DueAt(Standard),
        Running.Pause(At("2026-03-03T12:00"), PauseReason.Other).Resume(At("2026-03-03T14:00")).DueAt(Standard));

    [Fact]
    public void A_pause_after_the_due_time_does_not_move_it() => Assert.Equal(
        Running.DueAt(Standard),
        Running.Pause(At("2026-03-03T15:00"), PauseReason.Other).Resume(At("2026-03-05T14:00")).DueAt(Standard));

    [Fact]
    public void What_is_used_and_left_is_counted_to_now_and_no_further_than_the_stop()
    {
        Assert.Equal(Duration.FromHours(3), Running.Used(Standard, At("2026-03-03T13:00")));
        Assert.Equal(Duration.FromHours(1), Running.Left(Standard, At("2026-03-03T13:00")));
        Assert.Equal(Duration.FromHours(-3), Running.Left(Standard, At("2026-03-03T23:00")));

        var stopped = Running.Stop(At("2026-03-03T11:00"));
        Assert.Equal(Duration.FromHours(2), stopped.Used(Standard, At("2026-04-01T00:00")));
        Assert.Equal("2026-03-03T15:00:00", Due(stopped));
    }

    [Fact]
    public void Work_that_waited_for_its_inspection_used_nothing_meanwhile()
    {
        var stopped = Running.Pause(At("2026-03-03T11:00"), PauseReason.Other).Stop(At("2026-03-03T17:00"));
        Assert.Equal(Duration.FromHours(2), stopped.Used(Standard, At("2026-03-03T17:00")));
        Assert.Equal(
            [(IntervalReason.Running, 2), (IntervalReason.Pause, 6)],
            stopped.Explain(Standard, At("2026-03-09T17:00")).Select(i => (i.Reason, (int)i.Length.TotalHours)));
    }

    [Fact]
    public void A_suspension_is_one_interval_whatever_nights_it_holds()
    {
        var clock = Running.Pause(At("2026-03-03T10:00"), PauseReason.Suspension).Resume(At("2026-03-09T10:00"));
        Assert.Equal(
            [IntervalReason.Running, IntervalReason.Suspension, IntervalReason.Running],
            clock.Explain(Standard, At("2026-03-09T12:00")).Select(i => i.Reason));
        var open = Running.Pause(At("2026-03-03T10:00"), PauseReason.Suspension);
        Assert.Equal(At("2026-03-07T12:00"), open.Explain(Standard, At("2026-03-07T12:00"))[^1].To);
    }

    [Fact]
    public void Another_reason_takes_over_from_a_running_pause_and_the_same_one_changes_nothing()
    {
        var suspended = Running.Pause(At("2026-03-03T10:00"), PauseReason.Other);
        Assert.Same(suspended, suspended.Pause(At("2026-03-03T10:30"), PauseReason.Other));

        var both = suspended.Pause(At("2026-03-03T11:00"), PauseReason.Suspension).Resume(At("2026-03-03T12:00"));
        Assert.Equal(
            [IntervalReason.Running, IntervalReason.Pause, IntervalReason.Suspension],
            both.Explain(Standard, At("2026-03-03T12:00")).Select(i => i.Reason));
        Assert.Same(both, both.Resume(At("2026-03-03T13:00")));
    }

    [Fact]
    public void A_clock_that_was_stopped_does_not_go_on()
    {
        var stopped = Running.Stop(At("2026-03-03T11:00"));
        Assert.Same(stopped, stopped.Pause(At("2026-03-03T12:00"), PauseReason.Suspension));
        Assert.Same(stopped, stopped.Resume(At("2026-03-03T12:00")));
        Assert.Same(stopped, stopped.Stop(At("2026-03-03T12:00")));
    }

    [Fact]
    public void Moments_that_run_backwards_are_taken_as_the_latest_one_known()
    {
        var early = At("2026-03-03T08:00");
        var clock = Running.Pause(early, PauseReason.Suspension).Resume(early).Pause(early, PauseReason.Other).Stop(early);
        Assert.Equal(Running.StartedAt, clock.StoppedAt);
        Assert.Empty(clock.Explain(Standard, At("2026-03-03T12:00")));
        Assert.Equal(Duration.Zero, Running.Used(Standard, early));
        Assert.Empty(Running.Explain(Standard, early));
    }

    [Fact]
    public void An_hour_is_counted_to_the_nanosecond()
    {
        var start = At("2026-03-03T11:59:59") + Duration.FromNanoseconds(999_999_999);
        Assert.Equal(
            At("2026-03-03T14:59:59") + Duration.FromNanoseconds(999_999_999), StageClock.Start(Working(1), start).DueAt(Standard));
    }

    private static string Due(StageClock clock) => Share(clock, 1);

    private static string Share(StageClock clock, decimal share) => Local(clock.At(Standard, share).GetValueOrDefault());
}
