using System.CommandLine;
using System.Diagnostics;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;

namespace CityOps.Bench.Entity;

/// <summary>Bytes that an idle vehicle holds, and messages a second through the shards to the vehicles.</summary>
internal static class EntityBench
{
    public static Command ToCommand()
    {
        var entities = Options.Number("--entities", 100_000, "How many vehicles are woken.");
        var seconds = Options.Number("--seconds", 10, "How long messages are told.");
        var settle = Options.Number("--settle", 5, "How many seconds the board has to write what was posted, before memory is read.");
        var command = new Command("entity", "Bytes an idle entity and messages a second to entities.") { entities, seconds, settle };
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetValue(entities), TimeSpan.FromSeconds(parsed.GetValue(seconds)), TimeSpan.FromSeconds(parsed.GetValue(settle))));
        return command;
    }

    private static async Task RunAsync(int entities, TimeSpan time, TimeSpan settle)
    {
        await using var host = await EngineInProcess.StartAsync(Repository.DemoCity());
        var fleet = new Fleet(host, entities);
        await Task.Delay(TimeSpan.FromSeconds(2));
        var before = Memory();

        var started = Stopwatch.GetTimestamp();
        for (var told = 0; told < entities; told += Fleet.Batch)
        {
            await fleet.TellNextAsync();
        }

        await fleet.SettleAsync();
        var woken = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await Task.Delay(settle);
        var after = Memory();

        var applied = fleet.Applied;
        started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < time)
        {
            await fleet.TellNextAsync();
        }

        await fleet.SettleAsync();
        var rate = (fleet.Applied - applied) / Stopwatch.GetElapsedTime(started).TotalSeconds;

        var figures = new Figures("entity");
        figures.Heading("Vehicle actors, each with its position and its entry on the board");
        figures.Add("entities", "entities in memory", fleet.Woken, "");
        figures.Add("bytesPerEntity", "managed memory an idle entity", (after - before) / (double)fleet.Woken, "bytes");
        figures.Add("wokenPerSecond", "woken (recovery from journal and board)", fleet.Woken / woken, "entities/s");
        figures.Add("messagesPerSecond", "located, told through the shards, judged and applied", rate, "messages/s");
        figures.Print();
    }

    private static long Memory()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
