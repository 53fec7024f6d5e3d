using System.Net;
using CityOps.Engine.Webhooks;
using CityOps.Http.Tests.Running;
using CityOps.Http.Webhooks;

namespace CityOps.Http.Tests.Webhooks;

/// <summary>A subscription is changed, and remains the same one.</summary>
public sealed class WebhookChangeTests(CityServer server) : IClassFixture<CityServer>
{
    private const string Acting = "X-CityOps-Acting";
    private const string Leader = "leader:l1";
    private const string Parks = "handler:h1@parks";

    [Fact]
    public async Task It_is_as_it_would_be_made_and_keeps_its_id_and_secret()
    {
        var made = await CreateAsync(new { url = "https://example.org/a", events = new[] { "dispatched" }, jurisdiction = "360102" });
        var path = $"/api/v1/webhooks/{made["id"]}";

        var changed = await server.PutAsync(path, new { url = "https://example.org/b", department = "roads" }, (Acting, Leader));

        Assert.Equal((HttpStatusCode.OK, made["id"], "https://example.org/b"), (changed.Status, changed["id"], changed["url"]));
        Assert.Equal((null, "roads", null), (changed["jurisdiction"], changed["department"], changed["secret"]));
        Assert.Empty(changed.Json.GetProperty("events").EnumerateArray());
        Assert.Equal(changed.Text, (await server.GetReplyAsync(path, (Acting, Leader))).Text);
        var kept = Assert.IsType<WebhookStanding>(await server.Webhooks.GetAsync(made["id"] ?? "", default)).Webhook;
        Assert.Equal(made["secret"], WebhookSignature.TextOf(kept.Secrets.Current));
    }

    [Fact]
    public async Task What_is_disabled_stays_so()
    {
        var path = $"/api/v1/webhooks/{(await CreateAsync(new { url = "https://example.org/a" }))["id"]}";
        await server.PostAsync($"{path}/disable", new { }, (Acting, Leader));

        var changed = await server.PutAsync(path, new { url = "https://example.org/b" }, (Acting, Leader));

        Assert.False(changed.Json.GetProperty("enabled").GetBoolean());
        Assert.Equal("l1 has disabled it.", changed["disabledBecause"]);
    }

    [Theory]
    [InlineData("""{}""", "url")]
    [InlineData("""{"url":"http://example.org"}""", "url")]
    [InlineData("""{"url":"https://10.0.0.1/"}""", "url")]
    [InlineData("""{"url":"https://example.org","events":["exploded"]}""", "events")]
    [InlineData("""{"url":"https://example.org","jurisdiction":"9999"}""", "jurisdiction")]
    [InlineData("""{"url":"https://example.org","department":"roads"}""", "department")]
    public async Task What_could_not_be_made_changes_nothing(string body, string field)
    {
        var path = $"/api/v1/webhooks/{(await CreateAsync(new { url = "https://example.org/a" }, Parks))["id"]}";
        var before = await server.GetReplyAsync(path, (Acting, Parks));

        (await server.PutAsync(path, body, (Acting, Parks))).Faults(HttpStatusCode.UnprocessableEntity, "request.invalid", field);

        Assert.Equal(before.Text, (await server.GetReplyAsync(path, (Acting, Parks))).Text);
    }

    [Fact]
    public async Task Nobody_changes_what_hears_of_more_than_they_see()
    {
        var path = $"/api/v1/webhooks/{(await CreateAsync(new { url = "https://example.org/a" }))["id"]}";

        (await server.PutAsync(path, new { url = "https://example.org/b" }, (Acting, Parks))).Problem(HttpStatusCode.NotFound, "webhook.notFound");

        Assert.Equal("https://example.org/a", (await server.GetReplyAsync(path, (Acting, Leader)))["url"]);
    }

    [Fact]
    public async Task Made_again_under_the_same_key_it_is_the_same_with_its_secret_for_a_day()
    {
        var body = new { url = "https://example.org/k", events = new[] { "closed" } };
        var made = await KeyedAsync(body, "w-1");
        var again = await KeyedAsync(body, "w-1");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (made.Status, again.Status));
        Assert.Equal((made["id"], made["secret"]), (again["id"], again["secret"]));
        server.Clock.Advance(TimeSpan.FromHours(24));
        var late = await KeyedAsync(body, "w-1");
        Assert.Equal((HttpStatusCode.OK, made["id"], null), (late.Status, late["id"], late["secret"]));
    }

    [Fact]
    public async Task Another_one_under_the_same_key_is_refused_and_another_callers_is_their_own()
    {
        var made = await KeyedAsync(new { url = "https://example.org/k" }, "w-2");
        var reused = await KeyedAsync(new { url = "https://example.org/other" }, "w-2");
        var other = await KeyedAsync(new { url = "https://example.org/k" }, "w-2", "leader:l2");

        reused.Faults(HttpStatusCode.UnprocessableEntity, "request.keyReused", "Idempotency-Key");
        Assert.Equal(HttpStatusCode.Created, other.Status);
        Assert.NotEqual(made["id"], other["id"]);
        (await KeyedAsync(new { url = "https://example.org/k" }, "no id")).Faults(HttpStatusCode.BadRequest, "request.malformed", "Idempotency-Key");
    }

    private Task<Reply> KeyedAsync(object body, string key, string acting = Leader) =>
        server.PostAsync("/api/v1/webhooks", body, (Acting, acting), ("Idempotency-Key", key));

    private Task<Reply> CreateAsync(object body, string acting = Leader) => server.PostAsync("/api/v1/webhooks", body, (Acting, acting));
}
