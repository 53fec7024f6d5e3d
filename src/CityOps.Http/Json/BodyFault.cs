using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CityOps.Http.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace CityOps.Http.Json;

/// <summary>What a caller is told of a body that cannot be read.</summary>
internal static class BodyFault
{
    public static ProblemHttpResult NoObject => Problem.Of(
        StatusCodes.Status422UnprocessableEntity, "request.wrongType", "The body is not a JSON object.");

    public static ProblemHttpResult MediaType(string? given) => Problem.Of(
        StatusCodes.Status415UnsupportedMediaType,
        "request.mediaType",
        $"The body must be application/json in UTF-8; it is {(given is null ? "not said what it is" : $"'{given}'")}.");

    public static ProblemHttpResult Encoded => Problem.Of(
        StatusCodes.Status415UnsupportedMediaType, "request.mediaType", "The body is taken as it is: without Content-Encoding.");

    /// <summary>The problem that the reader met: no JSON (400), or a field of the wrong type (422).</summary>
    public static ProblemHttpResult Of<T>(JsonException fault, JsonSerializerOptions options)
    {
        // The reader's own faults (no JSON) carry an inner exception of its internal type; conversions do not.
        if (fault.InnerException is JsonException)
        {
            return Problem.Of(
                StatusCodes.Status400BadRequest,
                "request.malformedJson",
                $"The body is no JSON: line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}, {fault.Path}.");
        }

        if (fault.Path is null or "$")
        {
            return NoObject;
        }

        var field = fault.Path.StartsWith("$.", StringComparison.Ordinal) ? fault.Path[2..] : fault.Path;
        var expected = Expected<T>(field, options);
        return Problem.Of(
            StatusCodes.Status422UnprocessableEntity,
            "request.wrongType",
            // What is said of a field begins with "It".
            $"'{field}'{expected["It".Length..]}",
            new KeyValuePair<string, object?>("errors", new Dictionary<string, string[]> { [field] = [expected] }));
    }

    private static string Expected<T>(string field, JsonSerializerOptions options)
    {
        JsonPropertyInfo? property = null;
        foreach (var name in field.Split('.').Select(part => part.Split('[')[0]))
        {
            property = options.GetTypeInfo(property?.PropertyType ?? typeof(T)).Properties.FirstOrDefault(p => p.Name == name);
            if (property is null)
            {
                return "It stands there twice.";
            }
        }

        return property is null ? "It is none." : Expected(property);
    }

    private static string Expected(JsonPropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type switch
        {
            { IsEnum: true } => $"It is none of {string.Join(", ", WordsOf(type))}.",
            _ when type == typeof(Instant) => InstantText.Form,
            _ when type == typeof(string) => "It must be a text.",
            _ when type == typeof(bool) => "It must be true or false.",
            _ when type == typeof(double) || type == typeof(decimal) => "It must be a number, not in quotes.",
            _ when type.IsAssignableTo(typeof(IEnumerable<string>)) => "It must be a list of texts.",
            _ when type.IsAssignableTo(typeof(IEnumerable<double>)) => "It must be a list of numbers.",
            _ => "It must be an object.",
        };
    }

    private static IEnumerable<string> WordsOf(Type type) =>
        Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName);
}
