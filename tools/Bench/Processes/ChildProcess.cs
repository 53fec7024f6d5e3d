using System.Diagnostics;

namespace CityOps.Bench.Processes;

/// <summary>A program of ours beside the bench, killed by its own id at the end.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public StreamWriter Input => _process.StandardInput;

    public StreamReader Output => _process.StandardOutput;

    public double MemoryMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1e6;
        }
    }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a .NET program and waits for a line that begins as given.</summary>
    public static async Task<ChildProcess> StartAsync(string ready, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Repository.Root,
        };
        var child = new ChildProcess(Process.Start(start) ?? throw new BenchException("dotnet does not start."));
        try
        {
            using var timeout = new CancellationTokenSource(Patience);
            while (await child.Output.ReadLineAsync(timeout.Token) is { } line)
            {
                if (line.StartsWith(ready, StringComparison.Ordinal))
                {
                    return child;
                }
            }

            throw new BenchException($"{string.Join(' ', arguments)} ended before it was ready.");
        }
        catch
        {
            child.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
