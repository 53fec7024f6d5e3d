namespace CityOps.Host;

/// <summary>The machine's clock, so much ahead; timers run as they are.</summary>
internal sealed class OffsetClock(TimeSpan offset) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + offset;
}
