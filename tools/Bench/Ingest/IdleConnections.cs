using CityOps.Bench.Mqtt;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;

namespace CityOps.Bench.Ingest;

/// <summary>What a device costs that is connected and says nothing, engine and broker together.</summary>
internal static class IdleConnections
{
    private const double LimitKilobytes = 25;
    private const int AtOnce = 100;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    public static async Task MeasureAsync(EngineProcess engine, LoadPlan plan, int count, Figures figures)
    {
        await Task.Delay(Rest);
        var before = engine.MemoryMegabytes;
        var connections = Enumerable.Range(0, count).Select(i => new LoadConnection(
            new PositionMessage([$"idle-{i}"], plan.Places[0], 1, 1), $"idle-{i}")).ToList();
        try
        {
            foreach (var some in connections.Chunk(AtOnce))
            {
                await Task.WhenAll(some.Select(c => c.ConnectAsync(engine.MqttPort, default)));
            }

            await Task.Delay(Rest);
            figures.Heading("Connections that say nothing");
            figures.Add("idleConnections", "connections", count, "");
            figures.Add(
                "idleKilobytes", $"resident memory a connection (limit {LimitKilobytes:N0})",
                (engine.MemoryMegabytes - before) * 1e3 / count, "KB", 1);
        }
        finally
        {
            connections.ForEach(c => c.Dispose());
        }
    }
}
