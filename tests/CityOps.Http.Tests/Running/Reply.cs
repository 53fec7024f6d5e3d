using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace CityOps.Http.Tests.Running;

/// <summary>An answer that was read to its end.</summary>
internal sealed record Reply(
    HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders Content, string Text)
{
    /// <summary>The body as JSON.</summary>
    public JsonElement Json { get; } =
        Text.Length > 0 && Content.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true
            ? JsonDocument.Parse(Text).RootElement
            : default;

    /// <summary>The code of a problem document; null where the answer is none.</summary>
    public string? Code => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty("code", out var code) ? code.GetString() : null;

    public string? this[string field] => Json.GetProperty(field).GetString();

    /// <summary>Checks that it is a whole problem document of this status and code, and gives it.</summary>
    public JsonElement Problem(HttpStatusCode status, string code)
    {
        Assert.Equal(status, Status);
        Assert.Equal("application/problem+json", Content.ContentType?.MediaType);
        Assert.Equal(code, this["code"]);
        Assert.Equal($"urn:cityops:problem:{code}", this["type"]);
        Assert.Equal((int)status, Json.GetProperty("status").GetInt32());
        Assert.NotEqual(string.Empty, this["title"]);
        Assert.NotEqual(string.Empty, this["detail"]);
        return Json;
    }

    /// <summary>Checks that it is a problem document with exactly these fields at fault.</summary>
    public void Faults(HttpStatusCode status, string code, params string[] fields)
    {
        var errors = Problem(status, code).GetProperty("errors").EnumerateObject().Select(e => e.Name);
        Assert.Equal(fields.Order(StringComparer.Ordinal), errors.Order(StringComparer.Ordinal));
    }
}

/// <summary>Requests in one line.</summary>
internal static class Requests
{
    public static Task<Reply> GetReplyAsync(
        this CityServer server, string path, params (string Name, string Value)[] headers) =>
        server.SendAsync(HttpMethod.Get, path, null, headers);

    public static Task<Reply> PostAsync(
        this CityServer server, string path, object body, params (string Name, string Value)[] headers) =>
        server.SendAsync(HttpMethod.Post, path, JsonOf(body), headers);

    public static Task<Reply> PutAsync(
        this CityServer server, string path, object body, params (string Name, string Value)[] headers) =>
        server.SendAsync(HttpMethod.Put, path, JsonOf(body), headers);

    public static async Task<Reply> SendAsync(
        this CityServer server,
        HttpMethod method,
        string path,
        HttpContent? content,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await server.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var reply = new Reply(response.StatusCode, response.Headers, response.Content.Headers, text);
        await DocumentedProblems.SeeAsync(server, method, reply);
        return reply;
    }

    private static StringContent JsonOf(object body) =>
        new(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
}
