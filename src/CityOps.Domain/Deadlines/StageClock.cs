using System.Collections.Immutable;
using CityOps.Domain.Catalog;
using NodaTime;

namespace CityOps.Domain.Deadlines;

/// <summary>Why a clock was stopped for a while.</summary>
public enum PauseReason
{
    /// <summary>挂账.</summary>
    Suspension,

    /// <summary>Anything else, such as waiting for an inspection.</summary>
    Other,
}

/// <summary>A time in which a clock stood still.</summary>
/// <param name="From">When it stopped.</param>
/// <param name="To">When it went on; null while it stands.</param>
/// <param name="Reason">Why.</param>
public sealed record ClockPause(Instant From, Instant? To, PauseReason Reason);

/// <summary>
/// The clock of one stage of one case. It keeps what happened, and counts with the calendar it is given. Moments that
/// run backwards, as when a machine's clock is set back, are taken as the latest one known.
/// </summary>
/// <param name="Limit">The original limit.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="Pauses">Its pauses in order, none overlapping; only the last may be open.</param>
/// <param name="Extensions">What was added to the limit, counted on the limit's clock.</param>
/// <param name="StoppedAt">When it was stopped for good; null while the stage lasts.</param>
public sealed record StageClock(
    TimeLimit Limit,
    Instant StartedAt,
    ImmutableList<ClockPause> Pauses,
    ImmutableList<TimeLimit> Extensions,
    Instant? StoppedAt)
{
    /// <summary>A clock that runs from a moment on.</summary>
    public static StageClock Start(TimeLimit limit, Instant at) => new(limit, at, [], [], null);

    /// <summary>True while it stands still, but may go on.</summary>
    public bool IsPaused => OpenPause is not null;

    private ClockPause? OpenPause => Pauses is [.., { To: null } open] ? open : null;

    private Instant LatestKnown => Pauses is [.., var last] ? last.To ?? last.From : StartedAt;

    /// <summary>Stops it until <see cref="Resume"/>; a new reason takes over from that of a running pause.</summary>
    public StageClock Pause(Instant at, PauseReason reason)
    {
        if (StoppedAt is not null || OpenPause?.Reason == reason)
        {
            return this;
        }

        var resumed = Resume(at);
        return resumed with { Pauses = resumed.Pauses.Add(new ClockPause(resumed.NotBeforeKnown(at), null, reason)) };
    }

    /// <summary>Lets it go on with what was left; nothing changes if it runs.</summary>
    public StageClock Resume(Instant at) => OpenPause is { } open
        ? this with { Pauses = Pauses.SetItem(Pauses.Count - 1, open with { To = NotBeforeKnown(at) }) }
        : this;

    /// <summary>Adds to the limit.</summary>
    public StageClock Extend(TimeLimit by) => this with { Extensions = Extensions.Add(by) };

    /// <summary>Stops it for good; a pause ends with it. Nothing changes if it was stopped before.</summary>
    public StageClock Stop(Instant at) =>
        StoppedAt is null ? Resume(at) with { StoppedAt = NotBeforeKnown(at) } : this;

    /// <summary>The limit with its extensions, as the time that has to count.</summary>
    public Duration Length(WorkingCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        var length = calendar.Length(Limit, StartedAt);
        foreach (var extension in Extensions)
        {
            // From the due time so far: a day more is then the end of the next working day, where days are read so.
            length += calendar.Length(extension, calendar.Advance(Limit.Clock, StartedAt, length));
        }

        return length;
    }

    /// <summary>When the limit with its extensions has counted; null while the clock stands.</summary>
    public Instant? DueAt(WorkingCalendar calendar) => At(calendar, 1);

    /// <summary>When a share of the limit with its extensions has counted; null while the clock stands.</summary>
    /// <param name="calendar">The calendar to count with.</param>
    /// <param name="share">From 0; 1 is the due time, 2 as long again after it.</param>
    public Instant? At(WorkingCalendar calendar, decimal share)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        if (IsPaused)
        {
            return null;
        }

        var left = Share(Length(calendar), share);
        var from = StartedAt;
        foreach (var pause in Pauses)
        {
            var counted = calendar.Counted(Limit.Clock, from, pause.From);
            if (counted >= left)
            {
                break;
            }

            (left, from) = (left - counted, pause.To ?? pause.From);
        }

        return calendar.Advance(Limit.Clock, from, left);
    }

    /// <summary>What has counted until now, or until it was stopped.</summary>
    public Duration Used(WorkingCalendar calendar, Instant now)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        var end = EndAt(now);
        var (used, from) = (Duration.Zero, StartedAt);
        foreach (var pause in Pauses)
        {
            used += calendar.Counted(Limit.Clock, from, Instant.Min(pause.From, end));
            from = pause.To ?? end;
        }

        return used + calendar.Counted(Limit.Clock, from, end);
    }

    /// <summary>What is left of the limit with its extensions; negative when late.</summary>
    public Duration Left(WorkingCalendar calendar, Instant now) => Length(calendar) - Used(calendar, now);

    /// <summary>Every interval from the start until now, or until it was stopped: counted or not, and why.</summary>
    public IReadOnlyList<ClockInterval> Explain(WorkingCalendar calendar, Instant now)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        var (intervals, from, end) = (new List<ClockInterval>(), StartedAt, EndAt(now));
        foreach (var pause in Pauses)
        {
            Add(calendar.Explain(Limit.Clock, from, Instant.Min(pause.From, end)));
            from = pause.To ?? end;
            var reason = pause.Reason == PauseReason.Suspension ? IntervalReason.Suspension : IntervalReason.Pause;
            Add([new ClockInterval(pause.From, Instant.Min(from, end), false, reason, null)]);
        }

        Add(calendar.Explain(Limit.Clock, from, end));
        return intervals;

        void Add(IReadOnlyList<ClockInterval> more)
        {
            foreach (var interval in more)
            {
                ClockInterval.Append(intervals, interval);
            }
        }
    }

    private Instant EndAt(Instant now) => StoppedAt is { } stopped ? Instant.Min(stopped, now) : now;

    private Instant NotBeforeKnown(Instant at) => Instant.Max(at, LatestKnown);

    /// <summary>Rounded up to a nanosecond, so that no step is early.</summary>
    private static Duration Share(Duration whole, decimal share) =>
        Duration.FromNanoseconds((Int128)decimal.Ceiling((decimal)whole.ToInt128Nanoseconds() * share));
}
