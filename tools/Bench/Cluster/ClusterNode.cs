using System.Diagnostics;
using CityOps.Bench.Processes;

namespace CityOps.Bench.Cluster;

/// <summary>A node in a process of its own, which is started again whenever it ends by itself, as a service manager does.</summary>
internal sealed class ClusterNode : IDisposable
{
    private const string ReadyLine = "CityOps is ready";
    private static readonly TimeSpan BeforeNextStart = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("cityops-bench-node-");
    private readonly Lock _gate = new();
    private readonly ProcessStartInfo _start;
    private readonly TextWriter _log;
    private Process? _process;
    private TaskCompletionSource _ready = new();
    private bool _isWanted;

    /// <param name="number">Which of them, from 1.</param>
    /// <param name="ports">For callers, and for other nodes.</param>
    /// <param name="options">What all nodes have.</param>
    /// <param name="logs">A directory for what it prints; null for nowhere.</param>
    public ClusterNode(int number, (int Http, int Cluster) ports, IEnumerable<string> options, string? logs)
    {
        (Name, Port) = ($"node-{number}", ports.Cluster);
        Group = NetworkCut.GroupOf(number);
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{ports.Http}/"), Timeout = Timeout.InfiniteTimeSpan };
        _log = logs is null ? TextWriter.Null : TextWriter.Synchronized(new StreamWriter(Path.Combine(logs, $"{Name}.log")) { AutoFlush = true });
        var secret = Path.Combine(_home.FullName, "bucket.secret");
        File.WriteAllText(secret, "nobody sends a photo");
        IReadOnlyList<string> whole =
        [
            .. NetworkCut.Missing is null ? NetworkCut.Under(Group) : [],
            "dotnet", Repository.Engine, "run", "--demo",
            $"--CityOps:DataDirectory={Path.Combine(_home.FullName, "data")}",
            $"--CityOps:Http:Port={ports.Http}",
            $"--CityOps:Cluster:Node={Name}",
            $"--CityOps:Cluster:Port={Port}",
            $"--CityOps:Files:Bucket:SecretFile={secret}",
            .. options,
        ];
        _start = new ProcessStartInfo(whole[0], whole.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        _start.Environment["DOTNET_TieredPGO"] = "0";
        AppDomain.CurrentDomain.ProcessExit += KillAtExit;
    }

    public string Name { get; }

    /// <summary>Where other nodes reach it.</summary>
    public int Port { get; }

    /// <summary>The group that its process has alone.</summary>
    public int Group { get; }

    /// <summary>Speaks with it, whichever process it is just now.</summary>
    public HttpClient Http { get; }

    /// <summary>The processor time of its process, of all cores.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process?.Refresh();
            return _process?.TotalProcessorTime ?? TimeSpan.Zero;
        }
    }

    /// <summary>True while there is a process of it, be it one that stands still.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>How often it has ended by itself.</summary>
    public int Ended { get; private set; }

    /// <summary>Starts it, and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        lock (_gate)
        {
            _isWanted = true;
            Launch();
        }

        await _ready.Task.WaitAsync(Patience);
    }

    /// <summary>SIGKILL. It stays down.</summary>
    public async Task KillAsync()
    {
        await UnwantedAsync(process => process.Kill());
    }

    /// <summary>SIGTERM, and waits until it has ended. It stays down.</summary>
    public Task StopAsync() => UnwantedAsync(_ => Signal("TERM"));

    /// <summary>Sends a signal, by its name: STOP, CONT, TERM.</summary>
    public void Signal(string name)
    {
        using var sending = Process.Start("kill", [$"-{name}", $"{_process?.Id}"]);
        sending.WaitForExit();
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillAtExit;
        KillAtExit(null, EventArgs.Empty);
        Http.Dispose();
        _log.Dispose();
        _home.Delete(recursive: true);
    }

    private async Task UnwantedAsync(Action<Process> end)
    {
        Process process;
        lock (_gate)
        {
            _isWanted = false;
            process = _process ?? throw new InvalidOperationException($"{Name} does not run.");
        }

        if (!process.HasExited)
        {
            end(process);
        }

        await process.WaitForExitAsync().WaitAsync(Patience);
    }

    private void Launch()
    {
        _ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = Process.Start(_start) ?? throw new BenchException("dotnet does not start.");
        _log.WriteLine($"=== {DateTime.UtcNow:HH:mm:ss.fff} process {_process.Id} ===");
        _ = WatchAsync(_process, _ready);
    }

    private async Task WatchAsync(Process process, TaskCompletionSource ready)
    {
        await Task.WhenAll(DrainAsync(process.StandardOutput, ready), DrainAsync(process.StandardError, ready));
        await process.WaitForExitAsync();
        await _log.WriteLineAsync($"=== {DateTime.UtcNow:HH:mm:ss.fff} process {process.Id} ended with {process.ExitCode} ===");
        await Task.Delay(BeforeNextStart);
        lock (_gate)
        {
            if (_isWanted && _process == process)
            {
                Ended++;
                Launch();
            }
        }
    }

    // A full pipe would stop the engine's log, and then the engine.
    private async Task DrainAsync(StreamReader output, TaskCompletionSource ready)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            await _log.WriteLineAsync($"{DateTime.UtcNow:HH:mm:ss.fff} {line}");
            if (line.StartsWith(ReadyLine, StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        }
    }

    private void KillAtExit(object? sender, EventArgs e)
    {
        lock (_gate)
        {
            _isWanted = false;
            if (_process is { HasExited: false })
            {
                _process.Kill();
                _process.WaitForExit();
            }
        }
    }
}
