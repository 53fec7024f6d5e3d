using System.Net;
using CityOps.Domain;
using CityOps.Engine.Ports;
using CityOps.Http.Calling;
using CityOps.Http.Tests.Running;
using NodaTime;

namespace CityOps.Http.Tests;

/// <summary>Callers with keys.</summary>
public sealed class KeyTests : IClassFixture<GuardedServer>
{
    private readonly GuardedServer _server;

    public KeyTests(GuardedServer server) => _server = server;

    [Fact]
    public async Task A_key_opens_what_it_is_for_in_the_roles_of_its_holder()
    {
        var key = await AddAsync("hotline-1", Roles.Acceptor, "3601", KeyScopes.Read | KeyScopes.Report);

        var reported = await _server.ReportAsync(ReportBodies.Manhole("k-1"), key);

        Assert.Equal(HttpStatusCode.Created, reported.Status);
        Assert.Equal(HttpStatusCode.OK, (await _server.GetReplyAsync($"/api/v1/cases/{reported["id"]}", key)).Status);
        (await _server.PostAsync($"/api/v1/cases/{reported["id"]}/acts/verify", new { }, key))
            .Problem(HttpStatusCode.Forbidden, "caller.scopeMissing");
        Assert.Equal(new Actor("hotline-1", Roles.Acceptor, "3601"), _server.Cases.Commands.Last().Origin.By);
    }

    [Fact]
    public async Task A_key_that_is_revoked_is_refused_within_a_second()
    {
        var key = await AddAsync("short-1", Roles.Acceptor, "3601", KeyScopes.Read);
        Assert.Equal(HttpStatusCode.OK, (await _server.GetReplyAsync("/api/v1/catalog", key)).Status);

        await _server.Keys.RevokeAsync("short-1", CityServer.Noon, CancellationToken.None);
        await UntilAsync(key, "caller.keyRevoked");
    }

    [Fact]
    public async Task A_key_that_has_expired_or_was_never_made_is_refused()
    {
        var old = await AddAsync("old-1", Roles.Acceptor, "3601", KeyScopes.Read, CityServer.Noon);

        (await _server.GetReplyAsync("/api/v1/catalog", old)).Problem(HttpStatusCode.Unauthorized, "caller.keyExpired");
        foreach (var made in (string[])["x", "cityops.old-1.secret", "cityops..x", "cityops.nobody.x", $"{old.Item2}x"])
        {
            var reply = await _server.GetReplyAsync("/api/v1/catalog", ("X-Api-Key", made));
            reply.Problem(HttpStatusCode.Unauthorized, "caller.keyUnknown");
            Assert.NotEmpty(reply.Headers.WwwAuthenticate);
        }
    }

    [Fact]
    public async Task A_key_names_a_place_of_the_city()
    {
        (await _server.GetReplyAsync("/api/v1/catalog", await AddAsync("lost-1", Roles.Acceptor, "9999", KeyScopes.Read)))
            .Problem(HttpStatusCode.Forbidden, "caller.placeUnknown");
        (await _server.GetReplyAsync("/api/v1/catalog", await AddAsync("bare-1", Roles.Leader, null, KeyScopes.Read)))
            .Problem(HttpStatusCode.Forbidden, "caller.placeMissing");
    }

    [Fact]
    public async Task The_demos_header_makes_nobody_of_a_key()
    {
        var key = await AddAsync("plain-1", Roles.None, null, KeyScopes.Report | KeyScopes.Read);

        await _server.ReportAsync(ReportBodies.Manhole("k-2"), key, ("X-CityOps-Acting", "leader:zhang"));

        Assert.Equal(new Actor("plain-1", Roles.None), _server.Cases.Commands.Last().Origin.By);
    }

    [Fact]
    public async Task Two_credentials_at_once_are_refused()
    {
        var key = await AddAsync("two-1", Roles.None, null, KeyScopes.Read);

        (await _server.GetReplyAsync("/api/v1/catalog", key, ("Authorization", "Bearer x")))
            .Faults(HttpStatusCode.BadRequest, "request.malformed", "X-Api-Key");
        (await _server.GetReplyAsync("/api/v1/catalog", ("Authorization", "Basic x")))
            .Faults(HttpStatusCode.BadRequest, "request.malformed", "Authorization");
    }

    [Fact]
    public async Task The_last_use_is_written_once_a_minute()
    {
        // On a server of its own: elsewhere a minute may just be over, since looks at keys are waited for with the clock.
        await using var server = new OpenedServer(new CityHttpOptions());
        var (key, hash) = ApiKeyText.Make("used-1");
        await server.Keys.AddAsync(
            new ApiKey("used-1", hash, new KeyHolder(Roles.Leader, "3601", null), KeyScopes.Read, CityServer.Noon, null), CancellationToken.None);
        await server.InitializeAsync();

        Assert.Equal(HttpStatusCode.OK, (await server.GetReplyAsync("/api/v1/catalog", ("X-Api-Key", key))).Status);
        server.Clock.Advance(TimeSpan.FromSeconds(59));
        await server.GetReplyAsync("/health/live");
        Assert.DoesNotContain("used-1", server.Keys.Uses.Keys);

        await Eventually.Holds(() =>
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            return server.Keys.Uses.ContainsKey("used-1");
        });
    }

    [Fact]
    public async Task What_is_refused_and_whose_data_is_shown_stands_in_the_access_log()
    {
        var acceptor = await AddAsync("log-1", Roles.Acceptor, "3601", KeyScopes.Read | KeyScopes.Report);
        var roads = await AddAsync("log-2", Roles.Handler, null, KeyScopes.Read, department: TestCity.Roads);
        var id = (await _server.ReportAsync(ReportBodies.Manhole("k-3"), acceptor))["id"];
        await _server.GetReplyAsync($"/api/v1/cases/{id}", acceptor);
        await _server.GetReplyAsync($"/api/v1/cases/{id}", roads);
        await _server.GetReplyAsync("/api/v1/books", roads);
        await _server.GetReplyAsync("/api/v1/cases");

        // A call is noted once it is answered: with the note of the last one, those before it are there too.
        await Eventually.Holds(() => _server.Access.Notes.Any(n => n is { Path: "/api", Status: 401, Why: "caller.unknown" }));
        var notes = _server.Access.Notes.Select(n => (n.Who, n.Roles, n.Method, n.Path, n.What, n.Status, n.Why)).ToList();

        Assert.Contains(("log-1", "acceptor@3601", "GET", $"/api/v1/cases/{id}", "reporter", 200, null), notes);
        Assert.Contains(("log-2", "handler@roads", "GET", $"/api/v1/cases/{id}", "nothing", 404, "outsideScope"), notes);
        Assert.Contains(("log-2", "handler@roads", "GET", "/api/v1/books", "nothing", 403, "forbidden"), notes);
        Assert.Contains((null, null, "GET", "/api", "nothing", 401, "caller.unknown"), notes);
        Assert.DoesNotContain(notes, n => n.Who == "log-1" && n.Path == "/api/v1/catalog");
    }

    private async Task<(string, string)> AddAsync(
        string name, Roles roles, string? jurisdiction, KeyScopes scopes, Instant? expires = null, string? department = null)
    {
        var (text, hash) = ApiKeyText.Make(name);
        await _server.Keys.AddAsync(
            new ApiKey(name, hash, new KeyHolder(roles, jurisdiction, department), scopes, CityServer.Noon, expires), CancellationToken.None);
        await UntilAsync(("X-Api-Key", text), not: "caller.keyUnknown");
        return ("X-Api-Key", text);
    }

    /// <summary>Lets the engine look at the keys until a call is refused for a reason, or not any more.</summary>
    private async Task UntilAsync((string, string) key, string? code = null, string? not = null)
    {
        while (await _server.GetReplyAsync("/api/v1/catalog", key) is var reply && (not is null ? reply.Code != code : reply.Code == not))
        {
            _server.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
