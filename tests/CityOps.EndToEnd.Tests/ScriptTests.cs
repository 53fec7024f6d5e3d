using System.Diagnostics;

namespace CityOps.EndToEnd.Tests;

/// <summary>What the scripts say to whoever calls them for the first time, or wrongly. None of them builds anything for that.</summary>
public sealed class ScriptTests
{
    [Theory]
    [InlineData("run")]
    [InlineData("test")]
    [InlineData("bench")]
    [InlineData("cluster")]
    public async Task It_explains_itself(string name)
    {
        var (code, printed, errors) = await RunAsync(name, "--help");
        Assert.True(code == 0, printed + errors);
        Assert.StartsWith($"usage: tools/{name} ", printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("test", "--nonsense")]
    [InlineData("test", "FullyQualifiedName~ScriptTests", "nonsense")]
    [InlineData("bench", "nonsense")]
    public async Task What_it_does_not_understand_ends_it_before_anything_is_done(string name, params string[] arguments)
    {
        var (code, printed, errors) = await RunAsync(name, arguments);
        Assert.True(code == 2, printed + errors);
        Assert.StartsWith($"tools/{name}: ", errors, StringComparison.Ordinal);
        Assert.Empty(printed);
    }

    private static async Task<(int Code, string Printed, string Errors)> RunAsync(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Repository.PathOf($"tools/{name}"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var script = Process.Start(start) ?? throw new InvalidOperationException("bash does not start.");
        var (printed, errors) = (script.StandardOutput.ReadToEndAsync(), script.StandardError.ReadToEndAsync());
        await script.WaitForExitAsync().WaitAsync(Wait.Deadline);
        return (script.ExitCode, await printed, await errors);
    }
}
