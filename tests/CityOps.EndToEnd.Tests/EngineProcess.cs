using CityOps.Bench.Processes;

namespace CityOps.EndToEnd.Tests;

/// <summary>A whole engine in a process of its own, on free ports and its own data directory, which survives restarts.</summary>
public sealed class EngineProcess : IRunningEngine, IAsyncLifetime, IDisposable
{
    private const string ReadyLine = "CityOps is ready";
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("cityops-e2e-");
    private readonly List<Output> _logs = [];
    private Invocation? _running;

    public EngineProcess()
    {
        HttpPort = FreePort();
        MqttPort = FreePort();
        Jt808Port = FreePort();
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{HttpPort}/"), Timeout = Wait.Deadline };
    }

    /// <summary>The program: the published one of the folder that CITYOPS_ENGINE names, or else as it was built with the tests.</summary>
    public static string Program { get; } =
        Path.Combine(System.Environment.GetEnvironmentVariable("CITYOPS_ENGINE") ?? AppContext.BaseDirectory, "cityops.dll");

    public int HttpPort { get; }

    /// <summary>Where devices connect: to the engine, or to the broker of a test.</summary>
    public int MqttPort { get; init; }

    public int Jt808Port { get; }

    /// <summary>Speaks with the engine, whichever process it is just now.</summary>
    public HttpClient Http { get; }

    /// <summary>What every process so far has printed.</summary>
    public string Log => string.Join("\n--- next process ---\n", _logs);

    /// <summary>How many lines all of them printed.</summary>
    public int LogLines => _logs.Sum(log => log.Count);

    /// <summary>The options that make it this engine.</summary>
    public IReadOnlyList<string> Options =>
    [
        $"--CityOps:DataDirectory={Path.Combine(_home.FullName, "data")}",
        $"--CityOps:Http:Port={HttpPort}",
        $"--CityOps:Mqtt:Port={MqttPort}",
        $"--CityOps:Jt808:Port={Jt808Port}",
        "--CityOps:Cluster:Port=0",
        .. Further,
    ];

    /// <summary>Options beside these, for the next start.</summary>
    public IReadOnlyList<string> Further { get; set; } = [];

    /// <summary>Variables of its environment, for the next start.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; set; } = new Dictionary<string, string>();

    /// <summary>False for an engine that lets in only who logs in.</summary>
    public bool IsDemo { get; init; } = true;

    /// <summary>Where a test may put files of its own; the data directory is <c>data</c> in it.</summary>
    public string Home => _home.FullName;

    /// <summary>A port of loopback that nobody listens on just now, and that no other test was given.</summary>
    public static int FreePort() => Ports.Free(1)[0];

    /// <summary>Starts a process and waits until it says that it is ready.</summary>
    public Task StartAsync() => StartUntilAsync(ReadyLine);

    /// <summary>Starts a process and waits until it prints a line that contains the text.</summary>
    public async Task StartUntilAsync(string text)
    {
        _running?.Dispose();
        _running = new Invocation(Program, _home.FullName, ["run", .. IsDemo ? ["--demo"] : Array.Empty<string>(), .. Options], Environment);
        _logs.Add(_running.Printed);
        _logs.Add(_running.Errors);
        await Wait.UntilAsync(
            () => Task.FromResult(
                _running.Printed.From(0).Any(line => line.Contains(text, StringComparison.Ordinal)) || _running.HasExited),
            () => $"The engine did not print '{text}':\n{Log}");
        if (_running.HasExited)
        {
            // What it printed last may still be on its way here.
            await _running.ExitAsync();
            throw new InvalidOperationException($"The engine ended:\n{Log}");
        }
    }

    /// <summary>SIGKILL.</summary>
    public void Kill() => _running?.Kill();

    /// <summary>SIGTERM, and waits until it has ended.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> StopAsync()
    {
        Signal("TERM");
        return ExitAsync();
    }

    /// <summary>Waits until it has ended.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> ExitAsync() => _running?.ExitAsync() ?? throw new InvalidOperationException("The engine does not run.");

    /// <summary>Sends a signal, by its name: STOP, CONT, TERM.</summary>
    public void Signal(string name) => _running?.Signal(name);

    public Task InitializeAsync() => StartAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _running?.Dispose();
        Http.Dispose();
        _home.Delete(recursive: true);
    }
}

/// <summary>Tests that share one engine, because none of them harms it.</summary>
[CollectionDefinition(Name)]
public sealed class OneEngine : ICollectionFixture<EngineProcess>
{
    public const string Name = "one engine";
}
