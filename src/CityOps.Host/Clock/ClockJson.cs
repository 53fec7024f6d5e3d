using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime;

namespace CityOps.Host.Clock;

/// <summary>The answer for programs: one JSON object.</summary>
internal static class ClockJson
{
    private const decimal NanosecondsPerSecond = 1_000_000_000;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        // The plus of an offset and Chinese as they are: this is no web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(ClockAnswer answer) => JsonSerializer.Serialize(
        new
        {
            Due = answer.Text(answer.Due),
            From = answer.Text(answer.Question.From),
            Limit = new { answer.Question.Limit.Amount, Clock = Word(answer.Question.Limit.Clock) },
            answer.Question.Jurisdiction,
            Calendar = answer.Question.Calendar.Version,
            Zone = answer.Question.Calendar.Rules.Zone.Id,
            DayReading = Word(answer.Question.Calendar.Rules.Reading),
            Provisional = answer.IsProvisional,
            CountedSeconds = Seconds(answer.Counted),
            Intervals = answer.Intervals.Select(i => new
            {
                From = answer.Text(i.From),
                To = answer.Text(i.To),
                Seconds = Seconds(i.Length),
                i.Counted,
                Reason = Word(i.Reason),
                i.Note,
            }),
        },
        Options);

    /// <summary>The word for a value of an enum, as in JSON.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static decimal Seconds(Duration length) => (decimal)length.ToInt128Nanoseconds() / NanosecondsPerSecond;
}
