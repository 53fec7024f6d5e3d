using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CityOps.Domain.Cases;
using CityOps.Domain.Geo;
using CityOps.Domain.Grids;
using CityOps.Domain.Vehicles;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;

namespace CityOps.Engine.Journal;

/// <summary>How values are written in journalled events. What stands here is on disk for ever.</summary>
public static class EventJson
{
    /// <summary>camelCase, enums by name, instants as RFC 3339, Chinese as it is. A parameter that
    /// takes no null must stand there, so that what is missing is found and not taken for zero.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static readonly HashSet<(Type Event, string Field)> LaterFields =
    [
        (typeof(CaseReported), "centre"),
        (typeof(CaseFiled), "centre"),
        (typeof(CaseFiled), "entry"),
        (typeof(CaseDispatched), "note"),
        (typeof(InspectionBegun), "task"),
        (typeof(InspectionBegun), "note"),
        (typeof(CaseClosed), "forced"),
        (typeof(CaseClosed), "handledLate"),
        (typeof(CaseCorrected), "task"),
        (typeof(CaseCorrected), "centre"),
        (typeof(GridEntry), "reportedAt"),
        (typeof(OpenCase), "reportedAt"),
        (typeof(CaseOpenedInGrid), "similar"),
        (typeof(CollectorCameOnShift), "number"),
        (typeof(CollectorWentOffShift), "number"),
        (typeof(Vehicle), "commands"),
    ];

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            RespectRequiredConstructorParameters = true,
            NumberHandling = JsonNumberHandling.Strict,

            // What is computed from the rest does not belong on disk.
            IgnoreReadOnlyProperties = true,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NullMayBeLeftOut, LaterFieldsAreOptional } },
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new CaseIdJson());
        options.Converters.Add(new GeoPointJson());
        options.Converters.Add(new InstantJson());
        options.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    /// <summary>A parameter that takes null may be missing, as in what other versions wrote; every other one may not.</summary>
    private static void NullMayBeLeftOut(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            property.IsRequired &= !property.IsGetNullable;
        }
    }

    /// <summary>A field that came after the event's name was on disk is written only where it says something.</summary>
    private static void LaterFieldsAreOptional(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(
            p => LaterFields.Contains((type.Type, p.Name)) || p.Name is "schedule" or "void"))
        {
            property.ShouldSerialize = (_, value) => value is not (null or ICollection { Count: 0 });
        }
    }

    private sealed class CaseIdJson : JsonConverter<CaseId>
    {
        public override CaseId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            CaseId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("A case id is malformed.");

        public override void Write(Utf8JsonWriter writer, CaseId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }

    /// <summary>
    /// As NodaTime writes it, but by the framework's own code wherever an instant is of whole ticks, as those of clocks are: an event
    /// has ten of them, and NodaTime's patterns are half of the work on it.
    /// </summary>
    private sealed class InstantJson : JsonConverter<Instant>
    {
        // yyyy-MM-ddTHH:mm:ss.fffffffZ
        private const int LongestOfTicks = 28;

        public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= LongestOfTicks
            && reader.TryGetDateTime(out var at) && at.Kind == DateTimeKind.Utc
                ? Instant.FromDateTimeUtc(at)
                : NodaConverters.InstantConverter.Read(ref reader, typeToConvert, options);

        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options)
        {
            var at = value.ToDateTimeUtc();
            if (Instant.FromDateTimeUtc(at) == value)
            {
                writer.WriteStringValue(at);
            }
            else
            {
                NodaConverters.InstantConverter.Write(writer, value, options);
            }
        }
    }

    /// <summary>[longitude, latitude], as in GeoJSON (RFC 7946 3.1.1).</summary>
    private sealed class GeoPointJson : JsonConverter<GeoPoint>
    {
        public override GeoPoint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var pair = JsonSerializer.Deserialize<double[]>(ref reader, options);
            return pair is [var longitude, var latitude] && GeoPoint.TryAt(latitude, longitude, out var point)
                ? point
                : throw new JsonException("A place is no [longitude, latitude].");
        }

        public override void Write(Utf8JsonWriter writer, GeoPoint value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(value.Longitude);
            writer.WriteNumberValue(value.Latitude);
            writer.WriteEndArray();
        }
    }
}
