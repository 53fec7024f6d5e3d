using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using CityOps.Bench.Processes;

namespace CityOps.EndToEnd.Tests;

/// <summary>Every bench still comes to its figures. What they are does not matter here: they are of next to nothing.</summary>
public sealed class BenchTests : IDisposable
{
    private const int AtOnce = 2;

    // They live for half a minute on a machine that does nothing else.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    // The smallest of everything: a bench that is not here fails the test.
    private static readonly Dictionary<string, string> Smallest = new()
    {
        ["ingest"] = "--connections 5 --seconds 1 --warm 1 --rounds 1 --idle 10 --phases qos1,half,qos1x16,qos0,gateway",
        ["journal"] = "--actors 10 --seconds 1 --warm 1 --rounds 1",
        ["locate"] = "--points 1000 --rows 5 --rounds 1",
        ["entity"] = "--entities 100 --seconds 1 --settle 1",
        ["feed"] = "--rate 10 --seconds 1",
        ["calendar"] = "--histories 100",
        ["deadlines"] = "--open 100 --restart 100 --cold 5 --warm 5 --seconds 1 --lead 4 --idle 1",
        ["fuzz"] = "--messages 2000",
        ["peers"] = "--connections 5 --seconds 3 --warm 1",
        ["tracks"] = "--devices 3 --queries 2",
        ["lifecycle"] = "--behind 100 --clients 2 --seconds 1 --warm 1 --rounds 1",
        ["lists"] = "--cases 2000 --draws 1 --components 1000",
        ["http"] = "--cases 20 --connections 2 --seconds 1 --warm 1 --rounds 1",
        ["external"] = "--connections 5 --seconds 2 --warm 1 --rounds 1 --consumers 2",
        ["costs"] = "--nodes 1 --fixes 50 --commands 20 --seconds 5 --warm 2",
        ["stream"] = "--readers 20 --devices 20 --rate 100 --seconds 1 --warm 1",
    };

    // What is no figure but says where they were measured.
    private static readonly string[] Words = ["bench", "system", "runtime"];

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("cityops-e2e-bench-");

    [Fact]
    public async Task Every_bench_comes_to_its_figures()
    {
        var faults = new ConcurrentQueue<string>();
        var names = (await NamesAsync()).Where(CanRun);
        await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (name, _) =>
        {
            if (await FaultAsync(name) is { } fault)
            {
                faults.Enqueue($"{name}: {fault}");
            }
        });
        Assert.True(faults.IsEmpty, string.Join("\n\n", faults));
    }

    [Fact]
    public async Task A_bench_that_measured_too_little_says_so_in_one_line()
    {
        // One command in two seconds: none within one.
        var (code, printed, errors) = await RunAsync("feed --rate 1 --seconds 1");
        Assert.True(code == 1, printed + errors);
        Assert.StartsWith("bench: ", errors.Split('\n')[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_phase_that_there_is_not_is_refused_before_anything_is_measured()
    {
        var (code, printed, errors) = await RunAsync("ingest --phases qos1,qos3");
        Assert.True(code == 1, printed + errors);
        Assert.Contains("there is no phase 'qos3'", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("round 1", printed, StringComparison.Ordinal);
    }

    public void Dispose() => _home.Delete(recursive: true);

    // The faults of a cluster need the whole machine: Cluster/FaultTests has them.
    private static bool CanRun(string name) => name switch
    {
        "cluster" => false,
        "costs" => (MosquittoServer.Missing ?? PostgresServer.Missing) is null,
        "external" => MosquittoServer.Missing is null,
        _ => true,
    };

    private async Task<string?> FaultAsync(string name)
    {
        if (!Smallest.TryGetValue(name, out var options))
        {
            return $"it has no smallest options in {nameof(BenchTests)}.";
        }

        var (code, printed, errors) = await RunAsync($"{name} {options}");
        if (errors.Contains("too little was measured", StringComparison.Ordinal))
        {
            // A busy machine may get nothing done within one second.
            (code, printed, errors) = await RunAsync($"{name} {options}");
        }

        var said = $"it ended with {code} and said:\n{printed}\n{errors}";
        return code == 0 && printed.Split('\n')[^1] is ['{', ..] last ? FaultOf(name, JsonElement.Parse(last)) : said;
    }

    private static string? FaultOf(string name, JsonElement figures)
    {
        if (figures.Text("bench") != name)
        {
            return $"its figures are those of '{figures.Text("bench")}'.";
        }

        var values = figures.EnumerateObject().Where(p => !Words.Contains(p.Name)).ToList();
        var noFigures = values.Where(p => !IsFigure(p.Value)).Select(p => p.ToString()).ToList();
        return values.Count == 0 ? "it has no figures."
            : noFigures.Count > 0 ? $"these are no figures: {string.Join(", ", noFigures)}."
            : null;
    }

    /// <summary>A finite number, or whether something holds.</summary>
    private static bool IsFigure(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False
        || (value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble()));

    private static async Task<IReadOnlyList<string>> NamesAsync()
    {
        var start = new ProcessStartInfo("bash", [Repository.PathOf("tools/bench"), "--list"]) { RedirectStandardOutput = true };
        using var list = Process.Start(start) ?? throw new InvalidOperationException("bash does not start.");
        var names = await list.StandardOutput.ReadToEndAsync();
        await list.WaitForExitAsync();
        Assert.Equal(0, list.ExitCode);
        return names.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private async Task<(int Code, string Printed, string Errors)> RunAsync(string arguments)
    {
        using var bench = new Invocation("CityOps.Bench.dll", _home.FullName, arguments.Split(' '));
        var code = await bench.ExitAsync(Patience);
        return (code, bench.Printed.ToString(), bench.Errors.ToString());
    }
}
