using System.CommandLine;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;
using NodaTime;

namespace CityOps.Bench.Deadlines;

/// <summary>What a million pending deadlines cost, and how late they fire.</summary>
internal static class DeadlinesBench
{
    public static Command ToCommand()
    {
        var open = Options.Number("--open", 1_000_000, "Open cases with a pending deadline.");
        var restart = Options.Number("--restart", 100_000, "Open cases of the restart.");
        var cold = Options.Number("--cold", 200, "Deadlines a second of cases that are not in memory.");
        var warm = Options.Number("--warm", 2_000, "Deadlines a second of cases that are in memory.");
        var seconds = Options.Number("--seconds", 15, "How long each fires.");
        var lead = Options.Number("--lead", 30, "Seconds to the first of them, in which the engine starts; twice as many where all come into memory.");
        var idle = Options.Number("--idle", 30, "Seconds over which the processor is measured at idle, after as many to settle.");
        var command = new Command("deadlines", "Bytes, processor time and lateness of pending deadlines.") 
        {
            open, restart, cold, warm, seconds, lead, idle,
        };
        command.SetAction(async (parsed, _) =>
        {
            var figures = new Figures("deadlines");
            var (all, time) = (parsed.GetValue(open), parsed.GetValue(seconds));
            var cases = new OpenCases(Repository.DemoCity(), time);
            figures.Heading($"The near part of the index in memory, {all:N0} entries");
            QueueBytes.Measure(all, figures);
            await new Restart(cases, TimeSpan.FromSeconds(parsed.GetValue(idle))).MeasureAsync(parsed.GetValue(restart), all, figures);
            await new Lateness(cases, all, Duration.FromSeconds(parsed.GetValue(lead)))
                .MeasureAsync(parsed.GetValue(cold), time, parsed.GetValue(warm), figures);
            figures.Print();
        });
        return command;
    }
}
