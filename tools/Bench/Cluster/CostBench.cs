using System.CommandLine;
using System.Diagnostics;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;
using Npgsql;

namespace CityOps.Bench.Cluster;

/// <summary>What a fix and a command cost where one, two or three nodes are the engine: what docs/sizing.md reckons with.</summary>
internal static class CostBench
{
    /// <summary>Between nodes, with everything that stands around it on the wire (TCP's and IP's headers excepted).</summary>
    private const double MostBytesAFix = 100;

    public static Command ToCommand()
    {
        var nodes = Options.Number("--nodes", 3, "Up to how many nodes.");
        var fixes = Options.Number("--fixes", 2_000, "How many fixes a second.");
        var commands = Options.Number("--commands", 50, "How many commands a second.");
        var seconds = Options.Number("--seconds", 30, "How long each is measured.");
        var warm = Options.Number("--warm", 20, "Seconds before that in which nodes compile themselves.");
        var command = new Command("costs", "What a fix and a command cost on one node and on several.") { nodes, fixes, commands, seconds, warm };
        command.SetAction(async (parsed, cancel) =>
        {
            if ((PostgresServer.Missing ?? MosquittoServer.Missing) is { } missing)
            {
                throw new BenchException(missing);
            }

            var figures = new Figures("costs");
            for (var count = 1; count <= parsed.GetValue(nodes); count++)
            {
                await MeasureAsync(
                    count, parsed.GetValue(fixes), parsed.GetValue(commands), TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                    TimeSpan.FromSeconds(parsed.GetValue(warm)), figures, cancel);
            }

            figures.Print();
        });
        return command;
    }

    private static async Task MeasureAsync(
        int count, int fixesPerSecond, int commandsPerSecond, TimeSpan time, TimeSpan warm, Figures figures, CancellationToken cancel)
    {
        Console.WriteLine($"{count} node(s): starting, then {3 * (warm + time).TotalSeconds:F0} s …");
        await using var city = await ClusterCity.StartAsync(count, logs: null);
        await city.AllHaveCasesAsync();
        figures.Heading(count == 1 ? "One node" : $"{count} nodes");
        var still = await CostsOfAsync(city, () => 0, warm, time, cancel);
        figures.Add($"idle{count}Percent", "a node that has nothing to do", still.Processor.TotalSeconds / still.Took.TotalSeconds / count * 100, "% of a core", 1);

        var load = new FixLoad(city.Nodes, city.Broker.Port, fixesPerSecond, Math.Max(1, fixesPerSecond / 2));
        using var stopFixes = new CancellationTokenSource();
        var sending = load.RunAsync(stopFixes.Token);
        var fixes = await CostsOfAsync(city, () => load.Acknowledged, warm, time, cancel);
        await stopFixes.CancelAsync();
        await sending;
        figures.Add($"fixes{count}PerSecond", "fixes", fixes.Count / fixes.Took.TotalSeconds, "a second");
        figures.Add($"fix{count}Microseconds", "a fix, on all nodes", Above(fixes, still) / fixes.Count * 1e6, "µs", 1);
        if (count > 1 && fixes.Bytes is { } bytes)
        {
            var each = (bytes - (still.Bytes ?? 0)) / fixes.Count;
            figures.Add($"fix{count}Bytes", $"a fix, between nodes (limit {MostBytesAFix:N0})", each, "bytes", 1);
            figures.Add($"fix{count}WithinLimit", "  within the limit", each <= MostBytesAFix);
        }

        var desk = new CaseDesk(city.Nodes);
        using var stopCommands = new CancellationTokenSource();
        var acting = desk.RunAsync(commandsPerSecond, stopCommands.Token);
        var commands = await CostsOfAsync(city, () => desk.Acknowledged.Count, warm, time, cancel);
        await stopCommands.CancelAsync();
        await acting;
        figures.Add($"commands{count}PerSecond", "commands", commands.Count / commands.Took.TotalSeconds, "a second");
        figures.Add($"command{count}Milliseconds", "a command, on all nodes, with what follows from it", Above(commands, still) / commands.Count * 1e3, "ms", 2);
        if (count == 1)
        {
            await AddBytesAsync(city.Database.ConnectionString, figures, cancel);
        }
    }

    /// <summary>The processor time above that of nodes that have nothing to do, in seconds.</summary>
    private static double Above(Costs costs, Costs still) =>
        costs.Processor.TotalSeconds - (still.Processor.TotalSeconds * (costs.Took / still.Took));

    private static async Task<Costs> CostsOfAsync(
        ClusterCity city, Func<long> counted, TimeSpan warm, TimeSpan time, CancellationToken cancel)
    {
        await Task.Delay(warm, cancel);
        var (processor, count, bytes, since) = (Processor(), counted(), NodeTraffic.Bytes(city.Nodes), Stopwatch.StartNew());
        await Task.Delay(time, cancel);
        return new Costs(Processor() - processor, counted() - count, NodeTraffic.Bytes(city.Nodes) - bytes, since.Elapsed);

        TimeSpan Processor() => city.Nodes.Aggregate(TimeSpan.Zero, (sum, node) => sum + node.Processor);
    }

    /// <summary>What the database takes for events and cases, with its indexes.</summary>
    private static async Task AddBytesAsync(string database, Figures figures, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(cancel);
        figures.Add("eventBytes", "an event in the journal", await ScalarAsync("SELECT pg_total_relation_size('journal')::float8 / count(*) FROM journal"), "bytes");
        figures.Add("caseBytes", "a case in the lists", await ScalarAsync(
            "SELECT (pg_total_relation_size('case_row') + pg_total_relation_size('case_text'))::float8 / count(*) FROM case_row"), "bytes");

        async Task<double> ScalarAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return (double)(await command.ExecuteScalarAsync(cancel) ?? 0.0);
        }
    }

    /// <summary>What was used and done in a span.</summary>
    /// <param name="Processor">Of all nodes.</param>
    /// <param name="Count">How many fixes or commands.</param>
    /// <param name="Bytes">Between nodes; null where it is not known.</param>
    /// <param name="Took">How long it was.</param>
    private sealed record Costs(TimeSpan Processor, long Count, double? Bytes, TimeSpan Took);
}
