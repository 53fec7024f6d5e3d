using NodaTime;

namespace CityOps.Domain.Deadlines;

/// <summary>Why an interval was counted or skipped.</summary>
public enum IntervalReason
{
    /// <summary>Counted: working time, or a clock that runs day and night.</summary>
    Running,

    /// <summary>Before the first slot or after the last one of a working day.</summary>
    Night,

    /// <summary>Between two slots of a working day.</summary>
    Break,

    /// <summary>A day without working time.</summary>
    Weekend,

    /// <summary>A public holiday; the note is its name.</summary>
    Holiday,

    /// <summary>
    /// Counted: working time of an exchanged working day; the note is the holiday that it is exchanged for.
    /// </summary>
    Exchanged,

    /// <summary>挂账: the case was suspended.</summary>
    Suspension,

    /// <summary>The clock was stopped for another reason, such as waiting for an inspection.</summary>
    Pause,
}

/// <summary>A stretch of time and whether a clock counted it.</summary>
/// <param name="From">Its first moment.</param>
/// <param name="To">The first moment after it; later than <paramref name="From"/>.</param>
/// <param name="Counted">True if the clock ran.</param>
/// <param name="Reason">Why it did or did not.</param>
/// <param name="Note">The holiday's name, or null.</param>
public sealed record ClockInterval(Instant From, Instant To, bool Counted, IntervalReason Reason, string? Note)
{
    /// <summary>How long it is.</summary>
    public Duration Length => To - From;

    /// <summary>
    /// Appends an interval; what is empty is left out, and what goes on for the same reason is made one.
    /// </summary>
    internal static void Append(List<ClockInterval> intervals, ClockInterval next)
    {
        if (next.To <= next.From)
        {
            return;
        }

        if (intervals.Count > 0 && intervals[^1] is var last && last.To == next.From
            && (last.Counted, last.Reason, last.Note) == (next.Counted, next.Reason, next.Note))
        {
            intervals[^1] = last with { To = next.To };
        }
        else
        {
            intervals.Add(next);
        }
    }
}
