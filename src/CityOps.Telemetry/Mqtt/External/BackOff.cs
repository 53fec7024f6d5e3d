namespace CityOps.Telemetry.Mqtt.External;

/// <summary>
/// How long to wait before the next try: twice as long each time, up to half a minute, and of that at random the upper half, so that
/// not everyone comes back at once. Not thread-safe.
/// </summary>
internal sealed class BackOff(Random random)
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);
    private TimeSpan _next = Shortest;

    public TimeSpan Next()
    {
        var pause = _next * (0.5 + (random.NextDouble() / 2));
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return pause;
    }

    /// <summary>It went well: the next time begins with a short pause.</summary>
    public void Reset() => _next = Shortest;
}
