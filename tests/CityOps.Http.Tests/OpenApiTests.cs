using System.Net;
using System.Text.Json;
using CityOps.Domain.Cases;
using CityOps.Http.Json;
using CityOps.Http.Tests.Running;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Http.Tests;

public sealed class OpenApiTests(CityServer server) : IClassFixture<CityServer>
{
    [Fact]
    public async Task The_document_is_of_version_3_1_and_of_this_program()
    {
        var document = await Document();

        Assert.StartsWith("3.1.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal("CityOps", document.GetProperty("info").GetProperty("title").GetString());
        Assert.Equal("0.1.0", document.GetProperty("info").GetProperty("version").GetString());
    }

    [Fact]
    public async Task Every_route_is_in_the_document()
    {
        var routes = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(e => (e.RoutePattern.RawText ?? string.Empty).TrimEnd('/'))
            .Where(path => !path.StartsWith("/openapi", StringComparison.Ordinal) && !path.StartsWith("/docs", StringComparison.Ordinal));

        var paths = (await Document()).GetProperty("paths").EnumerateObject().Select(p => p.Name);

        Assert.Equal(routes.Distinct().Order(StringComparer.Ordinal), paths.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_operation_parameter_and_field_says_what_it_is()
    {
        var document = await Document();
        foreach (var (name, operation) in Operations(document))
        {
            Assert.NotEmpty(operation.GetProperty("description").GetString() ?? "");
            Assert.All(
                operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray().ToArray() : [],
                p => Assert.True(p.TryGetProperty("description", out _), $"{name}: {p}"));
        }

        Assert.All(
            from schema in document.GetProperty("components").GetProperty("schemas").EnumerateObject()
            where schema.Value.TryGetProperty("properties", out _)
            from field in schema.Value.GetProperty("properties").EnumerateObject()
            select (schema.Name, Field: field),
            f => Assert.True(f.Field.Value.TryGetProperty("description", out _), $"{f.Name}.{f.Field.Name}"));
    }

    [Fact]
    public async Task Every_operation_has_a_name_of_its_own()
    {
        var names = Operations(await Document()).Select(o => o.Operation.GetProperty("operationId").GetString()).ToList();

        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.Subset(names.ToHashSet(), new HashSet<string?> { "getCases", "getCase", "postReport", "postCaseDispatch", "postCaseAct", "getVehicleTrack", "putFile" });
    }

    [Fact]
    public async Task The_document_and_its_page_are_for_everybody_and_come_from_here()
    {
        await using var guarded = new OpenedServer(new CityHttpOptions());
        await guarded.InitializeAsync();
        var document = await guarded.GetReplyAsync("/openapi/v1.json");
        var again = await guarded.GetReplyAsync("/openapi/v1.json", ("If-None-Match", $"{document.Headers.ETag}"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified), (document.Status, again.Status));

        var page = await guarded.GetReplyAsync("/docs/");
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.Status, page.Content.ContentType?.MediaType));
        Assert.DoesNotContain("//", page.Text.Replace("http://www.w3.org", "", StringComparison.Ordinal).Replace(guarded.Client.BaseAddress?.ToString() ?? "", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'self' 'nonce-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        foreach (System.Text.RegularExpressions.Match script in System.Text.RegularExpressions.Regex.Matches(page.Text, "<script[^>]* src=\"([^\"]+)\""))
        {
            Assert.Equal(HttpStatusCode.OK, (await guarded.GetReplyAsync($"/docs/{script.Groups[1].Value}")).Status);
        }
    }

    [Fact]
    public async Task Every_operation_says_what_it_is_and_what_it_answers()
    {
        foreach (var (name, operation) in Operations(await Document()))
        {
            Assert.True(operation.TryGetProperty("summary", out _), $"{name} has no summary.");
            var responses = operation.GetProperty("responses").EnumerateObject().ToList();
            Assert.True(responses.Count > 0, $"{name} has no answers.");
            foreach (var problem in responses.Where(r => r.Name[0] is '4' or '5'))
            {
                var isProblem = problem.Value.GetProperty("content").TryGetProperty("application/problem+json", out _);
                var isOwn = problem.Value.GetProperty("content").TryGetProperty("text/xml", out _) && name.Contains("/open311/", StringComparison.Ordinal);
                Assert.True(isProblem || isOwn || name.Contains("/health/", StringComparison.Ordinal), $"{name} {problem.Name}");
            }
        }
    }

    [Theory]
    [InlineData("/api/v1/cases", "get", "stage")]
    [InlineData("/api/v1/cases", "get", "bbox")]
    [InlineData("/api/v1/cases", "get", "X-CityOps-Acting")]
    [InlineData("/api/v1/cases/{id}", "get", "id")]
    [InlineData("/api/v1/cases/{id}/acts/file", "post", "Idempotency-Key")]
    [InlineData("/api/v1/vehicles/{id}/track", "get", "format")]
    [InlineData("/open311/v2/requests/{id}.{format}", "get", "format")]
    [InlineData("/open311/v2/requests/{id}.{format}", "get", "id")]
    [InlineData("/open311/v2/requests.{format}", "get", "X-CityOps-Acting")]
    public async Task Parameters_are_listed(string path, string method, string parameter)
    {
        var operation = (await Document()).GetProperty("paths").GetProperty(path).GetProperty(method);

        Assert.Single(
            operation.GetProperty("parameters").EnumerateArray(), p => p.GetProperty("name").GetString() == parameter);
    }

    [Theory]
    [InlineData("/api/v1/reports", "category")]
    [InlineData("/api/v1/cases/{id}/acts/dispatch", "department")]
    public async Task Bodies_have_their_fields(string path, string field)
    {
        var document = await Document();
        var schema = document.GetProperty("paths").GetProperty(path).GetProperty("post").GetProperty("requestBody")
            .GetProperty("content").GetProperty("application/json").GetProperty("schema");

        Assert.True(Resolved(schema, document).GetProperty("properties").TryGetProperty(field, out _));
    }

    [Theory]
    [InlineData("/api/v1/cases/{id}", "get", "200", "reportedAt")]
    [InlineData("/api/v1/reports", "post", "201", "sequence")]
    [InlineData("/api/v1/cases", "get", "200", "asOf")]
    [InlineData("/api/v1/collectors/{id}", "get", "200", "onShift")]
    public async Task Answers_have_their_fields(string path, string method, string status, string field)
    {
        var document = await Document();
        var schema = document.GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("responses")
            .GetProperty(status).GetProperty("content").GetProperty("application/json").GetProperty("schema");

        Assert.True(Resolved(schema, document).GetProperty("properties").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Times_are_texts_of_date_and_time()
    {
        var document = await Document();
        var time = document.GetProperty("components").GetProperty("schemas").GetProperty("CaseBody")
            .GetProperty("properties").GetProperty("reportedAt");

        Assert.Equal("date-time", Resolved(time, document).GetProperty("format").GetString());
    }

    [Fact]
    public async Task Every_reference_leads_somewhere()
    {
        var document = await Document();
        var schemas = document.GetProperty("components").GetProperty("schemas");

        var references = References(document).Distinct().ToList();

        Assert.NotEmpty(references);
        Assert.All(references, r => Assert.True(schemas.TryGetProperty(r.Split('/')[^1], out _), r));
    }

    [Fact]
    public async Task Problems_have_a_code_and_reports_say_what_they_need()
    {
        var schemas = (await Document()).GetProperty("components").GetProperty("schemas");

        Assert.True(schemas.GetProperty("ProblemDetails").GetProperty("properties").TryGetProperty("code", out _));
        Assert.Equal(
            ["category", "kind", "lat", "lon", "t"],
            schemas.GetProperty("ReportRequest").GetProperty("required").EnumerateArray()
                .Select(r => r.GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_act_requires_what_the_document_says_and_nothing_else()
    {
        var document = await Document();
        foreach (var act in CaseRules.Acts.Select(CityJson.Word))
        {
            var body = document.GetProperty("paths").GetProperty($"/api/v1/cases/{{id}}/acts/{act}").GetProperty("post").GetProperty("requestBody");
            var schema = Resolved(body.GetProperty("content").GetProperty("application/json").GetProperty("schema"), document);
            var documented = schema.TryGetProperty("required", out var fields) ? fields.EnumerateArray().Select(f => f.GetString()).ToList() : [];

            var reply = await server.PostAsync($"/api/v1/cases/{await server.ReportedAsync("o-1")}/acts/{act}", "{}");

            Assert.Equal(Missing(reply).Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
            Assert.Equal(documented.Count > 0, body.TryGetProperty("required", out var required) && required.GetBoolean());
        }
    }

    [Fact]
    public async Task An_act_says_row_by_row_in_which_stage_it_is_for_whom() => Assert.Contains(
        "\n- in stage inspecting: shiftLead, leader\n"
        + "- in stage dispatched, returned, disputed, handling, suspended, handled: leader\n",
        (await Document()).GetProperty("paths").GetProperty("/api/v1/cases/{id}/acts/close").GetProperty("post").GetProperty("description")
            .GetString(),
        StringComparison.Ordinal);

    [Fact]
    public async Task The_document_says_by_which_credentials_a_caller_comes()
    {
        var document = await Document();

        var schemes = document.GetProperty("components").GetProperty("securitySchemes");
        Assert.Equal("X-Api-Key", schemes.GetProperty("apiKey").GetProperty("name").GetString());
        Assert.Equal("bearer", schemes.GetProperty("bearer").GetProperty("scheme").GetString());
        Assert.Equal(
            ["apiKey", "bearer"], document.GetProperty("security").EnumerateArray().SelectMany(s => s.EnumerateObject()).Select(s => s.Name));
    }

    private static IEnumerable<string> Missing(Reply reply) =>
        reply.Json.TryGetProperty("errors", out var errors)
            ? errors.EnumerateObject().Where(e => e.Value.EnumerateArray().Any(w => w.GetString() == "It is required.")).Select(e => e.Name)
            : [];

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p =>
            p.Name == "$ref" && p.Value.GetString() is { } target ? [target] : References(p.Value)),
        _ => [],
    };

    private static JsonElement Resolved(JsonElement schema, JsonElement document) =>
        schema.TryGetProperty("$ref", out var reference)
            ? document.GetProperty("components").GetProperty("schemas")
                .GetProperty(reference.GetString()?.Split('/')[^1] ?? string.Empty)
            : schema;

    private static IEnumerable<(string Name, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        select ($"{method.Name} {path.Name}", method.Value);

    private async Task<JsonElement> Document() => (await server.GetReplyAsync("/openapi/v1.json")).Json;
}
