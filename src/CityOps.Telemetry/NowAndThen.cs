namespace CityOps.Telemetry;

/// <summary>
/// Lets one through every ten seconds of what many messages say at the same time, again and again, while something is away: the log of
/// an hour without a disk must not fill the next one. Thread-safe.
/// </summary>
internal sealed class NowAndThen(TimeProvider clock)
{
    private const int Seconds = 10;

    private long _next = long.MinValue;

    /// <summary>True for the one that is let through.</summary>
    public bool IsTime()
    {
        var (now, next) = (clock.GetTimestamp(), Volatile.Read(ref _next));
        return now >= next && Interlocked.CompareExchange(ref _next, now + (Seconds * clock.TimestampFrequency), next) == next;
    }
}
