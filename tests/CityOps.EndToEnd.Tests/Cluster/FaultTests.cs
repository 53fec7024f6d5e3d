using System.Text.Json;
using CityOps.Bench.Processes;
using Xunit.Abstractions;

namespace CityOps.EndToEnd.Tests.Cluster;

/// <summary>
/// One life of three nodes under a small load, and one fault after the other: nothing that was acknowledged is lost or there twice, no
/// deadline passes twice or never, nobody answers from the past. It is the bench of these faults that says so; how long cases are without
/// service, but for the limit after a kill, is for it to measure on a machine of its own.
/// </summary>
[Collection(WholeMachine.Name)]
public sealed class FaultTests(ITestOutputHelper output) : IDisposable
{
    // It takes two minutes on a machine that does nothing else.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("cityops-e2e-faults-");

    public void Dispose() => _home.Delete(recursive: true);

    [SkippableFact]
    public async Task Nothing_is_lost_or_doubled_whatever_is_killed_stands_still_is_cut_off_or_restarts()
    {
        Skip.If(PostgresServer.Missing is not null, PostgresServer.Missing);
        Skip.If(MosquittoServer.Missing is not null, MosquittoServer.Missing);
        using var bench = new Invocation(
            "CityOps.Bench.dll", _home.FullName,
            "cluster", "--fixes", "200", "--commands", "10", "--stand", "12", "--warm", "1", "--faults", "kill,stop,cut,oneWay,database,broker", "--logs", _home.FullName);
        var code = await bench.ExitAsync(Patience);
        output.WriteLine(bench.Printed.ToString());
        foreach (var log in _home.GetFiles("*.log"))
        {
            output.WriteLine($"=== {log.Name} ===\n{await File.ReadAllTextAsync(log.FullName)}");
        }

        Assert.True(code == 0, bench.Errors.ToString());
        var figures = JsonElement.Parse(bench.Printed.From(0)[^1]);
        Assert.True(figures.GetProperty("nothingLostOrDoubled").GetBoolean(), figures.ToString());
        Assert.True(figures.GetProperty("killWithinLimit").GetBoolean(), figures.ToString());
        Assert.All(
            (string[])["commandsAcknowledged", "fixesFound", "deadlines"], name => Assert.True(figures.GetProperty(name).GetDouble() > 0, name));
    }
}
