using Spectre.Console;

namespace CityOps.Simulator.Display;

/// <summary>
/// Shows how far something is: a progress bar in a terminal, plain lines where the output goes elsewhere.
/// </summary>
internal static class Screen
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    /// <summary>True if someone watches.</summary>
    public static bool IsTerminal => !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive;

    /// <summary>Runs the work, which tells how many more are done.</summary>
    public static async Task ProgressAsync(string title, int total, Func<Action<int>, Task> work)
    {
        if (IsTerminal)
        {
            await AnsiConsole.Progress()
                .Columns(
                    new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(),
                    new ElapsedTimeColumn(), new RemainingTimeColumn())
                .StartAsync(context =>
                {
                    var task = context.AddTask(title, maxValue: Math.Max(1, total));
                    return work(more => task.Increment(more));
                })
                .ConfigureAwait(false);
            return;
        }

        await LinesAsync(title, total, work).ConfigureAwait(false);
    }

    /// <summary>Shows the line again and again until the work is at its end.</summary>
    public static async Task StatusAsync(Func<string> line, Func<Task> work)
    {
        if (IsTerminal)
        {
            await AnsiConsole.Status().StartAsync(Markup.Escape(line()), async context =>
            {
                var done = work();
                while (await Task.WhenAny(done, Task.Delay(TimeSpan.FromSeconds(1))).ConfigureAwait(false) != done)
                {
                    context.Status(Markup.Escape(line()));
                }

                await done.ConfigureAwait(false);
            }).ConfigureAwait(false);
            return;
        }

        var end = work();
        while (await Task.WhenAny(end, Task.Delay(TimeSpan.FromSeconds(30))).ConfigureAwait(false) != end)
        {
            Console.WriteLine(line());
        }

        await end.ConfigureAwait(false);
    }

    private static async Task LinesAsync(string title, int total, Func<Action<int>, Task> work)
    {
        var done = 0;
        var end = work(more => Interlocked.Add(ref done, more));
        Console.WriteLine($"{title}: {total:N0} to do");
        while (await Task.WhenAny(end, Task.Delay(BetweenLines)).ConfigureAwait(false) != end)
        {
            Console.WriteLine($"{title}: {Volatile.Read(ref done):N0} of {total:N0}");
        }

        await end.ConfigureAwait(false);
        Console.WriteLine($"{title}: {Volatile.Read(ref done):N0} of {total:N0}, done");
    }
}
