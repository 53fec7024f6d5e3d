using System.CommandLine;
using CityOps.Bench.Processes;
using CityOps.Bench.Results;

namespace CityOps.Bench.Feed;

/// <summary>How long after its acknowledgement a command shows in the list of cases.</summary>
internal static class FeedBench
{
    private const double LimitMs = 300;

    public static Command ToCommand()
    {
        var rate = Options.Number("--rate", 50, "Commands a second over HTTP: reports, and every second one filed.");
        var seconds = Options.Number("--seconds", 20, "How long commands are sent.");
        var command = new Command("feed", "From a command's acknowledgement to its place in the list of cases.") { rate, seconds };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(rate), parsed.GetValue(seconds)));
        return command;
    }

    private static async Task RunAsync(int rate, int seconds)
    {
        using var engine = await EngineProcess.StartAsync();
        var desk = new Desk(engine.Http, Repository.DemoCity());
        var watch = new ListWatch(engine.Http);
        for (var warm = 0; warm < 20; warm++)
        {
            await desk.ReportAndFileAsync(watch);
        }

        await watch.SettleAsync();
        watch.Clear();
        desk.Clear();

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2.0 / rate));
        var sending = new List<Task>();
        var polling = watch.PollAsync();
        for (var i = 0; i < rate * seconds / 2 && await timer.WaitForNextTickAsync(); i++)
        {
            sending.Add(desk.ReportAndFileAsync(watch));
        }

        await Task.WhenAll(sending);
        watch.Complete();
        await polling;

        var figures = new Figures("feed");
        figures.Heading($"{rate} commands a second for {seconds} s");
        figures.Add("commands", "commands acknowledged", watch.Seen.Count, "");
        figures.Add("commandP50Ms", "request to acknowledgement p50", desk.Answers.Milliseconds(50), "ms", 1);
        figures.Add("commandP99Ms", "request to acknowledgement p99", desk.Answers.Milliseconds(99), "ms", 1);
        figures.Add("visibleP50Ms", "acknowledgement to list p50", watch.Seen.Milliseconds(50), "ms", 1);
        figures.Add("visibleP99Ms", "acknowledgement to list p99", watch.Seen.Milliseconds(99), "ms", 1);
        figures.Add("visibleMaxMs", "acknowledgement to list, longest", watch.Seen.Milliseconds(100), "ms", 1);
        figures.Add("pollP50Ms", "a poll of the list p50 (the resolution)", watch.Polls.Milliseconds(50), "ms", 1);
        figures.Add("limitMs", "limit", LimitMs, "ms");
        figures.Add("withinLimit", "p99 within the limit", watch.Seen.Milliseconds(99) <= LimitMs);
        figures.Print();
    }
}
