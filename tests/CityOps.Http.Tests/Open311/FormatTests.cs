using System.Net;
using System.Text.Json;
using CityOps.Http.Tests.Running;
using CityOps.Testing;
using Json.Schema;

namespace CityOps.Http.Tests.Open311;

/// <summary>Both formats, held against the schemas of the specification and against each other.</summary>
public sealed class FormatTests(CityServer server) : IClassFixture<CityServer>
{
    [SkippableFact]
    public async Task Answers_in_json_hold_to_the_schemas()
    {
        var id = await server.RequestedAsync("schema");

        await HoldsAsync("services", "/services.json");
        await HoldsAsync("service-definition", "/services/component-0101.json");
        await HoldsAsync("service-definition", "/services/incident-0104.json");
        await HoldsAsync("requests", $"/requests/{id}.json");
        await HoldsAsync("requests", $"/requests.json?service_request_id={id}");
        Assert.False(SchemaOf("requests").Evaluate(JsonDocument.Parse("""[{"status":"open"}]""").RootElement).IsValid);

    }

    private async Task HoldsAsync(string schema, string path)
    {
        var body = (await server.GetReplyAsync($"/open311/v2{path}")).Json;
        Assert.True(SchemaOf(schema).Evaluate(body).IsValid, $"{path}: {body}");
    }

    [Theory]
    [InlineData("/open311/discovery", "discovery")]
    [InlineData("/open311/v2/services", "services")]
    [InlineData("/open311/v2/services/component-0101", "service_definition")]
    [InlineData("/open311/v2/services/component-0000", "errors")]
    public async Task Xml_says_what_json_says(string path, string root)
    {
        var (json, xml) = (await server.GetReplyAsync($"{path}.json"), await server.GetReplyAsync($"{path}.xml"));

        Assert.Equal(json.Status, xml.Status);
        Assert.Equal(root, xml.Xml().Name);
        Assert.Equal(Leaves(json.Json), xml.Xml().DescendantsAndSelf().Where(e => !e.HasElements).Select(e => e.Value).Where(v => v.Length > 0));
    }

    [Theory]
    [InlineData("/open311/discovery.xml/")]
    [InlineData("/open311/v2/services.xml/")]
    [InlineData("/open311/v2/services/component-0101.xml")]
    public async Task What_everybody_may_read_is_in_the_format_of_the_path_and_the_language_asked_for(string path)
    {
        var reply = await server.GetReplyAsync(path);

        Assert.Equal((HttpStatusCode.OK, "text/xml"), (reply.Status, reply.Content.ContentType?.MediaType));
        Assert.Contains("Accept-Language", reply.Headers.Vary);
    }

    [Fact]
    public async Task A_request_in_xml_is_a_list_of_one()
    {
        var created = await server.RequestAsync(OpenRequests.Form("<b>&\uFFFE\ud83d\ude00"), "xml");
        var id = created.Xml().Element("request")?.Element("service_request_id")?.Value;

        var reply = await server.GetReplyAsync($"/open311/v2/requests/{id}.xml");

        Assert.Equal(HttpStatusCode.Created, created.Status);
        var request = Assert.Single(reply.Xml().Elements());
        Assert.Equal(("service_requests", "request"), (reply.Xml().Name.LocalName, request.Name.LocalName));
        Assert.StartsWith("<b>&\uFFFD\ud83d\ude00", request.Element("description")?.Value, StringComparison.Ordinal);
        Assert.Equal(("28.685", "115.855", ""), (request.Element("lat")?.Value, request.Element("long")?.Value, request.Element("zipcode")?.Value));
    }

    [Fact]
    public async Task Attributes_hold_their_values_in_lists_of_their_own()
    {
        var xml = (await server.GetReplyAsync("/open311/v2/services/component-0101.xml?locale=en")).Xml();

        var values = xml.Element("attributes")?.Element("attribute")?.Element("values")?.Elements("value") ?? [];
        Assert.Equal([("1", "missing"), ("2", "rattling")], values.Select(v => (v.Element("key")?.Value, v.Element("name")?.Value)));
    }

    [Fact]
    public async Task Discovery_says_where_the_interface_is()
    {
        var body = (await server.GetReplyAsync("/open311/v2/discovery.json")).Json.GetProperty("endpoints")[0];

        Assert.Equal($"{server.Client.BaseAddress}open311/v2", body.GetProperty("url").GetString());
        Assert.Equal("test", body.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Behind_a_proxy_that_ends_tls_discovery_leads_to_https()
    {
        var body = (await server.GetReplyAsync("/open311/discovery.json", ("X-Forwarded-Proto", "https"), ("Host", "city.example.org"))).Json;

        Assert.Equal("https://city.example.org/open311/v2", body.GetProperty("endpoints")[0].GetProperty("url").GetString());
    }

    private static JsonSchema SchemaOf(string name)
    {
        var directory = Repository.PathOf("../shared/data/open311");
        Skip.IfNot(Directory.Exists(directory), "The specification's schemas are not beside the repository.");
        var options = new BuildOptions { SchemaRegistry = new SchemaRegistry() };
        foreach (var part in (string[])["service", "request"])
        {
            JsonSchema.FromFile(Path.Combine(directory, $"{part}.json"), options);
        }

        return JsonSchema.FromFile(Path.Combine(directory, $"{name}.json"), options);
    }

    private static IEnumerable<string> Leaves(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(f => Leaves(f.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Leaves),
        JsonValueKind.Null => [],
        JsonValueKind.String => element.GetString() is { Length: > 0 } text ? [text] : [],
        _ => [element.GetRawText()],
    };
}
