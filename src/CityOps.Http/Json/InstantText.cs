using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace CityOps.Http.Json;

/// <summary>Times as the contract has them: RFC 3339 with zone, or epoch milliseconds.</summary>
internal static class InstantText
{
    public const string Form = "It is no time: RFC 3339 with zone, or epoch milliseconds, of the years 1 to 9998.";

    // Spans are counted from it and to it without leaving what a time can be.
    private const int FirstYear = 1;
    private const int LastYear = 9998;
    private static readonly Instant First = Instant.FromUtc(FirstYear, 1, 1, 0, 0);
    private static readonly Instant End = Instant.FromUtc(LastYear + 1, 1, 1, 0, 0);

    // Whole milliseconds, as epoch milliseconds can say them: lists and entities agree to the last digit.
    private static readonly InstantPattern Pattern =
        InstantPattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFF'Z'");

    /// <summary>RFC 3339 in UTC, to the millisecond; what is beyond is cut off.</summary>
    public static string Format(Instant time) => Pattern.Format(time);

    public static bool TryParse(string? text, out Instant time)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds))
        {
            return TryFromMilliseconds(milliseconds, out time);
        }

        // The year of the zone first, so that no offset leads out of what a time can be; then that of UTC, in which times are written.
        var parsed = OffsetDateTimePattern.Rfc3339.Parse(text ?? string.Empty);
        time = parsed is { Success: true, Value.Year: >= FirstYear and <= LastYear } ? parsed.Value.ToInstant() : End;
        var valid = IsInRange(time);
        time = valid ? time : default;
        return valid;
    }

    public static bool TryFromMilliseconds(long milliseconds, out Instant time)
    {
        var valid = milliseconds >= First.ToUnixTimeMilliseconds() && milliseconds < End.ToUnixTimeMilliseconds();
        time = valid ? Instant.FromUnixTimeMilliseconds(milliseconds) : default;
        return valid;
    }

    private static bool IsInRange(Instant time) => time >= First && time < End;
}
