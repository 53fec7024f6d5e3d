using CityOps.Domain.Catalog;
using CityOps.Host.City.Reading;

namespace CityOps.Host.City.Catalogs;

/// <summary>Reads a limit: the fields <c>limit</c> and <c>clock</c> of a record.</summary>
internal static class LimitReader
{
    /// <summary>The most units of any clock: a limit of years must end before the calendar does.</summary>
    public const decimal Longest = 10_000;

    public static IReadOnlyDictionary<string, LimitClock> Clocks { get; } = Words.All<LimitClock>();

    public static TimeLimit Limit(this Record record)
    {
        var (amount, clock) = (record.Number("limit"), record.Word("clock", Clocks, "clock"));
        if (amount is <= 0)
        {
            record.Fault($"The limit {amount} is not above zero", "Give how many hours or days it may take");
        }
        else if (amount > Longest)
        {
            record.Fault($"The limit {amount} is too long", $"Give at most {Longest}");
        }

        // After a fault as long as can be: no step of a policy is then said to lie before its start.
        return new TimeLimit(amount is { } sound and > 0 and <= Longest ? sound : Longest, clock ?? default);
    }
}
