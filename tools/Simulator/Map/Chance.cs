using System.Text;
using CityOps.Domain.Geo;

namespace CityOps.Simulator.Map;

/// <summary>
/// A stream of chance that is the same for the same seed on every machine and runtime (SplitMix64), so that a replay
/// places a row without coordinates where the last replay placed it. Not for concurrent use.
/// </summary>
internal sealed class Chance(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A stream for one of many actors of the same life.</summary>
    public static Chance For(ulong seed, string name) => new(seed ^ HashOf(name));

    /// <summary>FNV-1a over the UTF-8 bytes: unlike string.GetHashCode the same in every process.</summary>
    public static ulong HashOf(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ b) * 1099511628211UL;
        }

        return hash;
    }

    /// <summary>0 up to, but not, 1.</summary>
    public double Next() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From the first up to, but not, the second.</summary>
    public double Between(double from, double to) => from + ((to - from) * Next());

    /// <summary>0 up to, but not, the count.</summary>
    public int Below(int count) => (int)(Next() * count);

    /// <summary>One of them.</summary>
    public T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>True with the given share.</summary>
    public bool Happens(double share) => Next() < share;

    /// <summary>The waiting time of a process that happens once per unit on average.</summary>
    public double Exponential() => -Math.Log(1 - Next());

    /// <summary>
    /// Near the given place: normal error in both directions with the given deviation, as a receiver has it.
    /// </summary>
    public GeoPoint Near(GeoPoint place, Length deviation)
    {
        var radius = deviation.Metres * Math.Sqrt(-2 * Math.Log(1 - Next()));
        var angle = Between(0, 2 * Math.PI);
        return LocalPlane.Offset(place, radius * Math.Cos(angle), radius * Math.Sin(angle));
    }

    private ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15UL;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
