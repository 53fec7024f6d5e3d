using System.Text.Json.Serialization;

namespace CityOps.Telemetry.Mqtt;

/// <summary>The payload of <c>ack</c>.</summary>
/// <param name="Id">The id of the message that is answered; null where it could not be read.</param>
/// <param name="Status"><c>accepted</c>, <c>duplicate</c> or <c>refused</c>.</param>
/// <param name="Case">The case of a report.</param>
/// <param name="Code">Why it was refused.</param>
/// <param name="Message">The same for people.</param>
internal sealed record Acknowledgement(string? Id, string Status, string? Case, string? Code, string? Message);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Acknowledgement))]
internal sealed partial class AcknowledgementJson : JsonSerializerContext;
