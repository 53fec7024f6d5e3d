using NodaTime;

namespace CityOps.Engine;

/// <summary>Reads the one injected clock in the domain's type.</summary>
public static class EngineClock
{
    /// <summary>Now, by the given clock.</summary>
    public static Instant GetCurrentInstant(this TimeProvider clock) =>
        Instant.FromDateTimeOffset(clock.GetUtcNow());
}
