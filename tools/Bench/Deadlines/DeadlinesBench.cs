using System.CommandLine;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;

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
        var command = new Command("deadlines", "Bytes, processor time and lateness of pending deadlines.") { open, restart, cold, warm, seconds };
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetValue(open), parsed.GetValue(restart), parsed.GetValue(cold), parsed.GetValue(warm), parsed.GetValue(seconds)));
        return command;
    }

    private static async Task RunAsync(int open, int restart, int cold, int warm, int seconds)
    {
        var figures = new Figures("deadlines");
        var cases = new OpenCases(Repository.DemoCity());
        figures.Heading($"The near part of the index in memory, {open:N0} entries");
        QueueBytes.Measure(open, figures);
        await Restart.MeasureAsync(cases, restart, open, figures);
        await Lateness.MeasureAsync(cases, open, cold, warm, seconds, figures);
        figures.Print();
    }
}
