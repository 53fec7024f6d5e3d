using System.Diagnostics;

namespace CityOps.EndToEnd.Tests;

/// <summary>What <c>tools/run</c> makes of what its engine says and of its end. The engine here only says it.</summary>
public sealed class RunScriptTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("cityops-e2e-run-");

    [Fact]
    public async Task It_shows_what_the_engine_says_and_looks_where_that_listens()
    {
        var (code, printed, errors) = await RunAsync("""
            echo "CityOps is ready: a city"
            echo "  HTTP  http://127.0.0.1:18090"
            echo "  MQTT  127.0.0.1:11884"
            echo "  Data  nowhere"
            echo "what comes later"
            exit 3
            """, "--quiet-city");
        Assert.True(code == 3, printed + errors);
        Assert.Contains("CityOps is ready: a city", printed, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:18090/api/v1/cases", printed, StringComparison.Ordinal);
        Assert.Contains("-h 127.0.0.1 -p 11884", printed, StringComparison.Ordinal);
        Assert.Contains("what comes later", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_does_not_become_ready_ends_it_with_its_exit_code()
    {
        var (code, printed, errors) = await RunAsync("exit 2", "--quiet-city");
        Assert.True(code == 2, printed + errors);
        Assert.Contains("exit code 2", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Where to look", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_own_option_may_stand_behind_those_of_the_engine()
    {
        var (code, printed, errors) = await RunAsync("echo \"It is told: $*\"; exit 3", "--CityOps:Http:Port=8090", "--quiet-city");
        Assert.True(code == 3, printed + errors);
        Assert.Contains("run --demo --CityOps:Http:Port=8090 --CityOps:Logs:Format=text", printed, StringComparison.Ordinal);
    }

    public void Dispose() => _home.Delete(recursive: true);

    /// <summary>Runs it with a <c>dotnet</c> that builds nothing and does this as the engine.</summary>
    private async Task<(int Code, string Printed, string Errors)> RunAsync(string engine, params string[] arguments)
    {
        var text = Path.Combine(_home.FullName, "engine");
        await File.WriteAllTextAsync(text, $"#!/bin/sh\n[ \"$1\" != build ] || exit 0\n{engine}\n");

        // Not written as a program by the tests themselves: another process that they start meanwhile has their open files until it runs its
        // own program, and while somebody may write a program nobody can start it.
        using (var executable = Process.Start("install", ["-m", "755", text, Path.Combine(_home.FullName, "dotnet")]))
        {
            await executable.WaitForExitAsync();
            Assert.Equal(0, executable.ExitCode);
        }

        var start = new ProcessStartInfo("bash", [Repository.PathOf("tools/run"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{_home.FullName}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        using var script = Process.Start(start) ?? throw new InvalidOperationException("bash does not start.");
        var (printed, errors) = (script.StandardOutput.ReadToEndAsync(), script.StandardError.ReadToEndAsync());
        await script.WaitForExitAsync().WaitAsync(Wait.Deadline);
        return (script.ExitCode, await printed, await errors);
    }
}
