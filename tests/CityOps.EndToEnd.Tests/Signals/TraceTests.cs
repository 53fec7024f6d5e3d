using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace CityOps.EndToEnd.Tests.Signals;

/// <summary>An operator follows what somebody asked for through the engine: by its trace, and by the log.</summary>
public sealed class TraceTests : IAsyncLifetime, IDisposable
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Sender = "00f067aa0ba902b7";

    private readonly SpanCollector _collector = new();
    private readonly EngineProcess _engine = new();

    public async Task InitializeAsync()
    {
        await _collector.InitializeAsync();
        _engine.Further =
        [
            "--CityOps:Logs:Format=json",
            $"--CityOps:Tracing:Endpoint={_collector.Url}",
            "--CityOps:Tracing:SampleRatio=0",
            "--CityOps:Tracing:PositionRatio=1",
        ];
        await _engine.StartAsync();
    }

    public Task DisposeAsync() => _collector.DisposeAsync();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_trace_leads_from_a_caller_or_a_device_to_the_journal()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/reports")
        {
            Content = JsonContent.Create(Report("channel", "hotline", "source", "t-1")),
        };
        request.Headers.Add("traceparent", $"00-{Trace}-{Sender}-01");
        using var answer = await _engine.Http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, _engine.Log);

        await PublishAsync("collectors/c0001/report", Report("id", "m-1"), traceparent: "00-" + Trace.Replace('4', '5') + $"-{Sender}-01");
        await PublishAsync("vehicles/v0001/position", new { t = DateTimeOffset.UtcNow, lon = 115.8287, lat = 28.6476 });

        Assert.Equal(
            ["journal", "decide ReportCase", "ask ReportCase", "POST /api/v1/reports"],
            await _collector.WayUpAsync("journal", s => s.Trace == Trace));
        Assert.Equal(
            ["journal", "decide ReportCase", "ask ReportCase", "mqtt report"],
            await _collector.WayUpAsync("journal", s => s.Trace == Trace.Replace('4', '5')));
        Assert.Equal(["journal positions", "mqtt position"], await _collector.WayUpAsync("journal positions", _ => true));

        // What came without a trace was not drawn.
        await _engine.GetAsync("api/v1/cases");
        Assert.DoesNotContain(_collector.Spans, s => s.Name == "GET /api/v1/cases");
    }

    [Fact]
    public async Task A_problem_says_the_trace_of_the_request_and_every_line_of_the_log_is_json()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/cases/none");
        request.Headers.Add("traceparent", $"00-{Trace}-{Sender}-00");
        using var answer = await _engine.Http.SendAsync(request);

        Assert.Equal(Trace, (await answer.Content.ReadFromJsonAsync<JsonElement>()).Text("traceId"));
        var lines = _engine.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => !l.StartsWith("---", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.NotEqual("", JsonElement.Parse(line).Text("message")));
    }

    private static Dictionary<string, object> Report(params string[] further)
    {
        var report = new Dictionary<string, object>
        {
            ["t"] = DateTimeOffset.UtcNow, ["lon"] = 115.8287, ["lat"] = 28.6476, ["kind"] = "incident", ["category"] = "0101",
        };
        foreach (var pair in further.Chunk(2))
        {
            report[pair[0]] = pair[1];
        }

        return report;
    }

    private async Task PublishAsync(string topic, object payload, string? traceparent = null)
    {
        // A name for each: the library's broker, as it clears away a client that has left, may end its successor of the same name.
        using var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", _engine.MqttPort).WithProtocolVersion(MqttProtocolVersion.V500).WithClientId($"traced-{topic}").Build());
        var message = new MqttApplicationMessageBuilder()
            .WithTopic($"cityops/v1/{topic}")
            .WithPayload(JsonSerializer.SerializeToUtf8Bytes(payload))
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        if (traceparent is not null)
        {
            message.WithUserProperty("traceparent", Encoding.UTF8.GetBytes(traceparent));
        }

        // The first of a connection goes to the broker, which hears that the client is there; later positions are taken before it.
        await client.PublishAsync(message.Build());
        await client.PublishAsync(message.Build());
        await client.DisconnectAsync();
    }
}
