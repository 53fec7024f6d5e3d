namespace CityOps.Bench.Processes;

/// <summary>The engine as it runs in a city: <c>cityops run --demo</c> with data and ports of its own.</summary>
internal sealed class EngineProcess : IDisposable
{
    private readonly ChildProcess _process;
    private readonly string? _ownData;
    private int _errorLines;

    private EngineProcess(ChildProcess process, string? ownData, int http, int mqtt, int jt808)
    {
        (_process, _ownData, HttpPort, MqttPort, Jt808Port) = (process, ownData, http, mqtt, jt808);
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{http}/") };
        _ = DrainAsync(process.Output);
    }

    public HttpClient Http { get; }

    public int HttpPort { get; }

    public int MqttPort { get; }

    /// <summary>Where terminals come in, if it was started for them.</summary>
    public int Jt808Port { get; }

    /// <summary>How many errors its log has.</summary>
    public int ErrorLines => Volatile.Read(ref _errorLines);

    public double MemoryMegabytes => _process.MemoryMegabytes;

    public TimeSpan ProcessorTime => _process.ProcessorTime;

    /// <summary>Starts on a directory that stays, or without one on a directory of its own; with terminals by TCP if asked.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="terminals">True for terminals by TCP.</param>
    /// <param name="further">Options beside the usual ones.</param>
    public static async Task<EngineProcess> StartAsync(
        string? directory = null, bool terminals = false, params IReadOnlyList<string> further)
    {
        var data = directory ?? Directory.CreateTempSubdirectory("cityops-bench-").FullName;
        var ports = Ports.Free(4);
        var process = await ChildProcess.StartAsync(
            "CityOps is ready", [Repository.Engine, "run", "--demo", $"--CityOps:DataDirectory={data}",
            $"--CityOps:Http:Port={ports[0]}", $"--CityOps:Mqtt:Port={ports[1]}", $"--CityOps:Cluster:Port={ports[2]}",
            $"--CityOps:Jt808:Port={ports[3]}", $"--CityOps:Jt808:Enabled={terminals}", .. further]);
        return new EngineProcess(process, directory is null ? data : null, ports[0], ports[1], ports[3]);
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
    private async Task DrainAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            if (line.Contains("fail:", StringComparison.Ordinal) || line.Contains("crit:", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _errorLines);
            }

            if (line.Contains("fail:", StringComparison.Ordinal) || line.Contains("warn:", StringComparison.Ordinal))
            {
                await Console.Error.WriteLineAsync($"engine: {line[..Math.Min(line.Length, 200)]}");
            }
        }
    }
}
