using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using CityOps.Domain.City;
using CityOps.Engine;
using CityOps.Engine.Changes;
using CityOps.Engine.Ports;
using CityOps.Engine.Webhooks;
using CityOps.Http.Live;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using NodaTime;

namespace CityOps.Http.Webhooks;

/// <summary>Posts CloudEvents 1.0, in JSON and signed. Thread-safe.</summary>
internal sealed class WebhookTarget(
    TargetGuard guard, CityConfiguration city, IOptions<JsonOptions> json, TimeProvider clock) : IWebhookTarget, IDisposable
{
    /// <summary>What every type of event begins with.</summary>
    public const string TypePrefix = "cityops.case.";

    /// <summary>The type of a message that means nothing.</summary>
    public const string TestType = "cityops.webhook.test";

    private const string MediaType = "application/cloudevents+json";
    private const int LongestFault = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // A host may have any number of connections: few messages of a subscription are under way at a time, and with a limit those that
    // hang would hold up the other subscriptions there, whose waiting counts as not answered.
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectCallback = guard.ConnectAsync,
        ConnectTimeout = TimeSpan.FromSeconds(5),

        // A name is asked again now and then, or a target that moves would be lost.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Patience,
    };

    public Task<TargetAnswer> SendAsync(Webhook webhook, CaseChange change, CancellationToken cancel) => PostAsync(
        webhook,
        new CloudEvent(
            change.Id, Source, TypePrefix + change.Type, change.Case.Value, change.At, CaseChangeBody.From(change)),
        cancel);

    public Task<TargetAnswer> TestAsync(Webhook webhook, CancellationToken cancel) => PostAsync(
        webhook,
        new CloudEvent(
            $"test-{RandomNumberGenerator.GetHexString(16, lowercase: true)}", Source, TestType, webhook.Id, clock.GetCurrentInstant(),
            new TestBody(webhook.Id)),
        cancel);

    public void Dispose() => _http.Dispose();

    private string Source => $"/cityops/{city.Id}";

    private async Task<TargetAnswer> PostAsync(Webhook webhook, CloudEvent message, CancellationToken cancel)
    {
        if (guard.FaultOf(webhook.Url) is { } fault)
        {
            return new TargetAnswer(null, fault);
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(message, json.Value.SerializerOptions);
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaType, "utf-8");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("CityOps", "1"));
        var now = clock.GetCurrentInstant();
        request.Headers.Add(WebhookSignature.IdHeader, message.Id);
        request.Headers.Add(WebhookSignature.TimeHeader, WebhookSignature.TimeOf(now));
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Of(webhook.Secrets, message.Id, now, body));
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            return new TargetAnswer((int)answer.StatusCode, answer.IsSuccessStatusCode ? null : $"HTTP {(int)answer.StatusCode}");
        }
        catch (HttpRequestException e)
        {
            // It has in it what came in place of HTTP, however long that is: every try would be kept with it.
            return new TargetAnswer(null, e.Message.Length > LongestFault ? e.Message[..LongestFault] : e.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new TargetAnswer(null, $"It has not answered within {Patience.TotalSeconds:0} s.");
        }
    }
}

/// <summary>A CloudEvent in the structured mode of the JSON format.</summary>
internal sealed record CloudEvent(string Id, string Source, string Type, string Subject, Instant Time, object Data)
{
    // The names are those of the specification, all in lower case.
#pragma warning disable CA1822
    [System.Text.Json.Serialization.JsonPropertyName("specversion")]
    public string SpecVersion => "1.0";

    [System.Text.Json.Serialization.JsonPropertyName("datacontenttype")]
    public string DataContentType => "application/json";
#pragma warning restore CA1822
}

/// <summary>What a test call carries.</summary>
internal sealed record TestBody(string Webhook);
