using CityOps.Telemetry.Security;
using Microsoft.Extensions.Time.Testing;

namespace CityOps.Telemetry.Tests.Security;

public sealed class TokenBucketTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_burst_may_come_at_once_and_not_one_more()
    {
        var bucket = new TokenBucket(perSecond: 10, burst: 25, _clock);

        Assert.Equal(25, Enumerable.Range(0, 100).Count(_ => bucket.TryTake()));
    }

    [Fact]
    public void It_fills_at_its_rate_and_never_beyond_the_burst()
    {
        var bucket = new TokenBucket(perSecond: 10, burst: 25, _clock);
        while (bucket.TryTake())
        {
        }

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(10, Enumerable.Range(0, 100).Count(_ => bucket.TryTake()));

        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(25, Enumerable.Range(0, 100).Count(_ => bucket.TryTake()));
    }

    [Fact]
    public void Who_takes_on_credit_waits_for_as_long_as_the_rate_says()
    {
        var bucket = new TokenBucket(perSecond: 10, burst: 2, _clock);

        Assert.Equal(
            [0, 0, 100, 200, 300], Enumerable.Range(0, 5).Select(_ => Math.Round(bucket.Take().TotalMilliseconds, 3)));

        _clock.Advance(TimeSpan.FromMilliseconds(300));
        Assert.False(bucket.TryTake());
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.True(bucket.TryTake());
    }
}
