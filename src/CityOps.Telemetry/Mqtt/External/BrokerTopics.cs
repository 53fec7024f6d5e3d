using CityOps.Telemetry.Codecs;

namespace CityOps.Telemetry.Mqtt.External;

/// <summary>What one connection subscribes to at the city's broker, and what an earlier engine may have subscribed to in its session.</summary>
/// <param name="Wanted">The filters.</param>
/// <param name="Unwanted">Filters by which the same messages would come once more.</param>
internal sealed record BrokerTopics(IReadOnlyList<string> Wanted, IReadOnlyList<string> Unwanted)
{
    // By name and not cityops/v1/+/+/+, which would bring back every answer and command that the engine sends; a shared subscription
    // cannot leave out what its own client published (MQTT 5, 3.8.3.1).
    private static readonly string[] OfPositions = ["cityops/v1/+/+/position", "cityops/v1/vehicles/+/jt808", "owntracks/+/+"];

    private static readonly string[] OfTheDesk =
        [.. new[] { "report", "shift", "result", "response", "status" }.Select(what => $"{Topic.Root}+/+/{what}")];

    /// <summary>Nothing: what sends alone.</summary>
    public static BrokerTopics None { get; } = new([], []);

    /// <summary>Everything but positions: it has one connection of its own, so that it never waits behind them.</summary>
    public static BrokerTopics Desk { get; } = new(OfTheDesk, []);

    /// <summary>
    /// Where positions come, nine of ten messages. Several connections share them. One does not: Mosquitto 2 forgets shared
    /// subscriptions when it restarts, though it keeps the sessions, and throws away what comes until the engine subscribes again.
    /// </summary>
    public static BrokerTopics Positions(string group, int consumers)
    {
        string[] shared = [.. OfPositions.Select(f => $"$share/{group}/{f}")];
        return consumers > 1 ? new BrokerTopics(shared, OfPositions) : new BrokerTopics(OfPositions, shared);
    }
}
