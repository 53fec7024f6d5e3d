using NodaTime;

namespace CityOps.Simulator.Life;

/// <summary>
/// The time of the simulated life: runs faster than real time by a factor from a moment in the past, until it has
/// caught up with real time, and never goes beyond it, since the engine rightly refuses what lies in the future.
/// </summary>
internal sealed class CityClock
{
    private readonly TimeProvider _real;
    private readonly long _begun;
    private readonly double _speed;

    /// <param name="real">The real time.</param>
    /// <param name="speed">Simulated seconds per real second, 1 or more.</param>
    /// <param name="lead">How long the simulated time runs at that speed before it has caught up, in real time.</param>
    /// <param name="zone">The city's time zone.</param>
    public CityClock(TimeProvider real, double speed, TimeSpan lead, DateTimeZone zone)
    {
        _real = real;
        _speed = speed;
        _begun = real.GetTimestamp();
        Zone = zone;
        Start = RealNow - Duration.FromTimeSpan(lead * (speed - 1));
    }

    /// <summary>When the life began, in its own time.</summary>
    public Instant Start { get; }

    /// <summary>The city's time zone.</summary>
    public DateTimeZone Zone { get; }

    /// <summary>Simulated seconds per real second now: 1 once it has caught up.</summary>
    public double Speed => Ahead() < RealNow ? _speed : 1;

    /// <summary>The simulated time.</summary>
    public Instant Now => Instant.Min(Ahead(), RealNow);

    /// <summary>The simulated time on the city's clocks.</summary>
    public LocalDateTime Local => Now.InZone(Zone).LocalDateTime;

    private Instant RealNow => Instant.FromDateTimeOffset(_real.GetUtcNow());

    /// <summary>Waits until the simulated time has reached the moment.</summary>
    public async Task UntilAsync(Instant moment, CancellationToken cancel)
    {
        for (var left = moment - Now; left > Duration.Zero; left = moment - Now)
        {
            // In steps of at most a minute, since the speed falls to 1 when real time is reached.
            var real = Math.Clamp(left.TotalSeconds / Speed, 0.001, 60);
            await Task.Delay(TimeSpan.FromSeconds(real), _real, cancel).ConfigureAwait(false);
        }
    }

    private Instant Ahead() => Start + Duration.FromTimeSpan(_real.GetElapsedTime(_begun) * _speed);
}
