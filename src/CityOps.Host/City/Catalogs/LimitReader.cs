using CityOps.Domain.Catalog;
using CityOps.Host.City.Reading;

namespace CityOps.Host.City.Catalogs;

/// <summary>Reads a limit: the fields <c>limit</c> and <c>clock</c> of a record.</summary>
internal static class LimitReader
{
    public static IReadOnlyDictionary<string, LimitClock> Clocks { get; } = Words.All<LimitClock>();

    public static TimeLimit Limit(this Record record)
    {
        var (amount, clock) = (record.Number("limit"), record.Word("clock", Clocks, "clock"));
        if (amount is <= 0)
        {
            record.Fault($"The limit {amount} is not above zero", "Give how many hours or days it may take");
        }

        return new TimeLimit(amount ?? 0, clock ?? default);
    }
}
