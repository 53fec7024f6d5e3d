namespace CityOps.CityGenerator;

/// <summary>
/// SplitMix64: the same numbers for the same seed on every machine and in every version of .NET, which
/// <see cref="Random"/> does not promise. Each purpose has a stream of its own, so that more cameras move no component.
/// </summary>
internal sealed class DeterministicRandom
{
    private ulong _state;

    public DeterministicRandom(int seed, string purpose)
    {
        _state = unchecked((ulong)seed * 0x9E3779B97F4A7C15UL);
        foreach (var letter in purpose)
        {
            _state = unchecked((_state ^ letter) * 0x100000001B3UL);
        }
    }

    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    public double Between(double low, double high) => low + ((high - low) * NextDouble());

    public int Below(int limit) => (int)(NextDouble() * limit);

    public bool Chance(double share) => NextDouble() < share;

    public void Shuffle(Span<int> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private ulong NextBits()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
