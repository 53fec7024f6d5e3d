using System.Net;
using System.Net.Http.Headers;
using CityOps.Domain;
using CityOps.Engine.Ports;
using CityOps.Http.Calling;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests.Open311;

/// <summary>What goes wrong below /open311 is said as GeoReport has it; and keys.</summary>
public sealed class OpenFaultTests(CityServer server, GuardedServer guarded) : IClassFixture<CityServer>, IClassFixture<GuardedServer>
{
    [Theory]
    [InlineData("GET", "/open311/nothing", 404)]
    [InlineData("GET", "/open311/v2/services.html", 404)]
    [InlineData("DELETE", "/open311/v2/services.json", 405)]
    [InlineData("GET", "/open311/v2/requests/C20260301aaaaaaaaaa.json", 404)]
    [InlineData("GET", "/open311/v2/services.json?jurisdiction_id=sfgov.org", 404)]
    [InlineData("POST", "/open311/v2/requests.json", 400)]
    public async Task Every_error_is_a_list(string method, string path, int status) =>
        Assert.NotEmpty((await server.SendAsync(new HttpMethod(method), path, null)).Wrong(status));

    [Fact]
    public async Task A_fault_inside_is_told_in_the_format_asked_for()
    {
        server.Cases.Fault = new InvalidOperationException("boom");

        var reply = await server.GetReplyAsync("/open311/v2/requests/C20260301aaaaaaaaaa.xml");
        server.Cases.Fault = null;

        Assert.Equal("500", Assert.Single(reply.Xml().Elements("error")).Element("code")?.Value);
    }

    [Fact]
    public async Task A_form_that_cannot_be_read_is_refused()
    {
        using var broken = new StringContent("no boundary here");
        broken.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");

        (await server.SendAsync(HttpMethod.Post, "/open311/v2/requests.json", broken)).Wrong(400);
    }

    [Fact]
    public async Task A_key_that_is_missing_or_wrong_is_answered_403()
    {
        (await guarded.RequestAsync(OpenRequests.Form("no key"))).Wrong(403);
        (await guarded.RequestAsync(OpenRequests.Form("wrong key").With("api_key", "xyz"))).Wrong(403);
        (await guarded.GetReplyAsync("/open311/v2/requests.json")).Wrong(403);
        Assert.Equal("403", (await guarded.GetReplyAsync("/open311/v2/requests.xml")).Xml().Element("error")?.Element("code")?.Value);
        (await guarded.GetReplyAsync("/open311/v2/nothing.json")).Wrong(403);
    }

    [Theory]
    [InlineData("/open311/discovery.json")]
    [InlineData("/open311/v2/discovery.xml")]
    [InlineData("/open311/v2/services.xml")]
    [InlineData("/open311/v2/services/component-0101.json")]
    public async Task What_can_be_reported_needs_no_key(string path) =>
        Assert.Equal(HttpStatusCode.OK, (await guarded.GetReplyAsync(path)).Status);

    [Fact]
    public async Task An_app_reports_by_its_key_and_sees_what_it_reported_alone()
    {
        var (app, other) = (await AddAsync("app-1", KeyScopes.Read | KeyScopes.Report), await AddAsync("app-2", KeyScopes.Read));

        var created = await guarded.RequestAsync(OpenRequests.Form("keyed").With("api_key", app));

        var id = created.Json[0].GetProperty("service_request_id").GetString();
        Assert.Equal(new Actor("app-1", Roles.Citizen), guarded.Cases.Commands.Last().Origin.By);
        Assert.Equal(HttpStatusCode.OK, (await guarded.GetReplyAsync($"/open311/v2/requests/{id}.json?api_key={app}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await guarded.GetReplyAsync($"/open311/v2/requests/{id}.json", ("X-Api-Key", app))).Status);
        (await guarded.GetReplyAsync($"/open311/v2/requests/{id}.json?api_key={other}")).Wrong(404);
        (await guarded.GetReplyAsync($"/open311/v2/tokens/{id}.json?api_key={other}")).Wrong(404);
        Assert.Equal("[]", (await guarded.GetReplyAsync($"/open311/v2/requests.json?service_request_id={id}&api_key={other}")).Text);
        (await guarded.RequestAsync(OpenRequests.Form("read only").With("api_key", other))).Wrong(403);
        (await guarded.GetReplyAsync($"/api/v1/cases/{id}?api_key={app}")).Problem(HttpStatusCode.Unauthorized, "caller.unknown");
    }

    private async Task<string> AddAsync(string name, KeyScopes scopes)
    {
        var (text, hash) = ApiKeyText.Make(name);
        await guarded.Keys.AddAsync(
            new ApiKey(name, hash, new KeyHolder(Roles.Citizen, null, null), scopes, CityServer.Noon, null), CancellationToken.None);
        while ((await guarded.GetReplyAsync("/api/v1/catalog", ("X-Api-Key", text))).Code == "caller.keyUnknown")
        {
            guarded.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        return text;
    }
}
