using System.Runtime.CompilerServices;
using CityOps.Bench.Results;
using CityOps.Engine.Deadlines;
using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Bench.Deadlines;

/// <summary>How much memory an entry of the near part takes, with the text of its id.</summary>
internal static class QueueBytes
{
    private const double Limit = 100;

    public static void Measure(int entries, Figures figures)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var queue = new DeadlineQueue(entries);
        Fill(queue, entries);
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)entries;
        figures.Add("bytesPerEntry", $"bytes an entry in memory, id included (limit {Limit:N0})", bytes, "bytes", 1);
        figures.Add("bytesWithinLimit", "within the limit", bytes <= Limit && queue.Count == entries);
    }

    // A method of its own: what it reads is not held when the memory is counted.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fill(DeadlineQueue queue, int entries) => queue.Fill([.. Enumerable.Range(0, entries).Select(i => new Deadline(
        $"case-C20260301{i:D10}", Instant.FromUnixTimeSeconds(1_800_000_000 + (i * 7919L % entries)), null, null, 1))]);
}
