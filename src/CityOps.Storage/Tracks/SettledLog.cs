using NodaTime;

namespace CityOps.Storage.Tracks;

/// <summary>How far the fix log is settled: devices have surely heard of what it has up to there. Thread-safe.</summary>
internal sealed class SettledLog
{
    // In that time an entity has taken a fix up, journalled what comes of it and posted itself, and the board has written that.
    private static readonly Duration Settling = Duration.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Queue<(Instant At, long Logged)> _marks = new();
    private bool _isHeld;
    private long _upTo;

    /// <summary>The number of the last row that is settled; 0 while none is.</summary>
    public long UpTo
    {
        get
        {
            lock (_gate)
            {
                return _upTo;
            }
        }
    }

    /// <summary>While it is held nothing more is settled.</summary>
    public void Hold(bool held)
    {
        lock (_gate)
        {
            _isHeld = held;
        }
    }

    /// <summary>Notes how far the log is, and so how far it was half a minute ago.</summary>
    public void Mark(Instant now, long logged)
    {
        lock (_gate)
        {
            _marks.Enqueue((now, logged));
            while (!_isHeld && _marks.TryPeek(out var mark) && mark.At <= now - Settling)
            {
                _upTo = _marks.Dequeue().Logged;
            }
        }
    }

    /// <summary>Rows with old numbers come into the log: nothing is settled until it was marked anew half a minute ago.</summary>
    public void BeginAgain()
    {
        lock (_gate)
        {
            _marks.Clear();
            _upTo = 0;
        }
    }
}
