using System.Collections.Immutable;
using CityOps.Domain.Catalog;
using CityOps.Domain.Deadlines;
using NodaTime;

namespace CityOps.Domain.Tests.Deadlines.Oracle;

/// <summary>One calendar in both forms, and the comparison of any history between them.</summary>
internal sealed class OracleComparison
{
    private static readonly Instant Epoch = Instant.FromDateTimeUtc(MinuteOracle.Epoch);
    private readonly MinuteOracle _oracle;

    public OracleComparison(RawCalendar raw)
    {
        _oracle = new MinuteOracle(raw);
        Calendar = new WorkingCalendar("random", Rules(raw));
    }

    public WorkingCalendar Calendar { get; }

    /// <summary>What differs, or null if nothing does.</summary>
    public string? Difference(RawHistory history)
    {
        var (clock, pauses) = (history.Limit.Clock, history.Closed);
        var length = _oracle.Length(history.Limit, history.Start);
        var bare = _oracle.Walk(clock, [], history.Start, MinuteOracle.Never, length).At;
        foreach (var extension in history.Extensions)
        {
            length += _oracle.Length(extension, _oracle.Walk(clock, [], history.Start, MinuteOracle.Never, length).At);
        }

        var end = Math.Min(history.Now, history.Stop ?? MinuteOracle.Never);
        var (due, share) = (When(history, length), When(history, (long)(length * history.Share)));
        var used = _oracle.Walk(clock, pauses, history.Start, end, MinuteOracle.Never).Counted;
        var stage = Replay(history);
        var now = At(history.Now);
        return Compare("due without pauses", At(bare), Calendar.DueAt(Limit(history.Limit), At(history.Start)))
            ?? Compare("length", Duration.FromMilliseconds(length), stage.Length(Calendar))
            ?? Compare("due", due, stage.DueAt(Calendar))
            ?? Compare($"at {history.Share}", share, stage.At(Calendar, history.Share))
            ?? Compare("used", Duration.FromMilliseconds(used), stage.Used(Calendar, now))
            ?? Compare("left", Duration.FromMilliseconds(length - used), stage.Left(Calendar, now))
            ?? Explained(_oracle.Explain(clock, pauses, history.Start, end), stage.Explain(Calendar, now));
    }

    public static TimeLimit Limit(RawLimit limit) => new(limit.Amount, Enum.Parse<LimitClock>(limit.Clock.ToString()));

    public static Instant At(long milliseconds) => Epoch + Duration.FromMilliseconds(milliseconds);

    private Instant? When(RawHistory history, long counted) => history.IsPaused
        ? null
        : At(_oracle.Walk(history.Limit.Clock, history.Closed, history.Start, MinuteOracle.Never, counted).At);

    private static StageClock Replay(RawHistory history)
    {
        var stage = StageClock.Start(Limit(history.Limit), At(history.Start));
        foreach (var pause in history.Pauses)
        {
            stage = stage.Pause(At(pause.From), pause.IsSuspension ? PauseReason.Suspension : PauseReason.Other);
            stage = pause.To == MinuteOracle.Never ? stage : stage.Resume(At(pause.To));
        }

        stage = history.Extensions.Aggregate(stage, (s, extension) => s.Extend(Limit(extension)));
        return history.Stop is { } stop ? stage.Stop(At(stop)) : stage;
    }

    private static string? Explained(List<OracleInterval> expected, IReadOnlyList<ClockInterval> actual)
    {
        for (var i = 0; i < Math.Max(expected.Count, actual.Count); i++)
        {
            var mine = i < expected.Count ? expected[i] : default;
            var theirs = i < actual.Count ? actual[i] : null;
            if (theirs is null || (At(mine.From), At(mine.To), mine.Counted, mine.Why, mine.Note)
                != (theirs.From, theirs.To, theirs.Counted, theirs.Reason.ToString(), theirs.Note))
            {
                return $"interval {i}: expected {At(mine.From)} to {At(mine.To)} {mine.Why} {mine.Note}, found {theirs}";
            }
        }

        return null;
    }

    private static string? Compare<T>(string what, T expected, T actual) =>
        EqualityComparer<T>.Default.Equals(expected, actual) ? null : $"{what}: expected {expected}, found {actual}";

    private static CalendarRules Rules(RawCalendar raw) => new()
    {
        Zone = DateTimeZoneProviders.Tzdb[raw.Zone switch
        {
            RawZone.Shanghai => "Asia/Shanghai",
            RawZone.Berlin => "Europe/Berlin",
            _ => "America/New_York",
        }],
        Week = Week(raw.Week),
        Seasons = [.. raw.Seasons.Select(s => new Season(Period(s), Week(s.Week)))],
        Holidays = [.. raw.Holidays.Select(h => new Holiday(LocalDate.FromDateOnly(h.Key), h.Value))],
        Exchanged =
        [
            .. raw.Exchanged.Select(e => new ExchangedDay(
                LocalDate.FromDateOnly(e.Key), e.Value.Name, e.Value.Slots is { } slots ? Day(slots) : null)),
        ],
        Reading = raw.EndOfDay ? WorkingDayReading.EndOfDay : WorkingDayReading.ConsumedHours,
        HoursPerDay = raw.HoursPerDay,
    };

    private static SeasonPeriod Period(RawSeason season) => season.EveryYear
        ? new AnnualPeriod(
            new AnnualDate(season.First.Month, season.First.Day), new AnnualDate(season.Last.Month, season.Last.Day))
        : new DatedPeriod(LocalDate.FromDateOnly(season.First), LocalDate.FromDateOnly(season.Last));

    private static WorkingWeek Week(RawSlot[][] week) =>
        new(Enumerable.Range(0, 7).ToDictionary(day => (IsoDayOfWeek)(day + 1), day => Day(week[day])));

    private static DaySlots Day(RawSlot[] slots) => new([.. slots.Select(s => new Slot(Time(s.From), Time(s.To)))]);

    private static LocalTime Time(int minute) => new(minute / 60 % 24, minute % 60);
}
