namespace CityOps.Telemetry.Security;

/// <summary>
/// How much one sender may send: a steady rate, and a burst that was saved up. Thread-safe, by a lock of its own that nobody but the
/// sender's connections take.
/// </summary>
internal sealed class TokenBucket
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly double _perTick;
    private readonly double _burst;
    private double _tokens;
    private long _at;

    /// <param name="perSecond">The steady rate.</param>
    /// <param name="burst">How much may be saved up; the bucket is full at first.</param>
    /// <param name="clock">The clock.</param>
    public TokenBucket(double perSecond, double burst, TimeProvider clock)
    {
        (_clock, _burst, _tokens) = (clock, burst, burst);
        _perTick = perSecond / clock.TimestampFrequency;
        _at = clock.GetTimestamp();
    }

    /// <summary>Takes one if there is one.</summary>
    public bool TryTake()
    {
        lock (_gate)
        {
            Fill();
            if (_tokens < 1)
            {
                return false;
            }

            _tokens--;
            return true;
        }
    }

    /// <summary>Takes one, on credit where there is none.</summary>
    /// <returns>How long the sender has to wait for it.</returns>
    public TimeSpan Take()
    {
        lock (_gate)
        {
            Fill();
            _tokens--;
            return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / _perTick / _clock.TimestampFrequency);
        }
    }

    private void Fill()
    {
        var now = _clock.GetTimestamp();
        _tokens = Math.Min(_burst, _tokens + (now - _at) * _perTick);
        _at = now;
    }
}
