namespace CityOps.Simulator.Clients;

/// <summary>
/// How long to try again what failed because the engine was away: from 0.1 s apart, doubling up to 2 s.
/// </summary>
internal sealed record Patience(TimeSpan Limit, TimeProvider Clock)
{
    /// <summary>Patience enough for a restart of the engine.</summary>
    public static Patience Of(TimeSpan limit) => new(limit, TimeProvider.System);

    /// <summary>A new count, for one thing to be done.</summary>
    public Attempts Begin() => new(this, Clock.GetTimestamp());
}

/// <summary>The attempts at one thing.</summary>
internal sealed class Attempts(Patience patience, long begun)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits a little; false once patience is at its end.</summary>
    public async Task<bool> AgainAsync(CancellationToken cancel)
    {
        if (patience.Clock.GetElapsedTime(begun) + _pause > patience.Limit)
        {
            return false;
        }

        await Task.Delay(_pause, patience.Clock, cancel).ConfigureAwait(false);
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        return true;
    }
}

/// <summary>The engine did not answer for longer than patience lasts.</summary>
internal sealed class EngineAwayException(string what, Exception? last) : Exception($"{what}: {last?.Message}", last);
