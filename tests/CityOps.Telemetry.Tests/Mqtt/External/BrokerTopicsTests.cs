using CityOps.Telemetry.Codecs;
using CityOps.Telemetry.Mqtt.External;

namespace CityOps.Telemetry.Tests.Mqtt.External;

public sealed class BrokerTopicsTests
{
    [Fact]
    public void Every_kind_of_message_is_subscribed_to_once_and_nothing_that_the_engine_sends()
    {
        var filters = BrokerTopics.Positions("g").Concat(BrokerTopics.Desk("g")).ToList();

        Assert.All(filters, f => Assert.StartsWith("$share/g/", f, StringComparison.Ordinal));
        var topics = filters.Select(f => f["$share/g/".Length..].Replace("v1/+/", "v1/collectors/", StringComparison.Ordinal).Replace('+', 'x'));
        Assert.Equal(
            Enum.GetValues<TopicKind>(),
            topics.Select(t => Topic.TryParse(t, out var topic, out _) ? topic.Kind : throw new InvalidOperationException(t)).Order());
    }
}
