using System.Diagnostics;

namespace CityOps.EndToEnd.Tests;

/// <summary>A program, of the build output unless its path is whole, with its arguments, started as a process of its own that never outlives the tests.</summary>
internal sealed class Invocation : IDisposable
{
    private readonly Process _process;

    public Invocation(string program, string workingDirectory, params IReadOnlyList<string> arguments)
        : this(program, workingDirectory, arguments, new Dictionary<string, string>())
    {
    }

    /// <param name="program">The program.</param>
    /// <param name="workingDirectory">Where it starts.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables beside those of the tests.</param>
    public Invocation(string program, string workingDirectory, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, program));
        // These processes live for seconds: what they would learn for a faster code costs them more than it gives.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Printed.Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Errors.Add(line.Data);
        _process.Start();
        AppDomain.CurrentDomain.ProcessExit += KillAll;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Standard output.</summary>
    public Output Printed { get; } = new();

    /// <summary>Standard error.</summary>
    public Output Errors { get; } = new();

    public bool HasExited => _process.HasExited;

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int Code, string Printed, string Errors)> RunAsync(
        string program, string workingDirectory, params IReadOnlyList<string> arguments)
    {
        using var invocation = new Invocation(program, workingDirectory, arguments);
        var code = await invocation.ExitAsync();
        return (code, invocation.Printed.ToString(), invocation.Errors.ToString());
    }

    /// <summary>The exit code, once it has ended and everything it printed is here.</summary>
    /// <param name="patience">How long it may take; <see cref="Wait.Deadline"/> by default.</param>
    public async Task<int> ExitAsync(TimeSpan? patience = null)
    {
        using var deadline = new CancellationTokenSource(patience ?? Wait.Deadline);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    /// <summary>Sends a signal, by its name.</summary>
    public void Signal(string name)
    {
        using var sending = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        sending.WaitForExit();
    }

    /// <summary>SIGKILL: the process has no moment left to save anything.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillAll;
        KillAll();
        _process.Dispose();
    }

    private void KillAll(object? sender, EventArgs e) => KillAll();

    /// <summary>Also what it started itself.</summary>
    private void KillAll()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }
    }
}
