using System.Diagnostics;
using System.Text.Json;
using CityOps.Bench.Mqtt;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;

namespace CityOps.Bench.Ingest;

/// <summary>How long a fix takes while the engine has half of what it can bear: to its PUBACK, and to be seen over HTTP.</summary>
internal static class HalfLoad
{
    private const double PubackLimitMs = 200;
    private const double VisibleLimitMs = 250;
    private static readonly TimeSpan BetweenProbes = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="engine">The engine.</param>
    /// <param name="plan">The load at full speed.</param>
    /// <param name="most">What the engine bears, messages a second.</param>
    /// <param name="figures">Where the figures go.</param>
    public static async Task MeasureAsync(EngineProcess engine, LoadPlan plan, double most, Figures figures)
    {
        var between = TimeSpan.FromSeconds(plan.Connections / (most / 2));
        var connections = Enumerable.Range(0, plan.Connections).Select(i => new LoadConnection(
            new PositionMessage(plan.Vehicles(i), plan.Places[i % plan.Places.Count], 1, 1), $"half-{i}")).ToList();
        using var stop = new CancellationTokenSource();
        try
        {
            foreach (var some in connections.Chunk(50))
            {
                await Task.WhenAll(some.Select(c => c.ConnectAsync(engine.MqttPort, stop.Token)));
            }

            var (cold, puback) = (new Latencies(), new Latencies());
            await SendAsync(plan.Warm, cold);
            var before = connections.Sum(c => c.Acknowledged);
            var visible = new Latencies();
            var started = Stopwatch.GetTimestamp();
            await Task.WhenAll(SendAsync(plan.For, puback), ProbeAsync(engine, plan, visible));
            var rate = (connections.Sum(c => c.Acknowledged) - before) / Stopwatch.GetElapsedTime(started).TotalSeconds;
            figures.Heading("At half of that");
            figures.Add("halfPerSecond", "engine, durable", rate, "fixes/s");
            figures.Add("halfPubackP50Ms", "publish to PUBACK p50", puback.Milliseconds(50), "ms", 1);
            figures.Add("halfPubackP99Ms", $"publish to PUBACK p99 (limit {PubackLimitMs:N0})", puback.Milliseconds(99), "ms", 1);
            figures.Add("halfVisibleP50Ms", "publish to GET /vehicles/{id} p50", visible.Milliseconds(50), "ms", 1);
            figures.Add("halfVisibleP99Ms", $"publish to GET /vehicles/{{id}} p99 (limit {VisibleLimitMs:N0})", visible.Milliseconds(99), "ms", 1);
        }
        finally
        {
            connections.ForEach(c => c.Dispose());
        }

        Task SendAsync(TimeSpan time, Latencies latencies) => PacedLoad.SendAsync(connections, between, time, latencies);
    }

    private static async Task ProbeAsync(EngineProcess engine, LoadPlan plan, Latencies visible)
    {
        const string probe = "probe-1";
        var message = new PositionMessage([probe], plan.Places[0], 1, 1);
        using var connection = new LoadConnection(message, probe);
        await connection.ConnectAsync(engine.MqttPort, default);
        var packet = new byte[message.Length];
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < plan.For)
        {
            var sent = await connection.SendOneAsync(packet, default);
            while (await SeenAsync(engine, probe) < message.Clock)
            {
                if (Stopwatch.GetElapsedTime(sent) > Patience)
                {
                    throw new BenchException("A fix that was acknowledged is not to be seen.");
                }
            }

            visible.Record(sent, Stopwatch.GetTimestamp());
            await Task.Delay(BetweenProbes);
        }
    }

    /// <summary>The time of the vehicle's last fix over HTTP, in Unix ms; 0 for none.</summary>
    public static async Task<long> SeenAsync(EngineProcess engine, string vehicle)
    {
        using var answer = await engine.Http.GetAsync($"api/v1/vehicles/{vehicle}");
        if (!answer.IsSuccessStatusCode)
        {
            return 0;
        }

        using var body = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync());
        return body.RootElement.GetProperty("t").GetDateTimeOffset().ToUnixTimeMilliseconds();
    }
}
