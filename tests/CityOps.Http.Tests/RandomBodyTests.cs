using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CityOps.Http.Tests.Running;
using CsCheck;

namespace CityOps.Http.Tests;

/// <summary>Whatever is posted, the answer is a case or a problem document, and nothing fails inside.</summary>
public sealed class RandomBodyTests(CityServer server) : IClassFixture<CityServer>
{
    private static readonly string[] Fields =
    [
        "t", "lon", "lat", "datum", "kind", "category", "condition", "component", "description", "photos",
        "selfHandled", "channel", "source", "reporter", "id", "commandId", "department", "note", "\u0000", "",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e999", "-0.0", "1.5", "115.855", "28.685", "9223372036854775808", "1772337600000",
        "\"\"", "\"component\"", "\"0101\"", "\"1\"", "\"hotline\"", "\"2026-03-01T04:00:00Z\"", "\"9999-12-31T23:59:59Z\"",
        "\"-9998-01-01T00:00:00-18:00\"", "\"a/b\"", "\"\\u0000\"", "\"\\ud800\"", "\"roads\"", "[]", "[null]", "[[]]",
        "{}", "{\"a\":{\"a\":1}}", "\"gcj02\"", "\"component, incident\"",
    ];

    // Objects of known fields with any values, and texts and bytes that are hardly ever JSON.
    private static readonly Gen<byte[]> Body = Gen.OneOf(
        Gen.Select(AnyOf(Fields), AnyOf(Values)).Array[0, 8]
            .Select(pairs => Encoding.UTF8.GetBytes($"{{{string.Join(',', pairs.Select(Field))}}}")),
        Gen.Select(AnyOf(Fields), AnyOf(Values))
            .Select(p => Encoding.UTF8.GetBytes(ReportBodies.Manhole("x").With("description", "").ToJsonString()[..^1]
                + $",{Field(p)}}}")),
        Gen.Char["{}[]\",:0123456789eE+-.\\utrfalsn ket"].Array[0, 60].Select(c => Encoding.UTF8.GetBytes(c)),
        Gen.Byte.Array[0, 200]);

    [Theory]
    [InlineData("reports")]
    [InlineData("cases/{id}/acts/file")]
    [InlineData("cases/{id}/acts/dispatch")]
    [InlineData("cases/{id}/acts/accept")]
    [InlineData("cases/{id}/acts/handled")]
    [InlineData("cases/{id}/acts/inspect")]
    [InlineData("cases/{id}/acts/close")]
    [InlineData("cases/{id}/acts/cancel")]
    public async Task No_body_makes_anything_fail(string route)
    {
        var id = await server.ReportedAsync("random");
        var path = $"/api/v1/{route.Replace("{id}", id, StringComparison.Ordinal)}";

        await Body.SampleAsync(
            async body =>
            {
                using var content = new ByteArrayContent(body);
                content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
                var reply = await server.SendAsync(HttpMethod.Post, path, content);
                Assert.True(
                    reply.Status is HttpStatusCode.OK or HttpStatusCode.Created
                        || reply.Content.ContentType?.MediaType == "application/problem+json",
                    reply.Text);
                Assert.True((int)reply.Status < 500 || reply.Status == HttpStatusCode.NotImplemented, reply.Text);
            },
            seed: "0N0XIzNsQ0O2",
            iter: 400,
            threads: 1);

        Assert.Empty(server.Logs.Errors);
    }

    private static string Field((string Name, string Json) field) =>
        $"{JsonValue.Create(field.Name).ToJsonString()}:{field.Json}";

    private static Gen<string> AnyOf(string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);
}
