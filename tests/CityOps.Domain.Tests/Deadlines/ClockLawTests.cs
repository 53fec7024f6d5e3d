using CityOps.Domain.Catalog;
using CityOps.Domain.Deadlines;
using CityOps.Domain.Tests.Deadlines.Oracle;
using CsCheck;
using NodaTime;

namespace CityOps.Domain.Tests.Deadlines;

/// <summary>What holds of any calendar, clock and moment.</summary>
public sealed class ClockLawTests
{
    private static readonly Gen<Instant> Moments =
        Gen.Long[0, 4L * 366 * 86_400 * 1_000_000_000]
            .Select(n => Instant.FromUtc(2025, 1, 1, 0, 0) + Duration.FromNanoseconds(n));

    private static readonly Gen<LimitClock> Clocks = Gen.Enum<LimitClock>();

    private static readonly WorkingCalendar[] All =
        [.. Enumerable.Range(1, 12).Select(seed => new OracleComparison(new Chance(seed).Calendar()).Calendar)];

    private static readonly Gen<WorkingCalendar> Calendar = Gen.Int[0, All.Length - 1].Select(i => All[i]);

    private static readonly Gen<Duration> Lengths = Gen.Long[1, 400L * 3_600 * 1_000_000_000].Select(Duration.FromNanoseconds);

    [Fact]
    public void What_counts_until_a_length_is_reached_is_that_length() =>
        Gen.Select(Calendar, Clocks, Moments, Lengths).Sample((calendar, clock, from, length) =>
            calendar.Counted(clock, from, calendar.Advance(clock, from, length)) == length);

    [Fact]
    public void A_length_is_reached_at_the_first_moment_at_which_it_has_counted() =>
        Gen.Select(Calendar, Clocks, Moments, Lengths).Sample((calendar, clock, from, length) =>
            calendar.Counted(clock, from, calendar.Advance(clock, from, length) - Duration.Epsilon) < length);

    [Fact]
    public void A_moment_is_reached_no_later_than_it_is() =>
        Gen.Select(Calendar, Clocks, Moments, Moments).Sample((calendar, clock, one, other) =>
        {
            var (from, to) = (Instant.Min(one, other), Instant.Max(one, other));
            var reached = calendar.Advance(clock, from, calendar.Counted(clock, from, to));
            return reached <= to && calendar.Counted(clock, reached, to) == Duration.Zero;
        });

    [Fact]
    public void A_limit_is_due_when_its_length_has_counted_in_either_reading() =>
        Gen.Select(Calendar, Clocks, Gen.Int[1, 60], Moments).Sample((calendar, clock, quarters, from) =>
        {
            var limit = new TimeLimit(quarters / 4m, clock);
            var due = calendar.DueAt(limit, from);
            return calendar.Counted(clock, from, due) == calendar.Length(limit, from)
                && calendar.Advance(clock, from, calendar.Length(limit, from)) == due;
        });

    [Fact]
    public void A_later_start_and_a_longer_limit_are_never_due_earlier() =>
        Gen.Select(Calendar, Clocks, Gen.Int[1, 60], Moments, Lengths).Sample((calendar, clock, quarters, from, later) =>
        {
            var limit = new TimeLimit(quarters / 4m, clock);
            var due = calendar.DueAt(limit, from);
            return due > from && calendar.DueAt(limit, from + later) >= due
                && calendar.DueAt(limit with { Amount = limit.Amount + 0.25m }, from) >= due;
        });

    [Fact]
    public void Counting_is_additive_over_any_cut() =>
        Gen.Select(Calendar, Clocks, Moments, Moments, Moments).Sample((calendar, clock, a, b, c) =>
        {
            Instant[] cut = [.. new[] { a, b, c }.Order()];
            return calendar.Counted(clock, cut[0], cut[1]) + calendar.Counted(clock, cut[1], cut[2])
                == calendar.Counted(clock, cut[0], cut[2]);
        });

    [Fact]
    public void Advancing_is_additive_over_any_cut() =>
        Gen.Select(Calendar, Clocks, Moments, Lengths, Lengths).Sample((calendar, clock, from, one, other) =>
            calendar.Advance(clock, calendar.Advance(clock, from, one), other) == calendar.Advance(clock, from, one + other));

    [Fact]
    public void An_explanation_leaves_no_gap_and_counts_what_counts() =>
        Gen.Select(Calendar, Clocks, Moments, Lengths).Sample((calendar, clock, from, length) =>
        {
            var intervals = calendar.Explain(clock, from, from + length);
            return intervals[0].From == from && intervals[^1].To == from + length
                && intervals.All(i => i.From < i.To)
                && intervals.Zip(intervals.Skip(1)).All(p => p.First.To == p.Second.From
                    && (p.First.Reason, p.First.Note) != (p.Second.Reason, p.Second.Note))
                && intervals.Where(i => i.Counted).Aggregate(Duration.Zero, (sum, i) => sum + i.Length)
                == calendar.Counted(clock, from, from + length);
        });
}
