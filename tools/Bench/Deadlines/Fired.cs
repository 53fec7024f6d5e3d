using CityOps.Domain.Cases;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Bench.Deadlines;

/// <summary>The deadlines that passed since a place in the journal.</summary>
internal static class Fired
{
    public static async Task<IReadOnlyList<DeadlinePassed>> SinceAsync(IJournalReader journal, long ordering)
    {
        var passed = new List<DeadlinePassed>();
        while (await journal.AfterAsync(ordering, 5_000, CancellationToken.None) is { Count: > 0 } read)
        {
            passed.AddRange(read.Select(e => e.Event).OfType<DeadlinePassed>());
            ordering = read[^1].Ordering;
        }

        return passed;
    }

    /// <summary>The lateness that so many of a hundred do not exceed, in milliseconds.</summary>
    public static double LateMilliseconds(IReadOnlyList<DeadlinePassed> passed, double percentile)
    {
        double[] late = [.. passed.Select(p => p.Late.TotalMilliseconds).Order()];
        return late[Math.Min(late.Length - 1, (int)(late.Length * percentile / 100))];
    }
}
