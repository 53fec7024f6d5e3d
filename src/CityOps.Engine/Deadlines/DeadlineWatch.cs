using CityOps.Engine.Ports;
using NodaTime;

namespace CityOps.Engine.Deadlines;

/// <summary>Looks how far the deadline workers are behind, whether they run or not. Thread-safe.</summary>
public sealed class DeadlineWatch(IDeadlineIndex index, TimeProvider clock)
{
    /// <summary>How long the oldest entry that is due has waited; zero where none is due.</summary>
    public async Task<Duration> BehindAsync(CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        var behind = Duration.Zero;
        for (var slice = 0; slice < DeadlineSlices.Count; slice++)
        {
            var first = await index.EarliestAsync(slice, after: null, limit: 1, cancel);
            behind = first is [{ Due: { } due }] ? Duration.Max(behind, now - due) : behind;
        }

        return behind;
    }
}
