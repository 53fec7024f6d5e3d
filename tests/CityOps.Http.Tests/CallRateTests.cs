using System.Diagnostics;
using System.Net;
using CityOps.Http.Calling;
using Microsoft.AspNetCore.Http;

namespace CityOps.Http.Tests;

public sealed class CallRateTests
{
    private const int Burst = 3;

    [Fact]
    public async Task Part_of_a_permit_lets_no_further_failure_in()
    {
        var since = Stopwatch.StartNew();
        using var rates = new CallRates(new CityHttpOptions { Limits = new CallLimits(1, 1, Burst) });
        var failures = 0;
        while (failures <= Burst)
        {
            if (rates.IsTooMany(IPAddress.Loopback, out var wait))
            {
                Assert.Equal(TimeSpan.FromSeconds(1), wait);
                await Task.Delay(10);
            }
            else
            {
                rates.NoteFailure(IPAddress.Loopback, StatusCodes.Status401Unauthorized);
                failures++;
            }
        }

        Assert.True(failures <= Burst + since.Elapsed.TotalSeconds, $"{failures} failures within {since.Elapsed}");
    }
}
