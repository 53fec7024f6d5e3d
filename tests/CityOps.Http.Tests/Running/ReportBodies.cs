using System.Text.Json;
using System.Text.Json.Nodes;

namespace CityOps.Http.Tests.Running;

/// <summary>Reports that are fine, to be spoiled by a test.</summary>
internal static class ReportBodies
{
    public static JsonObject Manhole(string? source = null) => new()
    {
        ["t"] = "2026-03-01T11:58:00+08:00",
        ["lon"] = TestCity.WestLon,
        ["lat"] = TestCity.Lat,
        ["kind"] = "component",
        ["category"] = "0101",
        ["condition"] = "1",
        ["channel"] = "hotline",
        ["source"] = source,
        ["description"] = "井盖 missing",
        ["reporter"] = "Zhang San",
    };

    /// <summary>The body with one field set to a JSON value, or taken out where that is empty.</summary>
    public static JsonObject With(this JsonObject body, string field, string json)
    {
        if (json.Length == 0)
        {
            body.Remove(field);
        }
        else
        {
            body[field] = JsonNode.Parse(json);
        }

        return body;
    }

    public static Task<Reply> ReportAsync(
        this CityServer server, JsonObject body, params (string Name, string Value)[] headers) =>
        server.PostAsync("/api/v1/reports", body.ToJsonString(), headers);

    /// <summary>Reports a case, and gives its id.</summary>
    public static async Task<string> ReportedAsync(this CityServer server, string source)
    {
        var reply = await server.ReportAsync(Manhole(source));
        return reply["id"] ?? throw new JsonException("A case has no id.");
    }
}
