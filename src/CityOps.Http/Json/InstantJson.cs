using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;

namespace CityOps.Http.Json;

/// <summary>Reads both forms of a time, writes RFC 3339 in UTC.</summary>
internal sealed class InstantJson : JsonConverter<Instant>
{
    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var read = reader.TokenType switch
        {
            JsonTokenType.String => InstantText.TryParse(reader.GetString(), out var time) ? time : default(Instant?),
            JsonTokenType.Number when reader.TryGetInt64(out var milliseconds) =>
                InstantText.TryFromMilliseconds(milliseconds, out var time) ? time : null,
            _ => null,
        };
        return read ?? throw new JsonException(InstantText.Form);
    }

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
        writer.WriteStringValue(InstantText.Format(value));
}
