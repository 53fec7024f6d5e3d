using System.Collections.Concurrent;
using CityOps.Telemetry.Security;

namespace CityOps.Telemetry.Jt808;

/// <summary>How much terminals may send: each as much as a device by MQTT, however often it connects. Thread-safe.</summary>
internal sealed class Jt808Rates(Jt808Options options, TimeProvider clock)
{
    // One for each vehicle whose terminal ever authenticated, so no more than the city has: who comes anew has no new burst.
    private readonly ConcurrentDictionary<string, TokenBucket> _byVehicle = new(StringComparer.Ordinal);

    /// <summary>How long who may not send waits before asking again: a little longer than for one message.</summary>
    public TimeSpan Pause { get; } = TimeSpan.FromMilliseconds(1 + Math.Ceiling(1_000.0 / (options.Limits?.MessagesPerSecond ?? 1_000)));

    /// <summary>What a connection may send while nobody has authenticated on it; null for as much as it likes.</summary>
    public TokenBucket? OfUnknown() => options.Limits is { } limits ? Full(limits) : null;

    /// <summary>What the vehicle's terminal may send; null for as much as it likes.</summary>
    public TokenBucket? Of(string vehicle) =>
        options.Limits is { } limits ? _byVehicle.GetOrAdd(vehicle, (_, l) => Full(l), limits) : null;

    private TokenBucket Full(LimitOptions limits) =>
        new(limits.MessagesPerSecond, (double)limits.MessagesPerSecond * limits.BurstSeconds, clock);
}
