using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CityOps.Testing;

/// <summary>
/// Another system: takes what is posted, and checks signatures as the page for integrators says. Linked into the test projects.
/// </summary>
internal sealed class WebhookReceiver : IAsyncLifetime
{
    private readonly WebApplication _app;
    private int _hanging;

    public WebhookReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/hook", async (HttpRequest request) =>
        {
            using var text = new StreamReader(request.Body);
            var taken = new Taken(request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString()), await text.ReadToEndAsync());
            Taken.Enqueue(taken);
            OnTaken();
            return Results.NoContent();
        });
        _app.MapPost("/silent", async (HttpContext context) =>
        {
            Interlocked.Increment(ref _hanging);
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        });
        _app.MapPost("/elsewhere", () => Results.Redirect("/hook", preserveMethod: true));
    }

    /// <summary>What came, in the order in which it came.</summary>
    public ConcurrentQueue<Taken> Taken { get; } = new();

    /// <summary>Called for each message before it is answered.</summary>
    public Action OnTaken { get; set; } = () => { };

    /// <summary>How many messages came that are never answered.</summary>
    public int Hanging => Volatile.Read(ref _hanging);

    public string Url => $"{_app.Urls.Single()}/hook";

    /// <summary>Where nothing is ever answered.</summary>
    public string SilentUrl => $"{_app.Urls.Single()}/silent";

    public Task InitializeAsync() => _app.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();
}

/// <summary>A message that came.</summary>
internal sealed record Taken(IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonElement Json => JsonElement.Parse(Body);

    /// <summary>True if one of the signatures is by the secret.</summary>
    public bool IsSignedWith(string? secret)
    {
        var key = Convert.FromBase64String(secret?["whsec_".Length..] ?? "");
        var signed = $"{Headers["webhook-id"]}.{Headers["webhook-timestamp"]}.{Body}";
        var mine = $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed)))}";
        return Headers["webhook-signature"].Split(' ').Contains(mine);
    }
}
