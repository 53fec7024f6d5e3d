using System.Net;
using CityOps.Domain;
using CityOps.Engine.Ports;
using CityOps.Http.Calling;
using CityOps.Http.Tests.Running;

namespace CityOps.Http.Tests;

/// <summary>HEAD: what GET is answered, without the body.</summary>
public sealed class HeadTests(CityServer server) : IClassFixture<CityServer>
{
    [Theory]
    [InlineData("/api/v1/catalog")]
    [InlineData("/api/v1/queues")]
    [InlineData("/api/v1/cases/nothing")]
    [InlineData("/api/v1/cases?limit=0")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/open311/v2/services.xml")]
    [InlineData("/health/ready")]
    [InlineData("/openapi/v1.json")]
    public async Task It_is_answered_as_GET_is_without_the_body(string path)
    {
        var get = await server.GetReplyAsync(path);
        var head = await server.SendAsync(HttpMethod.Head, path, null);

        Assert.NotEqual("", get.Text);
        Assert.Equal(
            (get.Status, $"{get.Content.ContentType}", $"{get.Headers.ETag}", $"{get.Headers.CacheControl}", $"{get.Headers.Vary}", ""),
            (head.Status, $"{head.Content.ContentType}", $"{head.Headers.ETag}", $"{head.Headers.CacheControl}", $"{head.Headers.Vary}", head.Text));
    }

    [Fact]
    public async Task It_is_not_answered_anew_while_nothing_has_changed()
    {
        var known = (await server.SendAsync(HttpMethod.Head, "/api/v1/catalog", null)).Headers.ETag;

        var again = await server.SendAsync(HttpMethod.Head, "/api/v1/catalog", null, ("If-None-Match", $"{known}"));

        Assert.Equal(HttpStatusCode.NotModified, again.Status);
    }

    [Fact]
    public async Task Who_may_not_GET_may_not_ask_by_HEAD_and_it_is_noted()
    {
        var reply = await server.SendAsync(HttpMethod.Head, "/api/v1/books", null, ("X-CityOps-Acting", "dispatcher:li@360102"));

        Assert.Equal(HttpStatusCode.Forbidden, reply.Status);
        await Eventually.Holds(() => server.Access.Notes.Any(n => n is { Method: "HEAD", Path: "/api/v1/books", Status: 403 }));
    }

    [Fact]
    public async Task A_key_to_read_is_enough_and_none_is_not()
    {
        await using var guarded = new OpenedServer(new CityHttpOptions());
        var (key, hash) = ApiKeyText.Make("desk");
        await guarded.Keys.AddAsync(
            new ApiKey("desk", hash, new KeyHolder(Roles.Leader, "3601", null), KeyScopes.Read, CityServer.Noon, null), CancellationToken.None);
        await guarded.InitializeAsync();

        Assert.Equal(HttpStatusCode.OK, (await guarded.SendAsync(HttpMethod.Head, "/api/v1/catalog", null, ("X-Api-Key", key))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await guarded.SendAsync(HttpMethod.Head, "/api/v1/catalog", null)).Status);
    }

    [Theory]
    [InlineData("/api/v1/stream")]
    [InlineData("/api/v1/reports")]
    public async Task It_is_not_taken_where_nothing_could_be_told(string path) =>
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await server.SendAsync(HttpMethod.Head, path, null)).Status);
}
