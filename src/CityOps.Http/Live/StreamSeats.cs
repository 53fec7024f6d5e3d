namespace CityOps.Http.Live;

/// <summary>How many read the live stream, in all and of each caller. Thread-safe.</summary>
/// <param name="options">How many may.</param>
internal sealed class StreamSeats(CityHttpOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _callers = new(StringComparer.Ordinal);
    private int _taken;

    /// <summary>How many read.</summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <summary>One reader more of the caller, if there is a seat.</summary>
    public Seat Take(string caller)
    {
        lock (_gate)
        {
            var own = _callers.GetValueOrDefault(caller);
            if (own >= options.StreamReadersPerCaller)
            {
                return Seat.NoneForCaller;
            }

            if (_taken >= options.StreamReaders)
            {
                return Seat.None;
            }

            _callers[caller] = own + 1;
            Volatile.Write(ref _taken, _taken + 1);
            return Seat.Taken;
        }
    }

    /// <summary>One reader of the caller less.</summary>
    public void Leave(string caller)
    {
        lock (_gate)
        {
            if (_callers[caller] == 1)
            {
                _callers.Remove(caller);
            }
            else
            {
                _callers[caller]--;
            }

            Volatile.Write(ref _taken, _taken - 1);
        }
    }
}

/// <summary>Whether there was a seat.</summary>
internal enum Seat
{
    /// <summary>It is the caller's, who must leave it again.</summary>
    Taken,

    /// <summary>All are taken.</summary>
    None,

    /// <summary>The caller has as many as one may.</summary>
    NoneForCaller,
}
