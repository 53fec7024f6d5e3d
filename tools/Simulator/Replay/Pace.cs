namespace CityOps.Simulator.Replay;

/// <summary>Holds a sequence of things to so many a second. Safe for concurrent use.</summary>
internal sealed class Pace(double perSecond, TimeProvider clock)
{
    private readonly long _begun = clock.GetTimestamp();

    /// <summary>Waits until it is the turn of the thing with that index; never, where the rate is zero.</summary>
    public async Task WaitAsync(int index, CancellationToken cancel)
    {
        if (perSecond <= 0)
        {
            return;
        }

        var early = TimeSpan.FromSeconds(index / perSecond) - clock.GetElapsedTime(_begun);
        if (early > TimeSpan.Zero)
        {
            await Task.Delay(early, clock, cancel).ConfigureAwait(false);
        }
    }
}
