using System.Diagnostics;
using System.Net.Sockets;

namespace CityOps.Bench.Processes;

/// <summary>
/// A Mosquitto of our own, from the program that is installed, with a directory of its own and on a free port of the loopback; set up
/// as docs/external-broker.md asks. Its sessions outlive a restart.
/// </summary>
public sealed class MosquittoServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Debian keeps it where only administrators look.
    private static readonly string[] Folders =
        [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), "/usr/sbin", "/usr/local/sbin"];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("cityops-mosquitto-");
    private readonly IReadOnlyList<string> _further;
    private Process? _running;

    /// <param name="further">Lines of its configuration beside the usual ones, or in their place.</param>
    public MosquittoServer(params IReadOnlyList<string> further)
    {
        _further = further;
        AppDomain.CurrentDomain.ProcessExit += Kill;
    }

    /// <summary>What is missing, or null where a broker can be started.</summary>
    public static string? Missing => Program is null ? "Mosquitto is not installed (apt-get install mosquitto)." : null;

    /// <summary>The port, also before it has started.</summary>
    public int Port { get; } = Ports.Free(1)[0];

    /// <summary>Where its files are.</summary>
    public string Home => _directory.FullName;

    private static string? Program => Folders.Select(f => Path.Combine(f, "mosquitto")).FirstOrDefault(File.Exists);

    /// <summary>Starts it and waits until it listens.</summary>
    public async Task StartAsync()
    {
        var file = Path.Combine(Home, "mosquitto.conf");
        await File.WriteAllLinesAsync(file,
        [
            $"listener {Port} 127.0.0.1",
            // Where it is started by root, it would become a user who cannot read this directory.
            $"user {Environment.UserName}",
            .. _further,
            .. new[] { "persistence true", $"persistence_location {Home}/", "max_queued_messages 0", "log_dest none", "allow_anonymous true" }
                .Where(line => !_further.Any(own => own.Split(' ')[0] == line.Split(' ')[0])),
        ]);
        _running = Process.Start(Precedence.Of(Program ?? throw new InvalidOperationException(Missing), "-c", file))
            ?? throw new InvalidOperationException("Mosquitto does not start.");
        using var patience = new CancellationTokenSource(Patience);
        while (!await ListensAsync(patience.Token))
        {
            if (_running.HasExited)
            {
                throw new InvalidOperationException($"Mosquitto ended with {_running.ExitCode}.");
            }

            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>Ends it in order: what it has in memory is in its file then.</summary>
    public async Task StopAsync()
    {
        if (_running is { HasExited: false } running)
        {
            using var ending = Process.Start("kill", ["-TERM", $"{running.Id}"]);
            using var patience = new CancellationTokenSource(Patience);
            await running.WaitForExitAsync(patience.Token);
        }
    }

    public ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= Kill;
        Kill(null, EventArgs.Empty);
        _running?.Dispose();
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<bool> ListensAsync(CancellationToken cancel)
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync("127.0.0.1", Port, cancel);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Kill(object? sender, EventArgs e)
    {
        if (_running is { HasExited: false })
        {
            _running.Kill();
            _running.WaitForExit();
        }
    }
}
