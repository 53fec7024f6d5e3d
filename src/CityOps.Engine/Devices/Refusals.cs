using CityOps.Engine.Ports;

namespace CityOps.Engine.Devices;

/// <summary>The newest 10,000 refusals of this engine, in memory. Thread-safe.</summary>
public sealed class Refusals : IRefusals
{
    /// <summary>How many are kept.</summary>
    public const int Capacity = 10_000;

    private readonly Lock _gate = new();
    private readonly Refusal[] _ring = new Refusal[Capacity];
    private long _noted;

    /// <inheritdoc/>
    public void Note(Refusal refusal)
    {
        lock (_gate)
        {
            _ring[_noted % Capacity] = refusal;
            _noted++;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Refusal> Recent(string? device, int limit)
    {
        List<Refusal> found = [];
        lock (_gate)
        {
            var oldest = Math.Max(0, _noted - Capacity);
            for (var i = _noted - 1; i >= oldest && found.Count < limit; i--)
            {
                var refusal = _ring[i % Capacity];
                if (device is null || IsOf(refusal, device))
                {
                    found.Add(refusal);
                }
            }
        }

        return found;
    }

    private static bool IsOf(Refusal refusal, string device) =>
        refusal.Device is { } named
        && (named == device || named.EndsWith($"/{device}", StringComparison.Ordinal));
}
