using CityOps.Domain.Tests.Deadlines.Oracle;

namespace CityOps.Domain.Tests.Deadlines;

/// <summary>Ten thousand random histories, each counted once by the calendar and once minute by minute.</summary>
public sealed class OracleTests
{
    private const int HistoriesEach = 500;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_clock_counts_as_one_who_walks_every_minute(int seed)
    {
        for (var calendar = 0; calendar < 5; calendar++)
        {
            var chance = new Chance((seed * 1_000) + calendar);
            var comparison = new OracleComparison(chance.Calendar());
            for (var i = 0; i < HistoriesEach; i++)
            {
                var history = chance.History();
                var difference = comparison.Difference(history);
                Assert.True(difference is null, $"{seed}/{calendar}/{i} {history}: {difference}");
            }
        }
    }
}
