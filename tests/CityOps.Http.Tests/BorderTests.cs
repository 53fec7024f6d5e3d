using System.Net;
using CityOps.Domain;
using CityOps.Engine.Ports;
using CityOps.Http.Calling;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests;

/// <summary>What holds for every call.</summary>
public sealed class BorderTests(CityServer server) : IClassFixture<CityServer>
{
    [Theory]
    [InlineData("/api/v1/catalog")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/health/live")]
    [InlineData("/openapi/v1.json")]
    public async Task Every_answer_has_safe_headers(string path)
    {
        var headers = (await server.GetReplyAsync(path)).Headers;

        Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("DENY", headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("no-referrer", headers.GetValues("Referrer-Policy").Single());
        Assert.StartsWith("default-src 'none'", headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/organisations")]
    [InlineData("/api/v1/queues")]
    [InlineData("/api/v1/notices")]
    [InlineData("/api/v1/cases/x/events")]
    [InlineData("/api/v1/tracks/near?lon=115.855&lat=28.685")]
    [InlineData("/open311/v2/requests.json")]
    public async Task What_one_caller_is_answered_is_kept_for_no_other(string path)
    {
        var headers = (await server.GetReplyAsync(path)).Headers;

        Assert.True(headers.CacheControl is { Private: true, NoCache: true }, $"{headers.CacheControl}");
        Assert.Subset(headers.Vary.ToHashSet(), new HashSet<string> { "X-Api-Key", "Authorization", "X-CityOps-Acting" });
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task An_answer_is_compressed_for_who_takes_that(string encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/catalog") { Headers = { { "Accept-Encoding", encoding } } };

        using var reply = await server.Client.SendAsync(request);

        Assert.Equal(encoding, Assert.Single(reply.Content.Headers.ContentEncoding));
    }

    [Fact]
    public async Task No_web_page_may_call_unless_it_is_configured()
    {
        Assert.False((await server.GetReplyAsync("/api/v1/catalog", ("Origin", "https://desk.example.org"))).Headers
            .Contains("Access-Control-Allow-Origin"));

        await using var open = new OpenedServer(new CityHttpOptions { Demo = true, Origins = ["https://desk.example.org"] });
        await open.InitializeAsync();
        var preflight = await open.SendAsync(
            HttpMethod.Options, "/api/v1/cases/x/acts/file", null, ("Origin", "https://desk.example.org"),
            ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "x-api-key,idempotency-key"));
        Assert.Equal(HttpStatusCode.NoContent, preflight.Status);
        Assert.Equal("https://desk.example.org", preflight.Headers.GetValues("Access-Control-Allow-Origin").Single());
        var own = await open.GetReplyAsync("/api/v1/catalog", ("Origin", "https://desk.example.org"));
        Assert.Contains("Content-Range", string.Join(',', own.Headers.GetValues("Access-Control-Expose-Headers")), StringComparison.Ordinal);
        Assert.False((await open.GetReplyAsync("/api/v1/catalog", ("Origin", "https://evil.example.org"))).Headers
            .Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_web_page_may_send_every_header_that_the_document_has()
    {
        await using var open = new OpenedServer(new CityHttpOptions { Demo = true, Origins = ["https://desk.example.org"] });
        await open.InitializeAsync();
        var paths = (await open.GetReplyAsync("/openapi/v1.json")).Json.GetProperty("paths");
        var headers = paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
            .SelectMany(call => call.Value.TryGetProperty("parameters", out var some) ? some.EnumerateArray().ToArray() : [])
            .Where(parameter => parameter.GetProperty("in").GetString() == "header")
            .Select(parameter => parameter.GetProperty("name").GetString() ?? "").ToHashSet();

        var preflight = await open.SendAsync(
            HttpMethod.Options, "/api/v1/files/x", null, ("Origin", "https://desk.example.org"), ("Access-Control-Request-Method", "GET"),
            ("Access-Control-Request-Headers", string.Join(',', headers)));

        var allowed = string.Join(',', preflight.Headers.GetValues("Access-Control-Allow-Headers")).Split(',', StringSplitOptions.TrimEntries);
        Assert.Subset(allowed.ToHashSet(), headers);
    }

    [Fact]
    public async Task Who_calls_too_much_is_told_when_to_come_again()
    {
        await using var limited = new OpenedServer(new CityHttpOptions { Demo = true, Limits = new CallLimits(1, 1, 3) });
        await limited.InitializeAsync();
        var (first, second) = (("X-CityOps-Acting", "citizen:a"), ("X-CityOps-Acting", "leader:b"));
        Reply reply;
        do
        {
            reply = await limited.GetReplyAsync("/api/v1/organisations", first);
        }
        while (reply.Status == HttpStatusCode.OK);

        reply.Problem(HttpStatusCode.TooManyRequests, "caller.tooMany");
        Assert.True(reply.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await limited.GetReplyAsync("/api/v1/organisations", second)).Status);
        Assert.Equal(HttpStatusCode.OK, (await limited.GetReplyAsync("/api/v1/organisations", ("X-CityOps-Acting", "collector:a"))).Status);
        Assert.Contains(limited.Access.Notes, n => n is { Who: "a", Status: 429, Why: "caller.tooMany" });
    }

    [Fact]
    public async Task Who_guesses_keys_is_slowed_by_address()
    {
        await using var limited = new OpenedServer(new CityHttpOptions { Limits = new CallLimits(1, 1, 3) });
        await limited.InitializeAsync();
        Reply reply;
        do
        {
            reply = await limited.GetReplyAsync("/api/v1/organisations", ("X-Api-Key", "guess"));
        }
        while (reply.Status == HttpStatusCode.Unauthorized);

        reply.Problem(HttpStatusCode.TooManyRequests, "caller.tooMany");
        Assert.Equal(HttpStatusCode.OK, (await limited.GetReplyAsync("/health/live")).Status);
    }

    [Fact]
    public async Task A_good_key_is_answered_whoever_else_fails_from_its_address()
    {
        await using var limited = new OpenedServer(new CityHttpOptions { Limits = new CallLimits(10, 1, 3) });
        var (key, hash) = ApiKeyText.Make("desk");
        await limited.Keys.AddAsync(
            new ApiKey("desk", hash, new KeyHolder(Roles.Leader, "3601", null), KeyScopes.Read, CityServer.Noon, null), CancellationToken.None);
        await limited.InitializeAsync();

        for (var i = 0; i < 30; i++)
        {
            await limited.GetReplyAsync($"/api/v1/cases/{i}", ("X-Api-Key", "guess"));
        }

        Assert.Contains(limited.Access.Notes, n => n is { Status: 429, Why: "caller.tooManyFailures" });
        Assert.Equal(HttpStatusCode.OK, (await limited.GetReplyAsync("/api/v1/organisations", ("X-Api-Key", key))).Status);
    }

    [Fact]
    public async Task What_is_stopped_at_the_border_is_noted_alike_whatever_was_asked_for()
    {
        await using var limited = new OpenedServer(new CityHttpOptions { Limits = new CallLimits(1, 1, 3) });
        await limited.InitializeAsync();
        for (var i = 0; i < 30; i++)
        {
            await limited.SendAsync(new HttpMethod($"ASK{i}"), $"/API/v1/{i}", null, ("X-Api-Key", $"guess{i}"));
        }

        await limited.GetReplyAsync("/open311/v2/requests.json");

        // A call is noted once it is answered.
        await Eventually.Holds(() => limited.Access.Notes.Any(n => n.Path == "/open311"));
        Assert.Equal(
            ["GET /open311", "other /api"],
            limited.Access.Notes.Select(n => $"{n.Method} {n.Path}").Distinct().Order(StringComparer.Ordinal));
        Assert.Equal([401, 429], limited.Access.Notes.Where(n => n.Method == "other").Select(n => n.Status).Distinct().Order());
    }
}
