using System.Net;
using System.Threading.RateLimiting;

namespace CityOps.Http.Calling;

/// <summary>How much each caller may call, and how often an address may come without credentials that hold. Thread-safe.</summary>
internal sealed class CallRates(CityHttpOptions options) : IDisposable
{
    private readonly PartitionedRateLimiter<string>? _callers = options.Limits is { } limits
        ? Limiter(limits.CallsPerSecond, limits.CallsPerSecond * limits.BurstSeconds)
        : null;

    private readonly PartitionedRateLimiter<string>? _failures = options.Limits is { } limits
        ? Limiter(limits.FailuresPerSecond, limits.FailuresPerSecond * limits.BurstSeconds)
        : null;

    /// <summary>True if the caller, by <see cref="Caller.Party"/>, has used up what they may call.</summary>
    public bool IsTooMany(string caller, out TimeSpan wait) => !TryTake(_callers, caller, 1, out wait);

    /// <summary>True if the address has failed too often.</summary>
    public bool IsTooMany(IPAddress? address, out TimeSpan wait) => !TryTake(_failures, $"{address}", 0, out wait);

    /// <summary>Notes that an address came without credentials that hold.</summary>
    public void NoteFailure(IPAddress? address, int status)
    {
        if (status == StatusCodes.Status401Unauthorized)
        {
            TryTake(_failures, $"{address}", 1, out _);
        }
    }

    public void Dispose()
    {
        _callers?.Dispose();
        _failures?.Dispose();
    }

    private static bool TryTake(PartitionedRateLimiter<string>? limiter, string who, int permits, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (limiter is null)
        {
            return true;
        }

        using var lease = limiter.AttemptAcquire(who, permits);
        if (!lease.IsAcquired && !lease.TryGetMetadata(MetadataName.RetryAfter, out wait))
        {
            wait = TimeSpan.FromSeconds(1);
        }

        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<string> Limiter(int perSecond, int burst) =>
        PartitionedRateLimiter.Create<string, string>(who => RateLimitPartition.GetTokenBucketLimiter(who, _ => new()
        {
            TokenLimit = burst,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            AutoReplenishment = true,
            QueueLimit = 0,
        }));
}
