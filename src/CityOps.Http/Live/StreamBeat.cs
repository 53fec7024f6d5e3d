using Microsoft.Extensions.Hosting;

namespace CityOps.Http.Live;

/// <summary>
/// The one beat of all streams, once a second while anyone reads: positions go out with it, and signs of life. Thread-safe.
/// </summary>
internal sealed class StreamBeat(LivePositions positions, TimeProvider clock, IHostApplicationLifetime lifetime) : BackgroundService
{
    public static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private (Beat Beat, TaskCompletionSource Next) _current = (new Beat(0, []), NewSource());
    private int _readers;

    /// <summary>The last beat, and what completes with the next one.</summary>
    public (Beat Beat, Task Next) Current
    {
        get
        {
            lock (_gate)
            {
                return (_current.Beat, _current.Next.Task);
            }
        }
    }

    /// <summary>Ends when the program is asked to stop.</summary>
    public CancellationToken Stopping => lifetime.ApplicationStopping;

    /// <summary>How many read.</summary>
    public int Readers => Volatile.Read(ref _readers);

    /// <summary>One reader more, if there are fewer than so many.</summary>
    public bool TryEnter(int most)
    {
        if (Interlocked.Increment(ref _readers) <= most)
        {
            return true;
        }

        Leave();
        return false;
    }

    /// <summary>One reader less.</summary>
    public void Leave() => Interlocked.Decrement(ref _readers);

    /// <summary>Every device that the reader follows, with the beat as of which they are.</summary>
    public (Beat Beat, IReadOnlyList<DevicePosition> Devices) Snapshot(StreamFilter filter)
    {
        lock (_gate)
        {
            return (_current.Beat, positions.Shown(filter));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (Readers > 0)
                {
                    Tick();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }
    }

    private void Tick()
    {
        TaskCompletionSource told;
        lock (_gate)
        {
            told = _current.Next;
            _current = (new Beat(_current.Beat.Number + 1, positions.Beat()), NewSource());
        }

        told.SetResult();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>What has changed between two beats.</summary>
internal sealed record Beat(long Number, IReadOnlyList<PositionChange> Changes);
