using CityOps.Domain.Catalog;
using CityOps.Domain.Deadlines;
using NodaTime;
using NodaTime.Text;

namespace CityOps.Host.Clock;

/// <summary>When the limit falls due, and how that comes.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Due">When it falls due.</param>
/// <param name="Counted">The time that counts until then.</param>
/// <param name="Intervals">What is counted and skipped until then.</param>
internal sealed record ClockAnswer(
    ClockQuestion Question, Instant Due, Duration Counted, IReadOnlyList<ClockInterval> Intervals)
{
    /// <summary>True if the holidays on the way to the due time are not all known.</summary>
    public bool IsProvisional => Question.Limit.Clock is LimitClock.WorkingHours or LimitClock.WorkingDays
        && !(Question.Calendar.Covers(Question.From) && Question.Calendar.Covers(Due));

    public static ClockAnswer To(ClockQuestion question)
    {
        var (from, limit, calendar) = (question.From, question.Limit, question.Calendar);
        var due = calendar.DueAt(limit, from);
        return new ClockAnswer(
            question, due, calendar.Counted(limit.Clock, from, due), calendar.Explain(limit.Clock, from, due));
    }

    /// <summary>RFC 3339 with the offset of the city's zone.</summary>
    public string Text(Instant at) =>
        OffsetDateTimePattern.Rfc3339.Format(at.InZone(Question.Calendar.Rules.Zone).ToOffsetDateTime());
}
