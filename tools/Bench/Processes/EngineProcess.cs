namespace CityOps.Bench.Processes;

/// <summary>The engine as it runs in a city: <c>cityops run --demo</c> with data and ports of its own.</summary>
internal sealed class EngineProcess : IDisposable
{
    private readonly ChildProcess _process;
    private readonly string? _ownData;

    private EngineProcess(ChildProcess process, string? ownData, int http, int mqtt)
    {
        (_process, _ownData, MqttPort) = (process, ownData, mqtt);
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{http}/") };
        _ = DrainAsync(process.Output);
    }

    public HttpClient Http { get; }

    public int MqttPort { get; }

    public double MemoryMegabytes => _process.MemoryMegabytes;

    public TimeSpan ProcessorTime => _process.ProcessorTime;

    /// <summary>Starts on a directory that stays, or without one on a directory of its own.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="further">Options beside the usual ones.</param>
    public static async Task<EngineProcess> StartAsync(string? directory = null, params IReadOnlyList<string> further)
    {
        var data = directory ?? Directory.CreateTempSubdirectory("cityops-bench-").FullName;
        var ports = Ports.Free(3);
        var process = await ChildProcess.StartAsync(
            "CityOps is ready", [Repository.Engine, "run", "--demo", $"--CityOps:DataDirectory={data}",
            $"--CityOps:Http:Port={ports[0]}", $"--CityOps:Mqtt:Port={ports[1]}", $"--CityOps:Cluster:Port={ports[2]}",
            "--CityOps:Jt808:Enabled=false", .. further]);
        return new EngineProcess(process, directory is null ? data : null, ports[0], ports[1]);
    }

    /// <summary>The counters of <c>/metrics</c> now.</summary>
    public async Task<Counters> CountersAsync() => Counters.Parse(await Http.GetStringAsync("metrics"));

    public void Dispose()
    {
        Http.Dispose();
        _process.Dispose();
        if (_ownData is not null)
        {
            Directory.Delete(_ownData, recursive: true);
        }
    }

    // A full pipe would stop the engine's log, and then the engine.
    private static async Task DrainAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            if (line.Contains("fail:", StringComparison.Ordinal) || line.Contains("warn:", StringComparison.Ordinal))
            {
                await Console.Error.WriteLineAsync($"engine: {line[..Math.Min(line.Length, 200)]}");
            }
        }
    }
}
