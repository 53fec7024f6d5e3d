using System.Net;
using System.Text.Json;
using System.Xml.Linq;

namespace CityOps.EndToEnd.Tests;

/// <summary>A citizens' app by Open311 alone, with a key of <c>cityops keys add</c>, on an engine that lets in nobody else.</summary>
public sealed class Open311Tests : IDisposable
{
    private const string Place = "lat=28.669522&long=115.797945";
    private readonly EngineProcess _engine = new() { IsDemo = false };

    [Fact]
    public async Task An_app_finds_the_city_reports_and_follows_its_request_to_the_end()
    {
        var app = await KeyAsync("app", "--role", "citizen", "--scope", "read", "report");
        var desk = await KeyAsync("desk", "--role", "shiftLead", "dispatcher", "leader", "--jurisdiction", "3601", "--scope", "read", "act");
        var department = await KeyAsync("department", "--role", "handler", "--department", "city-water", "--scope", "read", "act");

        var other = await KeyAsync("other", "--role", "citizen", "--scope", "read", "report");
        await _engine.StartAsync();

        var discovery = await JsonAsync("open311/discovery.json");
        var root = new Uri(discovery.GetProperty("endpoints")[0].Text("url") + "/");
        var service = (await JsonAsync(new Uri(root, "services.json").ToString())).EnumerateArray()
            .Single(s => s.Text("service_code") == "component-0101");
        Assert.True(service.GetProperty("metadata").GetBoolean());
        var condition = Xml(await _engine.Http.GetStringAsync(new Uri(root, "services/component-0101.xml?locale=en")))
            .Descendants("value").Elements("key").First().Value;

        var requests = new Uri(root, "requests.json");
        var form = $"service_code=component-0101&{Place}&attribute[condition]={condition}&description=%E6%89%AC%E5%B0%98&account_id=u17";
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(requests, form)).Status);
        var (status, created) = await PostAsync(requests, $"{form}&api_key={app}");
        Assert.Equal(HttpStatusCode.Created, status);
        var id = JsonElement.Parse(created)[0].Text("service_request_id");
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(requests, $"{form}&api_key={app}")).Status);
        var (xmlStatus, xml) = await PostAsync(new Uri(root, "requests.xml"), $"{form.Replace("u17", "u18", StringComparison.Ordinal)}&api_key={app}");
        Assert.True(xmlStatus == HttpStatusCode.Created, xml);
        Assert.NotEqual(id, Xml(xml).Element("request")?.Element("service_request_id")?.Value);

        await ThenAsync(root, app, id, "open");
        await ActAsync(desk, id, "file", new { condition });
        await ActAsync(desk, id, "dispatch", new { department = "city-water" });
        await ActAsync(department, id, "accept", new { });
        await ThenAsync(root, app, id, "open");
        await ActAsync(department, id, "handled", new { note = "The cover is back." });
        await ActAsync(desk, id, "close", new { forced = true, note = "Seen on a photo." });
        await ThenAsync(root, app, id, "closed");

        // What is another app's is not there.
        Assert.Equal(HttpStatusCode.NotFound, (await _engine.Http.GetAsync(new Uri(root, $"requests/{id}.json?api_key={other}"))).StatusCode);
    }

    public void Dispose() => _engine.Dispose();

    private static XElement Xml(string text) => XDocument.Parse(text).Root ?? throw new JsonException("There is no element.");

    /// <summary>The request, its list and its token say the same in both formats.</summary>
    private async Task ThenAsync(Uri root, string key, string id, string status)
    {
        var one = await JsonAsync(new Uri(root, $"requests/{id}.json?api_key={key}").ToString());
        Assert.Equal(status, one[0].Text("status"));
        var xml = Xml(await _engine.Http.GetStringAsync(new Uri(root, $"requests/{id}.xml?api_key={key}")));
        Assert.Equal(status, xml.Element("request")?.Element("status")?.Value);
        Assert.Equal(id, (await JsonAsync(new Uri(root, $"tokens/{id}.json?api_key={key}").ToString()))[0].Text("service_request_id"));
        await Wait.UntilAsync(
            async () => (await JsonAsync(new Uri(root, $"requests.json?status={status}&api_key={key}").ToString())).EnumerateArray()
                .Any(r => r.Text("service_request_id") == id),
            () => $"{id} is not listed as {status}.\n{_engine.Log}");
    }

    /// <summary>A key, made before the engine starts: it then has it at once, and nobody calls too early.</summary>
    private async Task<string> KeyAsync(string name, params string[] arguments)
    {
        var (code, printed, errors) = await Invocation.RunAsync(
            EngineProcess.Program, _engine.Home, ["keys", "add", name, _engine.Options[0], .. arguments]);
        Assert.True(code == 0, printed + errors);
        return printed.Trim().Split('\n')[^1].Trim();
    }

    private async Task ActAsync(string key, string id, string act, object body)
    {
        var (status, text) = await SendAsync($"api/v1/cases/{id}/acts/{act}", key, JsonSerializer.Serialize(body));
        Assert.True(status == HttpStatusCode.OK, $"{act}: {status} {text}");
    }

    private async Task<JsonElement> JsonAsync(string path) => JsonElement.Parse(await _engine.Http.GetStringAsync(path));

    private async Task<(HttpStatusCode Status, string Text)> PostAsync(Uri to, string form)
    {
        using var content = new StringContent(form, null, "application/x-www-form-urlencoded");
        using var answer = await _engine.Http.PostAsync(to, content);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<(HttpStatusCode Status, string Text)> SendAsync(string path, string key, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, null, "application/json") };
        request.Headers.Add("X-Api-Key", key);
        using var answer = await _engine.Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
