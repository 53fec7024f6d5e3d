using System.Globalization;

namespace CityOps.Simulator.CommandLine;

/// <summary>Reads lengths of time as people write them.</summary>
internal static class Durations
{
    private const double LongestDays = 366;

    /// <summary>
    /// <c>90s</c>, <c>10m</c>, <c>2h</c>, <c>1d</c>; null for anything else, for zero and for more than a year.
    /// </summary>
    public static TimeSpan? Parse(string text)
    {
        if (text.Length < 2 ||
            !double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var days = text[^1] switch
        {
            's' => number / 86_400,
            'm' => number / 1_440,
            'h' => number / 24,
            'd' => number,
            _ => -1,
        };
        return days is > 0 and <= LongestDays ? TimeSpan.FromDays(days) : null;
    }
}
