using CityOps.Telemetry.Mqtt.External;

namespace CityOps.Telemetry.Tests.Mqtt.External;

public sealed class BrokerWatchTests
{
    private readonly BrokerWatch _watch = new();

    [Fact]
    public void Every_connection_that_is_away_is_told_with_its_reason()
    {
        Assert.Null(_watch.Fault);

        Assert.True(_watch.Away("g-desk", "Refused."));
        Assert.True(_watch.Away("g-1", "Silent."));
        Assert.Equal("g-1: Silent. g-desk: Refused.", _watch.Fault);

        _watch.Up("g-1");
        Assert.Equal("g-desk: Refused.", _watch.Fault);
    }

    [Fact]
    public void The_same_reason_again_is_no_news()
    {
        Assert.True(_watch.Away("g-1", "Refused."));
        Assert.False(_watch.Away("g-1", "Refused."));
        Assert.True(_watch.Away("g-1", "Silent."));

        _watch.Up("g-1");
        Assert.True(_watch.Away("g-1", "Silent."));
    }
}
