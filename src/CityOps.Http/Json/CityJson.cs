using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CityOps.Http.Json;

/// <summary>How JSON is read and written at this border.</summary>
internal static class CityJson
{
    /// <summary>
    /// camelCase, enums by name, nulls written, Chinese as it is. Read strictly: a text is no number, a field stands once.
    /// </summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.AllowDuplicateProperties = false;
        
        // Nothing here is ever read as HTML (nosniff, and a policy that runs nothing): a key with a plus is one that can be copied.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new InstantJson());
    }

    /// <summary>The word for a value of an enum, as in JSON.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
