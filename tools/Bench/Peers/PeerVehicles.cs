using System.Text.Json.Serialization;

namespace CityOps.Bench.Peers;

/// <summary>A position as the peers keep it.</summary>
[GenerateSerializer, Immutable]
internal sealed record PeerFix(
    [property: Id(0), JsonPropertyName("t")] long Time,
    [property: Id(1), JsonPropertyName("lon")] double Longitude,
    [property: Id(2), JsonPropertyName("lat")] double Latitude,
    [property: Id(3), JsonPropertyName("speed")] double? Speed,
    [property: Id(4), JsonPropertyName("heading")] double? Heading);

[JsonSerializable(typeof(PeerFix))]
internal sealed partial class PeerJson : JsonSerializerContext;

/// <summary>One entity a vehicle, which keeps its last fix.</summary>
internal interface IPeerVehicles
{
    /// <summary>Ends when the entity has taken it.</summary>
    Task ApplyAsync(string vehicle, PeerFix fix);
}
