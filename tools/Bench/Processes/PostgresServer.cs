using System.Diagnostics;

namespace CityOps.Bench.Processes;

/// <summary>
/// A PostgreSQL of our own, from the binaries that are installed, in a temporary directory and on a free port of the loopback;
/// with the defaults of the server, so that a commit is on disk. It refuses to run as root: then it runs as <c>postgres</c>.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Installed = "/usr/lib/postgresql";
    private const string Account = "postgres";

    private readonly string _binaries;
    private readonly string _directory;
    private readonly int _port;
    private readonly string _buffers;

    private PostgresServer(string binaries, string directory, int port, string buffers)
    {
        (_binaries, _directory, _port, _buffers) = (binaries, directory, port, buffers);
        AppDomain.CurrentDomain.ProcessExit += Kill;
    }

    /// <summary>What is missing, or null where a server can be started.</summary>
    public static string? Missing => Binaries() is null
        ? $"PostgreSQL's server is not installed: no initdb on the PATH or below {Installed} (apt-get install postgresql)."
        : null;

    /// <summary>The version as the server says it.</summary>
    public string Version { get; private set; } = "";

    public string ConnectionString =>
        $"Host=127.0.0.1;Port={_port};Username=cityops;Database=postgres;Include Error Detail=true";

    /// <summary>Makes one and starts it.</summary>
    /// <param name="buffers">Its <c>shared_buffers</c>; those of the server's defaults otherwise.</param>
    public static async Task<PostgresServer> StartAsync(string buffers = "128MB")
    {
        var binaries = Binaries() ?? throw new InvalidOperationException(Missing);
        var port = Ports.Free(1)[0];
        var server = new PostgresServer(binaries, Directory.CreateTempSubdirectory("cityops-postgres-").FullName, port, buffers);
        if (Environment.UserName == "root")
        {
            await RunAsync("chown", Account, server._directory);
        }

        // A language of people, as a city's server has it: no order of ours may hang on it.
        await server.AsOwnerAsync(
            "initdb", "-D", server.Data, "-U", "cityops", "-E", "UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=zh-CN",
            "--auth=trust");
        await server.ResumeAsync();
        server.Version = (await server.AsOwnerAsync("postgres", "--version")).Trim();
        return server;
    }

    /// <summary>Ends the server as a power cut would, as far as its clients see.</summary>
    public Task CrashAsync() => AsOwnerAsync("pg_ctl", "-D", Data, "-w", "-m", "immediate", "stop");

    /// <summary>Starts it again on the same data and port.</summary>
    public Task ResumeAsync() => AsOwnerAsync(
        "pg_ctl", "-D", Data, "-w", "-l", Path.Combine(_directory, "log"), "-o",
        $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_directory} -c shared_buffers={_buffers}", "start");

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= Kill;
        await CrashAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>It does not outlive us, however we end.</summary>
    private void Kill(object? sender, EventArgs e)
    {
        var running = Path.Combine(Data, "postmaster.pid");
        if (File.Exists(running))
        {
            using var sending = Process.Start("kill", ["-QUIT", File.ReadLines(running).First()]);
            sending.WaitForExit();
        }
    }

    private string Data => Path.Combine(_directory, "data");

    private Task<string> AsOwnerAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(_binaries, program);
        return Environment.UserName == "root"
            ? RunAsync("runuser", ["-u", Account, "--", path, .. arguments])
            : RunAsync(path, arguments);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = Precedence.Of(program, arguments);
        (start.RedirectStandardOutput, start.WorkingDirectory) = (true, Path.GetTempPath());
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start.");

        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    private static string? Binaries()
    {
        var versions = Directory.Exists(Installed)
            ? Directory.GetDirectories(Installed).OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var v) ? v : 0)
                .Select(d => Path.Combine(d, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return versions.Concat(path).FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")) && File.Exists(Path.Combine(d, "pg_ctl")));
    }
}
