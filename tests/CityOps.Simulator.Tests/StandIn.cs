using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using CityOps.Bench.Processes;
using CityOps.Simulator.Clients;
using CityOps.Simulator.Life;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace CityOps.Simulator.Tests;

/// <summary>
/// The smallest thing that keeps the contract of reports, acts, tracks and acknowledgements: over real sockets, so that
/// the simulator's clients are tested as they are. It can be told to lose answers.
/// </summary>
internal sealed class StandIn : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly MqttServer _broker;
    private readonly ConcurrentDictionary<string, StandInCase> _bySource = new();
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, JsonElement>> _tracks = new();
    private int _requests;

    private StandIn(WebApplication web, MqttServer broker, MqttAddress mqtt)
    {
        _web = web;
        _broker = broker;
        Mqtt = mqtt;
    }

    /// <summary>Every how many requests one is carried out but its answer lost; zero for none.</summary>
    public int LosesEvery { get; init; }

    /// <summary>The grid that cases answer with; the true one where null.</summary>
    public string? WrongGrid { get; init; }

    public Uri Http => new(_web.Urls.First());

    public MqttAddress Mqtt { get; }

    public IEnumerable<StandInCase> Cases => _bySource.Values;

    public ConcurrentQueue<string> Acts { get; } = new();

    public ConcurrentQueue<(string Topic, byte[] Payload)> Published { get; } = new();

    /// <summary>Done when the first case was closed.</summary>
    public TaskCompletionSource FirstClosed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<StandIn> StartAsync(int losesEvery = 0, string? wrongGrid = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var port = Ports.Free(1)[0];
        var options = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.IPv6None)
            .WithDefaultEndpointPort(port)
            .Build();
        var broker = new MqttServerFactory().CreateMqttServer(options);
        var standIn = new StandIn(builder.Build(), broker, new("127.0.0.1", port))
        {
            LosesEvery = losesEvery,
            WrongGrid = wrongGrid,
        };
        standIn.Map();
        standIn._broker.InterceptingPublishAsync += standIn.OnPublishAsync;
        await standIn._broker.StartAsync();
        await standIn._web.StartAsync();
        return standIn;
    }

    public async ValueTask DisposeAsync()
    {
        await _broker.StopAsync();
        _broker.Dispose();
        await _web.DisposeAsync();
    }

    private void Map()
    {
        _web.MapGet("/health/ready", () => Results.Ok());
        _web.MapPost(
            "/api/v1/reports", (HttpContext context, JsonElement body) => AnswerAsync(context, () => Report(body)));
        _web.MapPost(
            "/api/v1/cases/{id}/acts/{act}",
            (HttpContext context, string id, string act) => AnswerAsync(context, () => Act(id, act, context)));
        _web.MapGet(
            "/api/v1/cases/{id}",
            (string id) => _bySource.Values.FirstOrDefault(found => found.Id == id) is { } found
                ? Results.Json(Body(found))
                : Results.NotFound(new { code = "case.notFound" }));
        _web.MapGet(
            "/api/v1/cases/{id}/tasks",
            (string id) => Results.Json(new { items = _bySource.Values.First(found => found.Id == id).Tasks }));
        _web.MapGet("/api/v1/{kind}/{id}/track", (string kind, string id) => Results.Json(new
        {
            type = "LineString",
            coordinates = _tracks.GetValueOrDefault($"{kind}/{id}", []).Select(_ => new[] { 0, 0 }),
        }));
        _web.MapGet(
            "/api/v1/refusals", () => Results.Json(new { items = new[] { new { code = "fix.outside", count = 2 } } }));
    }

    // Carried out, and then the connection breaks: the caller cannot know, and must send the same again.
    private async Task AnswerAsync(HttpContext context, Func<IResult> answer)
    {
        var result = answer();
        if (LosesEvery > 0 && Interlocked.Increment(ref _requests) % LosesEvery == 0)
        {
            context.Abort();
            return;
        }

        await result.ExecuteAsync(context);
    }

    private IResult Report(JsonElement body)
    {
        var report = body.Deserialize<ReportMessage>(Wire.Json) ?? throw new InvalidOperationException("No report.");
        var made = new StandInCase(report);
        var kept = _bySource.GetOrAdd(report.Source ?? report.Id, made);
        return Results.Json(Body(kept), statusCode: ReferenceEquals(kept, made) ? 201 : 200);
    }

    private IResult Act(string id, string act, HttpContext context)
    {
        var on = _bySource.Values.First(found => found.Id == id);
        lock (on)
        {
            if (on.Commands.Add(context.Request.Headers["Idempotency-Key"].ToString()))
            {
                var step = on.Stage == "inspecting" ? CaseRoute.After(on.Stage, "passed") : CaseRoute.Next(on.Stage);
                if (step?.Act != act && (act, on.Stage) != ("verify", "reported"))
                {
                    return Results.Json(new { code = "case.notPossible", detail = on.Stage }, statusCode: 409);
                }

                Acts.Enqueue($"{act} by {context.Request.Headers["X-CityOps-Acting"]}");
                on.Do(act);
            }

            if (on.Stage == "closed")
            {
                FirstClosed.TrySetResult();
            }

            return Results.Json(Body(on));
        }
    }

    private async Task OnPublishAsync(InterceptingPublishEventArgs e)
    {
        byte[] payload = [.. System.Buffers.BuffersExtensions.ToArray(e.ApplicationMessage.Payload)];
        Published.Enqueue((e.ApplicationMessage.Topic, payload));
        if (e.ApplicationMessage.Topic.Split('/') is not ["cityops", "v1", var kind, var id, var what])
        {
            return;
        }

        if (what == "position")
        {
            var json = JsonElement.Parse(payload);
            var track = _tracks.GetOrAdd($"{kind}/{id}", _ => new());
            foreach (var fix in json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().ToArray() : [json])
            {
                track[fix.Text("t") ?? ""] = fix;
            }
        }

        if (what is "report" or "shift")
        {
            await AcknowledgeAsync(JsonElement.Parse(payload), $"cityops/v1/{kind}/{id}/ack", what);
        }
    }

    private Task AcknowledgeAsync(JsonElement message, string topic, string what)
    {
        var @case = what == "report"
            ? _bySource.GetOrAdd(
                message.Text("id") ?? "",
                _ => new(message.Deserialize<ReportMessage>(Wire.Json) ?? throw new JsonException())).Id
            : null;
        var ack = new MqttApplicationMessageBuilder()
            .WithTopic(topic)
            .WithPayload(Wire.Bytes(new AckMessage(message.Text("id"), "accepted", @case, null, null)))
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .Build();
        return _broker.InjectApplicationMessage(
            new InjectedMqttApplicationMessage(ack) { SenderClientId = "stand-in" });
    }

    private object Body(StandInCase of) => new
    {
        id = of.Id,
        stage = of.Stage,
        source = of.Report.Source,
        lon = of.Report.Lon,
        lat = of.Report.Lat,
        grid = WrongGrid ?? Cities.Small.Grids.At(
            Domain.Geo.GeoPoint.At(latitude: of.Report.Lat, longitude: of.Report.Lon))?.Code,
    };
}

/// <summary>A case of the stand-in.</summary>
internal sealed class StandInCase(ReportMessage report)
{
    public static readonly string[] Stages =
        ["reported", "filed", "dispatched", "handling", "handled", "inspecting", "closed"];

    public string Id { get; } = string.Create(
        CultureInfo.InvariantCulture, $"C{Map.Chance.HashOf(report.Source ?? report.Id) % 10_000_000_000:D10}");

    public ReportMessage Report { get; } = report;

    public string Stage { get; set; } = "reported";

    public HashSet<string> Commands { get; } = [];

    /// <summary>What collectors found: at once, and always as one hopes.</summary>
    public ConcurrentQueue<object> Tasks { get; } = new();

    public void Do(string act)
    {
        if (act is "verify" or "inspect")
        {
            Tasks.Enqueue(new { outcome = act == "verify" ? "confirmed" : "passed" });
        }

        Stage = act == "verify" ? Stage : Stages[Array.IndexOf(Stages, Stage) + 1];
    }
}
