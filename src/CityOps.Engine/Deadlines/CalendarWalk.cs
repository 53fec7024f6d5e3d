using CityOps.Engine.Ports;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CityOps.Engine.Deadlines;

/// <summary>
/// Lets the entities of one slice compute their deadlines anew where another calendar is in force than the one they were
/// computed by; a few at once, since nobody waits for it.
/// </summary>
internal sealed class CalendarWalk(
    int slice, IDeadlineIndex index, DeadlineKinds kinds, TimeProvider clock, DeadlineMetrics metrics, ILogger logger)
{
    private const int PageSize = 1_000;
    private const int AtOnce = 2;
    private const int Attempts = 6;

    /// <summary>Goes through the slice once.</summary>
    /// <returns>How many entities were told.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var (told, last) = (0, "");
        while (await index.AllAsync(slice, last, PageSize, cancel) is { Count: > 0 } page)
        {
            var outdated = page.Where(kinds.IsOutdated).ToList();
            await Parallel.ForEachAsync(
                outdated, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, RecomputeAsync);
            (told, last) = (told + outdated.Count, page[^1].Entity);
        }

        if (told > 0)
        {
            logger.CalendarWalked(slice, told);
        }

        return told;
    }

    private async ValueTask RecomputeAsync(Deadline entry, CancellationToken cancel)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var answer = await kinds.Of(entry).RecomputeAsync(entry, cancel);
            metrics.Recomputed(answer.Outcome);
            switch (answer.Outcome)
            {
                case WakeOutcome.Fired:
                    return;
                case WakeOutcome.Nothing:
                    await index.CorrectAsync(answer.Entry, cancel);
                    return;
                default:
                    await Task.Delay(TimeSpan.FromSeconds(attempt), clock, cancel);
                    break;
            }
        }

        // It stays outdated in the index, and the next walk finds it again.
        logger.NotRecomputed(entry.Entity);
    }
}
