using System.Globalization;
using CityOps.Domain.Catalog;

namespace CityOps.Domain.Deadlines;

/// <summary>Reads a limit as regulations write it: <c>2紧急工作时</c>, <c>4工作时</c>, <c>30分钟</c>, <c>5自然日</c>.</summary>
public static class LimitText
{
    // The longest first: 工作时 is the end of 紧急工作时, and a limit of 2 continuous hours must not become 2 working hours.
    // Regulations mean working time where they write hours (小时) or days (天) alone.
    private static readonly (string Unit, LimitClock Clock, decimal PerUnit)[] Units =
    [
        .. new (string Unit, LimitClock Clock, decimal PerUnit)[]
        {
            ("紧急工作小时", LimitClock.ContinuousHours, 1), ("紧急工作时", LimitClock.ContinuousHours, 1),
            ("紧急工作日", LimitClock.NaturalDays, 1), ("分钟", LimitClock.ContinuousHours, 60),
            ("工作小时", LimitClock.WorkingHours, 1), ("工作时", LimitClock.WorkingHours, 1),
            ("小时", LimitClock.WorkingHours, 1),
            ("工作日", LimitClock.WorkingDays, 1), ("天", LimitClock.WorkingDays, 1), ("自然日", LimitClock.NaturalDays, 1),
        }.OrderByDescending(u => u.Unit.Length),
    ];

    /// <summary>The units that are known, the longest first.</summary>
    public static IEnumerable<string> KnownUnits => Units.Select(u => u.Unit);

    /// <summary>
    /// Reads a limit. False for a number without a unit, for another unit, and for anything around them.
    /// </summary>
    public static bool TryParse(string? text, out TimeLimit limit)
    {
        var trimmed = (text ?? "").Trim();
        foreach (var (unit, clock, perUnit) in Units)
        {
            if (trimmed.EndsWith(unit, StringComparison.Ordinal))
            {
                var isNumber = decimal.TryParse(
                    trimmed.AsSpan(0, trimmed.Length - unit.Length).TrimEnd(), NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture, out var amount);
                limit = new TimeLimit(amount / perUnit, clock);
                return isNumber && amount > 0;
            }
        }

        limit = new TimeLimit(0, LimitClock.ContinuousHours);
        return false;
    }
}
