using Microsoft.Extensions.Hosting;

namespace CityOps.Http.Live;

/// <summary>
/// The one tick of all streams, once a second while anyone reads: positions go out with it, and signs of life. Readers hear of it one
/// group after the other, spread over the second: all at once they would hold up everything else. Thread-safe.
/// </summary>
internal sealed class StreamTicker(LivePositions positions, StreamSeats seats, TimeProvider clock, IHostApplicationLifetime lifetime)
    : BackgroundService
{
    public const int Groups = 10;

    public static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan BetweenGroups = Between / Groups;

    private readonly Lock _gate = new();
    private readonly (Tick Tick, TaskCompletionSource Next)[] _current =
        [.. Enumerable.Range(0, Groups).Select(_ => (new Tick(0, []), NewSource()))];

    private Tick _last = new(0, []);
    private int _readers = -1;

    /// <summary>Ends when the program is asked to stop.</summary>
    public CancellationToken Stopping => lifetime.ApplicationStopping;

    /// <summary>The last tick that the group has heard of, and what completes with its next one.</summary>
    public (Tick Tick, Task Next) Current(int group)
    {
        lock (_gate)
        {
            return (_current[group].Tick, _current[group].Next.Task);
        }
    }

    /// <summary>Every device that the reader follows, with the tick as of which they are.</summary>
    public (Tick Tick, IReadOnlyList<DevicePosition> Devices) Snapshot(StreamFilter filter)
    {
        lock (_gate)
        {
            return (_last, positions.Shown(filter));
        }
    }

    /// <summary>The group that the next reader is in.</summary>
    public int NextGroup() => (int)((uint)Interlocked.Increment(ref _readers) % Groups);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var done = Step();
        using var timer = new PeriodicTimer(BetweenGroups, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                // A timer that is late makes up for one round and no more.
                var now = Step();
                for (var step = Math.Max(done + 1, now - Groups + 1); step <= now; step++)
                {
                    Take(step);
                }

                done = now;
            }
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }
    }

    private long Step() => clock.GetUtcNow().Ticks / BetweenGroups.Ticks;

    private void Take(long step)
    {
        var group = (int)(step % Groups);
        if (group == 0 && seats.Taken > 0)
        {
            Advance();
        }

        Tell(group);
    }

    private void Advance()
    {
        lock (_gate)
        {
            _last = new Tick(_last.Number + 1, positions.TakeOver());
        }
    }

    private void Tell(int group)
    {
        TaskCompletionSource told;
        lock (_gate)
        {
            if (_current[group].Tick == _last)
            {
                return;
            }

            told = _current[group].Next;
            _current[group] = (_last, NewSource());
        }

        told.SetResult();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>What has changed between two ticks.</summary>
internal sealed record Tick(long Number, IReadOnlyList<PositionChange> Changes);
