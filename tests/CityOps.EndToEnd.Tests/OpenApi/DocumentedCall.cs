using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace CityOps.EndToEnd.Tests.OpenApi;

/// <summary>A call as the document describes it.</summary>
/// <param name="document">The document.</param>
/// <param name="call">Method and path: <c>GET /api/v1/cases</c>.</param>
internal sealed class DocumentedCall(JsonObject document, string call)
{
    private JsonObject Operation { get; } = document["paths"]?[call.Split(' ')[1]]?[call.Split(' ')[0].ToLowerInvariant()] as JsonObject
        ?? throw new KeyNotFoundException($"The document has no {call}.");

    public IEnumerable<string> Parameters(string @in) => (Operation["parameters"]?.AsArray() ?? [])
        .Where(p => p?["in"]?.GetValue<string>() == @in).Select(p => p?["name"]?.GetValue<string>() ?? "");

    /// <summary>The media types of what is sent, or of an answer; null where the answer is not documented.</summary>
    public IReadOnlyList<string>? TypesOf(int? status) => ContentOf(status) is { } content ? [.. content.Select(c => c.Key)] : null;

    /// <summary>The example of what is answered, if the document has one.</summary>
    public JsonNode? ExampleOf(int status) => ContentOf(status) is { Count: > 0 } content ? content.First().Value?["example"] : null;

    /// <summary>What is wrong with a body by the document's schema; no field may be there that it does not name.</summary>
    /// <param name="status">Of the answer; null for the request.</param>
    /// <param name="type">The media type.</param>
    /// <param name="body">The body.</param>
    public string? FaultOf(int? status, string type, JsonNode? body)
    {
        var schema = new JsonObject
        {
            ["$defs"] = Strict(document["components"]?["schemas"]),
            ["allOf"] = new JsonArray(Strict(ContentOf(status)?[type]?["schema"])),
        };
        var found = JsonSchema.FromText(schema.ToJsonString()).Evaluate(
            JsonElement.Parse(body?.ToJsonString() ?? "null"), new EvaluationOptions { OutputFormat = OutputFormat.List });
        return found.IsValid ? null : string.Join("; ", (found.Details ?? []).Where(d => d.Errors is { Count: > 0 }).Take(3)
            .Select(d => $"{d.InstanceLocation}: {string.Join(", ", d.Errors?.Values.ToArray() ?? [])}"));
    }

    private JsonObject? ContentOf(int? status)
    {
        var owner = status is null ? Operation["requestBody"] : Operation["responses"]?[$"{status}"];
        return owner is null ? null : owner["content"] as JsonObject ?? [];
    }

    private static JsonNode? Strict(JsonNode? schema)
    {
        switch (schema)
        {
            case JsonObject some:
                var strict = new JsonObject(some.Select(p => KeyValuePair.Create(p.Key, p.Key is "example" or "default" ? p.Value?.DeepClone() : Strict(p.Value))));
                if (some["$ref"]?.GetValue<string>() is { } target)
                {
                    strict["$ref"] = target.Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);
                }

                if (some["properties"] is JsonObject && some["additionalProperties"] is null && some["type"] is JsonValue)
                {
                    strict["additionalProperties"] = false;
                }

                return strict;
            case JsonArray list:
                return new JsonArray([.. list.Select(Strict)]);
            default:
                return schema?.DeepClone();
        }
    }
}
