using System.Net;
using System.Net.Sockets;
using System.Text;
using CityOps.Engine.Changes;
using CityOps.Engine.Ports;
using CityOps.Engine.Webhooks;
using CityOps.Http.Tests.Running;
using CityOps.Http.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Http.Tests.Webhooks;

public sealed class WebhookTests : IAsyncLifetime
{
    private readonly CityServer _server = new PrivateTargets();
    private readonly WebhookReceiver _receiver = new();

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        await _receiver.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task The_secret_is_shown_when_it_is_made_and_never_again()
    {
        var made = await CreateAsync(new { url = _receiver.Url });
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.StartsWith("whsec_", made["secret"], StringComparison.Ordinal);

        var read = await _server.GetReplyAsync($"/api/v1/webhooks/{made["id"]}");
        var listed = await _server.GetReplyAsync("/api/v1/webhooks");

        Assert.Equal(made.Headers.Location?.ToString(), $"/api/v1/webhooks/{read["id"]}");
        Assert.Null(read["secret"]);
        Assert.DoesNotContain(made["secret"] ?? "", listed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_call_is_a_signed_cloud_event()
    {
        var made = await CreateAsync(new { url = _receiver.Url });

        var reply = await _server.PostAsync($"/api/v1/webhooks/{made["id"]}/test", new { });

        Assert.True(reply.Json.GetProperty("delivered").GetBoolean());
        var taken = Assert.Single(_receiver.Taken);
        Assert.True(taken.IsSignedWith(made["secret"]));
        Assert.Equal("application/cloudevents+json; charset=utf-8", taken.Headers["Content-Type"]);
        Assert.Equal("1.0", taken.Json.GetProperty("specversion").GetString());
        Assert.Equal("cityops.webhook.test", taken.Json.GetProperty("type").GetString());
        Assert.Equal(taken.Headers["webhook-id"], taken.Json.GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_change_is_told_with_the_id_of_its_event()
    {
        var id = await _server.ReportedAsync("m-1");
        var made = await CreateAsync(new { url = _receiver.Url });
        var change = await ChangeAsync(id);

        var answer = await SendAsync(made["id"] ?? "", change);

        Assert.True(answer.IsTaken);
        var json = Assert.Single(_receiver.Taken).Json;
        Assert.Equal($"{id}-1", json.GetProperty("id").GetString());
        Assert.Equal("cityops.case.reported", json.GetProperty("type").GetString());
        Assert.Equal(id, json.GetProperty("subject").GetString());
        Assert.Equal("/cityops/test", json.GetProperty("source").GetString());
        Assert.Equal("application/json", json.GetProperty("datacontenttype").GetString());
        Assert.Equal(TestCity.West, json.GetProperty("data").GetProperty("grid").GetString());
        Assert.DoesNotContain("Zhang San", json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_change_of_the_secret_both_count()
    {
        var made = await CreateAsync(new { url = _receiver.Url });
        var rotated = await _server.PostAsync($"/api/v1/webhooks/{made["id"]}/rotate", new { });
        await _server.PostAsync($"/api/v1/webhooks/{made["id"]}/test", new { });

        var taken = Assert.Single(_receiver.Taken);

        Assert.NotEqual(made["secret"], rotated["secret"]);
        Assert.True(taken.IsSignedWith(made["secret"]));
        Assert.True(taken.IsSignedWith(rotated["secret"]));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        var made = await CreateAsync(new { url = _receiver.Url.Replace("/hook", "/elsewhere", StringComparison.Ordinal) });

        var reply = await _server.PostAsync($"/api/v1/webhooks/{made["id"]}/test", new { });

        Assert.Equal((false, 307), (reply.Json.GetProperty("delivered").GetBoolean(), reply.Json.GetProperty("status").GetInt32()));
        Assert.Empty(_receiver.Taken);
    }

    [Fact]
    public async Task A_target_that_is_not_there_is_a_fault_and_no_error()
    {
        var made = await CreateAsync(new { url = "http://127.0.0.1:1/" });

        var reply = await _server.PostAsync($"/api/v1/webhooks/{made["id"]}/test", new { });

        Assert.False(reply.Json.GetProperty("delivered").GetBoolean());
        Assert.NotEmpty(reply["fault"] ?? "");
        Assert.Empty(_server.Logs.Errors);
    }

    [Fact]
    public async Task What_comes_in_place_of_an_answer_is_told_in_short()
    {
        using var target = new TcpListener(IPAddress.Loopback, 0);
        target.Start();
        var made = await CreateAsync(new { url = $"http://{target.LocalEndpoint}/" });

        var trying = _server.PostAsync($"/api/v1/webhooks/{made["id"]}/test", new { });
        using var connection = await target.AcceptTcpClientAsync();
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"{new string('x', 10_000)}\r\n\r\n"));
        var reply = await trying;

        Assert.False(reply.Json.GetProperty("delivered").GetBoolean());
        Assert.InRange((reply["fault"] ?? "").Length, 1, 300);
    }

    [Fact]
    public async Task Messages_that_hang_hold_up_no_other_subscription_of_their_host()
    {
        const int many = 16;
        var silent = (await CreateAsync(new { url = _receiver.SilentUrl }))["id"] ?? "";
        var sound = (await CreateAsync(new { url = _receiver.Url }))["id"] ?? "";
        var change = await ChangeAsync(await _server.ReportedAsync("m-1"));
        using var end = new CancellationTokenSource();
        var hanging = Enumerable.Range(0, many).Select(_ => SendAsync(silent, change, end.Token)).ToList();
        await Eventually.Holds(() => _receiver.Hanging == many);

        var answer = await SendAsync(sound, change);

        Assert.True(answer.IsTaken);
        Assert.DoesNotContain(hanging, h => h.IsCompleted);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(hanging));
    }

    [Fact]
    public async Task A_webhook_can_be_disabled_enabled_and_removed()
    {
        var path = $"/api/v1/webhooks/{(await CreateAsync(new { url = _receiver.Url }))["id"]}";

        var disabled = await _server.PostAsync($"{path}/disable", new { });
        var enabled = await _server.PostAsync($"{path}/enable", new { });
        var removed = await _server.SendAsync(HttpMethod.Delete, path, null);

        Assert.False(disabled.Json.GetProperty("enabled").GetBoolean());
        Assert.True(enabled.Json.GetProperty("enabled").GetBoolean());
        Assert.Equal(HttpStatusCode.NoContent, removed.Status);
        (await _server.GetReplyAsync(path)).Problem(HttpStatusCode.NotFound, "webhook.notFound");
    }

    [Fact]
    public async Task Dead_letters_are_listed_and_sent_again()
    {
        var path = $"/api/v1/webhooks/{(await CreateAsync(new { url = _receiver.Url }))["id"]}/deadLetters";
        var change = await ChangeAsync(await _server.ReportedAsync("m-1"));
        _server.Webhooks.Dead.Add(new Delivery(1, "w", change, 30, CityServer.Noon, "HTTP 500"));

        var listed = await _server.GetReplyAsync(path);
        (await _server.PostAsync($"{path}/other/resend", new { })).Problem(HttpStatusCode.NotFound, "deadLetter.notFound");
        var resent = await _server.PostAsync($"{path}/{change.Id}/resend", new { });

        Assert.Equal("HTTP 500", Assert.Single(listed.Json.GetProperty("items").EnumerateArray()).GetProperty("fault").GetString());
        Assert.Equal(1, resent.Json.GetProperty("resent").GetInt32());
        (await _server.GetReplyAsync($"{path}?after=x")).Faults(HttpStatusCode.BadRequest, "request.malformed", "after");
    }

    [Theory]
    [InlineData("""{}""", "url")]
    [InlineData("""{"url":"no url"}""", "url")]
    [InlineData("""{"url":"ftp://example.org"}""", "url")]
    [InlineData("""{"url":"https://example.org","events":["exploded"]}""", "events")]
    [InlineData("""{"url":"https://example.org","events":[null]}""", "events")]
    [InlineData("""{"url":"https://example.org","jurisdiction":"9999"}""", "jurisdiction")]
    [InlineData("""{"url":"https://example.org","department":"nobody"}""", "department")]
    public async Task What_is_wrong_is_named(string body, string field) =>
        (await _server.PostAsync("/api/v1/webhooks", body)).Faults(HttpStatusCode.UnprocessableEntity, "request.invalid", field);

    [Fact]
    public async Task A_department_subscribes_to_its_own_and_sees_no_other()
    {
        var city = await CreateAsync(new { url = _receiver.Url });
        var own = await CreateAsync(new { url = _receiver.Url }, "handler:h1@parks");
        (await CreateAsync(new { url = _receiver.Url, department = "roads" }, "handler:h1@parks"))
            .Faults(HttpStatusCode.UnprocessableEntity, "request.invalid", "department");

        var listed = await _server.GetReplyAsync("/api/v1/webhooks", ("X-CityOps-Acting", "handler:h1@parks"));

        Assert.Equal("parks", own["department"]);
        Assert.Equal(own["id"], Assert.Single(listed.Json.GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
        (await _server.GetReplyAsync($"/api/v1/webhooks/{city["id"]}", ("X-CityOps-Acting", "handler:h1@parks")))
            .Problem(HttpStatusCode.NotFound, "webhook.notFound");
    }

    [Fact]
    public async Task Who_does_not_work_on_cases_has_no_webhooks() =>
        (await CreateAsync(new { url = _receiver.Url }, "citizen:c1")).Problem(HttpStatusCode.Forbidden, "webhook.notForCaller");

    private Task<Reply> CreateAsync(object body, string acting = "leader:l1") =>
        _server.PostAsync("/api/v1/webhooks", body, ("X-CityOps-Acting", acting));

    private async Task<CaseChange> ChangeAsync(string id)
    {
        var changes = new CaseChanges(_server.Cases);
        var events = await _server.Cases.OfEntityAsync($"case-{id}", 1, 1, default);
        return (CaseChange)Assert.Single(await changes.OfAsync(events, default)).Event;
    }

    private async Task<TargetAnswer> SendAsync(string id, CaseChange change, CancellationToken cancel = default)
    {
        var standing = Assert.IsType<WebhookStanding>(await _server.Webhooks.GetAsync(id, default));
        return await _server.Services.GetRequiredService<IWebhookTarget>().SendAsync(standing.Webhook, change, cancel);
    }

    private sealed class PrivateTargets() : CityServer(new CityHttpOptions
    {
        Demo = true, Webhooks = new WebhookOptions { PrivateTargets = true },
    });
}
