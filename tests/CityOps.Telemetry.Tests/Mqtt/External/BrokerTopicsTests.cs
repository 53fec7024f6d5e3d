using CityOps.Telemetry.Codecs;
using CityOps.Telemetry.Mqtt.External;

namespace CityOps.Telemetry.Tests.Mqtt.External;

public sealed class BrokerTopicsTests
{
    private const string Share = "$share/g/";

    [Fact]
    public void Every_kind_of_message_is_subscribed_to_once_and_nothing_that_the_engine_sends()
    {
        var topics = BrokerTopics.Positions("g", 1).Wanted.Concat(BrokerTopics.Desk.Wanted)
            .Select(f => f.Replace("v1/+/", "v1/collectors/", StringComparison.Ordinal).Replace('+', 'x'));

        Assert.Equal(
            Enum.GetValues<TopicKind>(),
            topics.Select(t => Topic.TryParse(t, out var topic, out _) ? topic.Kind : throw new InvalidOperationException(t)).Order());
    }

    [Fact]
    public void Several_consumers_share_positions_and_one_does_not()
    {
        var (one, several) = (BrokerTopics.Positions("g", 1), BrokerTopics.Positions("g", 2));

        Assert.All(several.Wanted, f => Assert.StartsWith(Share, f, StringComparison.Ordinal));
        Assert.Equal(one.Wanted, several.Wanted.Select(f => f[Share.Length..]));

        // Whichever an earlier engine left in the session, nothing comes twice.
        Assert.Equal(one.Wanted, several.Unwanted);
        Assert.Equal(several.Wanted, one.Unwanted);
    }
}
