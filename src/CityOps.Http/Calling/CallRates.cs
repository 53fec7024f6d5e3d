using System.Net;
using System.Threading.RateLimiting;

namespace CityOps.Http.Calling;

/// <summary>How much each caller may call, and how often an address may come without credentials that hold. Thread-safe.</summary>
internal sealed class CallRates(CityHttpOptions options) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<string>? _callers = options.Limits is { } limits
        ? Limiter(limits.CallsPerSecond, limits.CallsPerSecond * limits.BurstSeconds)
        : null;

    private readonly PartitionedRateLimiter<string>? _failures = options.Limits is { } limits
        ? Limiter(limits.FailuresPerSecond, limits.FailuresPerSecond * limits.BurstSeconds)
        : null;

    /// <summary>True if the caller, by <see cref="Caller.Party"/>, has used up what they may call.</summary>
    public bool IsTooMany(string caller, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (_callers is null)
        {
            return false;
        }

        using var lease = _callers.AttemptAcquire(caller);
        if (!lease.IsAcquired && !lease.TryGetMetadata(MetadataName.RetryAfter, out wait))
        {
            wait = Period;
        }

        return !lease.IsAcquired;
    }

    /// <summary>True if the address has failed too often.</summary>
    public bool IsTooMany(IPAddress? address, out TimeSpan wait)
    {
        wait = Period;

        // Asked for no permit, the limiter says yes while it has a tenth of one, which no failure takes away: the guessing would go on.
        return _failures?.GetStatistics($"{address}") is { CurrentAvailablePermits: < 1 };
    }

    /// <summary>Notes that an address came without credentials that hold.</summary>
    public void NoteFailure(IPAddress? address, int status)
    {
        if (status == StatusCodes.Status401Unauthorized)
        {
            _failures?.AttemptAcquire($"{address}").Dispose();
        }
    }

    public void Dispose()
    {
        _callers?.Dispose();
        _failures?.Dispose();
    }

    private static PartitionedRateLimiter<string> Limiter(int perSecond, int burst) =>
        PartitionedRateLimiter.Create<string, string>(who => RateLimitPartition.GetTokenBucketLimiter(who, _ => new()
        {
            TokenLimit = burst,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = Period,
            AutoReplenishment = true,
            QueueLimit = 0,
        }));
}
