using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests;

/// <summary>Whatever is sent to any call of the document, in its path, query, headers or body: nothing fails inside.</summary>
public sealed class RandomCallTests(CityServer server) : IClassFixture<CityServer>
{
    private const int CallsEach = 60;

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e999", "1.5", "115.855", "28.685", "9223372036854775808", "1772337600000", "\"\"", "\"component\"", "\"0101\"",
        "\"1\"", "\"2026-03-01T04:00:00Z\"", "\"9999-12-31T23:59:59Z\"", "\"a/b\"", "\"\\u0000\"", "\"\\ud800\"", "\"roads\"", "[]", "[null]",
        "{}", "{\"a\":[{}]}", "\"vehicle\"", "\"locate\"", "\"correct\"", "\"https://example.org\"", "[115.8,28.6]", "[1e9]",
    ];

    private static readonly string[] Words =
    [
        "", " ", "0", "-1", "1e999", "NaN", "115.855,28.685", "1,2,3,4", "4,3,2,1", "c1", "v1", TestCity.West, TestCity.Cover, "component-0101", "json",
        "xml", "../..", "%00", "\ud83d\ude80", "9999999999999999999999", "2026-03-01T04:00:00Z", "W/\"1\"", "\"1\",\"2\"", "*", "bytes=9-1", "true", "reported",
        new string('a', 3000),
    ];

    [Fact]
    public async Task No_random_call_makes_anything_fail()
    {
        var document = (await server.GetReplyAsync("/openapi/v1.json")).Json;
        string[] known = [.. Words, await server.ReportedAsync("random-call")];
        var random = new Random(311);
        foreach (var path in document.GetProperty("paths").EnumerateObject().Where(p => p.Name is not "/api/v1/stream"))
        {
            foreach (var method in path.Value.EnumerateObject())
            {
                for (var i = 0; i < CallsEach; i++)
                {
                    await CallAsync(document, path.Name, method, known, random);
                }
            }
        }

        Assert.Empty(server.Logs.Errors);
    }

    private async Task CallAsync(JsonElement document, string path, JsonProperty method, string[] known, Random random)
    {
        List<string> query = [];
        List<(string, string)> headers = [];
        foreach (var parameter in method.Value.TryGetProperty("parameters", out var some) ? some.EnumerateArray().ToArray() : [])
        {
            var (name, value) = (parameter.GetProperty("name").GetString() ?? "", known[random.Next(known.Length)]);
            switch (parameter.GetProperty("in").GetString())
            {
                case "path":
                    path = path.Replace($"{{{name}}}", Uri.EscapeDataString(value is "" or ".." ? "x" : value), StringComparison.Ordinal);
                    break;
                case "query" when random.Next(3) == 0:
                    query.Add($"{name}={Uri.EscapeDataString(value)}");
                    break;
                case "header" when random.Next(4) == 0 && value.All(char.IsAscii) && name != "Range":
                    headers.Add((name, value));
                    break;
                default:
                    break;
            }
        }

        var body = Body(document, method.Value, random);
        using var content = body is null ? null : new ByteArrayContent(body.Value.Bytes);
        content?.Headers.TryAddWithoutValidation("Content-Type", body?.Type);

        var reply = await server.SendAsync(new HttpMethod(method.Name), $"{path}?{string.Join('&', query)}", content, [.. headers]);

        var told = $"{method.Name} {path}?{string.Join('&', query)} {string.Join(", ", headers)} "
            + $"{(body is { } sent ? Encoding.UTF8.GetString(sent.Bytes) : "")} → {(int)reply.Status} {reply.Text}";
        Assert.True((int)reply.Status < 500, told);
    }

    /// <summary>JSON of the fields that the call takes with any values; bytes of any kind; or nothing where it takes nothing.</summary>
    private static (byte[] Bytes, string Type)? Body(JsonElement document, JsonElement operation, Random random)
    {
        if (!operation.TryGetProperty("requestBody", out var body))
        {
            return null;
        }

        var content = body.GetProperty("content").EnumerateObject().First();
        var bytes = new byte[random.Next(100)];
        random.NextBytes(bytes);
        if (!content.Value.GetProperty("schema").TryGetProperty("$ref", out var reference) || random.Next(6) == 0)
        {
            return (bytes, random.Next(4) == 0 ? "text/plain" : content.Name);
        }

        string[] fields =
        [
            .. document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()?.Split('/')[^1] ?? "")
                .GetProperty("properties").EnumerateObject().Select(p => p.Name),
        ];
        var chosen = random.GetItems(fields, random.Next(fields.Length + 2)).Distinct()
            .Select(name => (name, value: Values[random.Next(Values.Length)]));
        var text = content.Name.EndsWith("json", StringComparison.Ordinal)
            ? $"{{{string.Join(',', chosen.Select(c => $"{JsonValue.Create(c.name).ToJsonString()}:{c.value}"))}}}"
            : string.Join('&', chosen.Select(c => $"{Uri.EscapeDataString(c.name)}={Uri.EscapeDataString(c.value.Trim('"'))}"));
        return (Encoding.UTF8.GetBytes(text), content.Name);
    }
}
