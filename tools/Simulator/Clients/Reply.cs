using System.Text.Json;

namespace CityOps.Simulator.Clients;

/// <summary>An answer over HTTP.</summary>
internal abstract record Reply
{
    private Reply()
    {
    }

    /// <summary>2xx with its JSON body.</summary>
    internal sealed record Ok(int Status, JsonElement Body) : Reply;

    /// <summary>4xx or 5xx with the problem document's stable code.</summary>
    internal sealed record Problem(int Status, string Code, string Detail) : Reply
    {
        /// <summary>Code and sentence, for the count.</summary>
        public string Reason => Detail.Length == 0 ? Code : $"{Code}: {Detail}";
    }

    /// <summary>Reads an answer; what is no JSON counts as an empty document.</summary>
    public static Reply From(int status, ReadOnlyMemory<byte> body)
    {
        var json = Parse(body);
        return status is >= 200 and < 300
            ? new Ok(status, json)
            : new Problem(status, json.Text("code") ?? $"http.{status}", Fields(json) ?? json.Text("detail") ?? "");
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string? Fields(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("errors", out var errors) &&
        errors.ValueKind == JsonValueKind.Object
            ? string.Join("; ", errors.EnumerateObject().Select(field => $"{field.Name}: {field.Value}"))
            : null;
}

/// <summary>Looking into JSON that may be anything.</summary>
internal static class JsonLooking
{
    /// <summary>The text of a property, or null.</summary>
    public static string? Text(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) &&
        value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>The number of a property, or null.</summary>
    public static double? Number(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) &&
        value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : null;

    /// <summary>The elements of a property that is an array; none if it is not.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) &&
        value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : [];
}
