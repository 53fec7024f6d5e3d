using System.Text;
using CityOps.Domain.Deadlines;
using NodaTime;
using NodaTime.Text;

namespace CityOps.Host.Clock;

/// <summary>The answer for people: the due time alone on the first line, then how it comes.</summary>
internal static class ClockTable
{
    private static readonly LocalDateTimePattern Local =
        LocalDateTimePattern.CreateWithInvariantCulture("ddd uuuu-MM-dd HH:mm:ss");
    private static readonly DurationPattern Long = DurationPattern.CreateWithInvariantCulture("-H:mm:ss.FFFFFFFFF");

    public static string Write(ClockAnswer answer)
    {
        var (question, calendar) = (answer.Question, answer.Question.Calendar);
        var text = new StringBuilder().AppendLine(answer.Text(answer.Due)).AppendLine()
            .AppendLine($"{Words(question)} from {answer.Text(question.From)}: {Long.Format(answer.Counted)} counted")
            .AppendLine($"calendar {calendar.Version} ({question.Jurisdiction ?? "city"}), {calendar.Rules.Zone.Id}");
        if (answer.IsProvisional)
        {
            text.AppendLine("provisional: the holidays of every year on the way are not loaded");
        }

        text.AppendLine().AppendLine($"{"from",-23}  {"to",-23}  {"length",9}  {"counted",9}  reason");
        foreach (var interval in answer.Intervals)
        {
            var length = Long.Format(interval.Length);
            var counted = interval.Counted ? length : "-";
            text.AppendLine(
                $"{Moment(interval.From)}  {Moment(interval.To)}  {length,9}  {counted,9}  {Reason(interval)}");
        }

        return text.ToString().TrimEnd();

        string Moment(Instant at) => Local.Format(at.InZone(calendar.Rules.Zone).LocalDateTime);
    }

    private static string Words(ClockQuestion question)
    {
        var clock = ClockQuestionReader.Clocks.First(c => c.Value == question.Limit.Clock).Key;
        var reading = clock == "workingDays" ? $" ({ClockJson.Word(question.Calendar.Rules.Reading)})" : "";
        return $"{question.Limit.Amount:0.####} {clock}{reading}";
    }

    private static string Reason(ClockInterval interval) =>
        ClockJson.Word(interval.Reason) + (interval.Note is { } note ? $" ({note})" : "");
}
