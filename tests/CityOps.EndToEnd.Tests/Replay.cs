namespace CityOps.EndToEnd.Tests;

/// <summary>
/// The simulator's replay of some input into an engine, again and again, and what it wrote down as acknowledged.
/// </summary>
internal sealed class Replay(EngineProcess engine, ReplayInput input, string home)
{
    private readonly string _ledger = Path.Combine(home, "acknowledged");

    /// <summary>How many acknowledgements all replays so far have had; the same report counts in each of them.</summary>
    public int Acknowledgements => Lines().Length;

    /// <summary>The case of every report that was ever acknowledged; fails if one report has had two.</summary>
    public IReadOnlyDictionary<string, string> Cases()
    {
        var cases = new Dictionary<string, string>();
        foreach (var (source, id) in Lines().Select(line => line.Split('\t')).Select(pair => (pair[0], pair[1])))
        {
            Assert.Equal(id, cases.TryAdd(source, id) ? id : cases[source]);
        }

        return cases;
    }

    /// <summary>Starts the simulator, which waits for the engine by itself.</summary>
    public Invocation Start(params IReadOnlyList<string> more) => new("simulator.dll", home,
    [
        "replay", .. input.Options, .. more, "--acknowledged", _ledger, "--in-flight", "4",
        "--city", Repository.PathOf("config/city/demo"),
        "--http", $"http://127.0.0.1:{engine.HttpPort}", "--mqtt", $"127.0.0.1:{engine.MqttPort}",
    ]);

    /// <summary>Replays to the end.</summary>
    /// <returns>What the simulator printed.</returns>
    public async Task<string> ToTheEndAsync(params IReadOnlyList<string> more)
    {
        using var simulator = Start(more);
        var code = await simulator.ExitAsync();
        Assert.True(code == 0, $"{simulator.Printed}{simulator.Errors}\n{engine.Log}");
        return simulator.Printed.ToString();
    }

    private string[] Lines()
    {
        if (!File.Exists(_ledger))
        {
            return [];
        }

        using var stream = new FileStream(_ledger, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);

        // What stands behind the last line break is still on its way.
        return reader.ReadToEnd().Split('\n')[..^1];
    }
}
