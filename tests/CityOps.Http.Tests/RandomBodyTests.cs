using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests;

/// <summary>Whatever is posted, the answer is a case or a problem document, and nothing fails inside.</summary>
public sealed class RandomBodyTests(CityServer server) : IClassFixture<CityServer>
{
    private const string Tokens = "{}[]\",:0123456789eE+-.\\utrfalsn ";

    private static readonly string[] Fields =
    [
        "t", "lon", "lat", "datum", "kind", "category", "condition", "component", "description", "photos",
        "selfHandled", "channel", "source", "reporter", "id", "commandId", "department", "note", "type", "text", "due", "to", "url", "events", "\u0000", "",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e999", "-0.0", "1.5", "115.855", "28.685", "9223372036854775808", "1772337600000",
        "\"\"", "\"component\"", "\"0101\"", "\"1\"", "\"hotline\"", "\"2026-03-01T04:00:00Z\"",
        "\"9999-12-31T23:59:59Z\"", "\"-9998-01-01T00:00:00-18:00\"", "\"a/b\"", "\"\\u0000\"", "\"\\ud800\"",
        "\"roads\"", "[]", "[null]", "[[]]", "{}", "{\"a\":{\"a\":1}}", "\"gcj02\"", "\"component, incident\"", "\"message\"", "\"https://example.org\"", "{\"grid\":\"N01\",\"near\":[115.8,28.6]}", "{\"near\":[1e9]}",
    ];

    public static TheoryData<string> Routes => new(
        "reports",
        "cases/{id}/acts/file",
        "cases/{id}/acts/dispatch",
        "cases/{id}/acts/accept",
        "cases/{id}/acts/handled",
        "cases/{id}/acts/inspect",
        "cases/{id}/acts/close",
        "cases/{id}/acts/cancel",
        "vehicles/v1/commands",
        "commands",
        "webhooks");

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task No_value_of_any_field_makes_anything_fail(string route)
    {
        var bodies =
            from field in Fields
            from value in Values
            select $"{{{Without(field)}{Named(field, value)}}}";

        await PostAll(route, bodies.Select(Encoding.UTF8.GetBytes));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task No_random_body_makes_anything_fail(string route)
    {
        var random = new Random(route.Length);
        await PostAll(route, Enumerable.Range(0, 300).Select(i => (i % 3) switch
        {
            0 => Encoding.UTF8.GetBytes($"{{{string.Join(',', Pairs(random))}}}"),
            1 => Encoding.UTF8.GetBytes(random.GetItems<char>(Tokens, random.Next(60))),
            _ => Bytes(random),
        }));
    }

    private async Task PostAll(string route, IEnumerable<byte[]> bodies)
    {
        var id = await server.ReportedAsync("random");
        var path = $"/api/v1/{route.Replace("{id}", id, StringComparison.Ordinal)}";
        foreach (var body in bodies)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.TryAddWithoutValidation("Content-Type", "application/json");

            var reply = await server.SendAsync(HttpMethod.Post, path, content);

            var told = $"{Encoding.UTF8.GetString(body)} → {(int)reply.Status} {reply.Text}";
            Assert.True((int)reply.Status < 500 || reply.Status == HttpStatusCode.NotImplemented, told);
            Assert.True((int)reply.Status < 300 || reply.Json.TryGetProperty("code", out _), told);
        }

        Assert.Empty(server.Logs.Errors);
    }

    // A report that is fine but for the one field, so that the field's own fate shows.
    private static string Without(string field) =>
        ReportBodies.Manhole("x").With(field, "").ToJsonString()[1..^1] + ",";

    private static string Named(string field, string json) => $"{JsonValue.Create(field).ToJsonString()}:{json}";

    private static List<string> Pairs(Random random) =>
        random.GetItems(Fields, random.Next(8)).Distinct()
            .Select(field => Named(field, Values[random.Next(Values.Length)])).ToList();

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(200)];
        random.NextBytes(bytes);
        return bytes;
    }
}
