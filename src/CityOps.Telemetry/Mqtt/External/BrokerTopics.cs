using CityOps.Telemetry.Codecs;

namespace CityOps.Telemetry.Mqtt.External;

/// <summary>
/// What the engine subscribes to at the city's broker. By name and not <c>cityops/v1/+/+/+</c>, which would bring back every answer
/// and command that the engine sends; a shared subscription cannot leave out what its own client published (MQTT 5, 3.8.3.1).
/// </summary>
internal static class BrokerTopics
{
    private static readonly string[] OfPositions = ["cityops/v1/+/+/position", "cityops/v1/vehicles/+/jt808", "owntracks/+/+"];

    private static readonly string[] OfTheDesk =
        [.. new[] { "report", "shift", "result", "response", "status" }.Select(what => $"{Topic.Root}+/+/{what}")];

    /// <summary>Where positions come, nine of ten messages.</summary>
    public static IReadOnlyList<string> Positions(string group) => Shared(group, OfPositions);

    /// <summary>Everything else: it has a connection of its own, so that it never waits behind positions.</summary>
    public static IReadOnlyList<string> Desk(string group) => Shared(group, OfTheDesk);

    private static IReadOnlyList<string> Shared(string group, string[] filters) => [.. filters.Select(f => $"$share/{group}/{f}")];
}
