using System.Collections.Concurrent;

namespace CityOps.Engine.Entities;

/// <summary>
/// The entities of a kind that could not be recovered. Every message for one tries again, as each position of a vehicle, but each of them is
/// told of once a minute. Thread-safe.
/// </summary>
internal sealed class RecoveryFaults(TimeProvider clock)
{
    // What is remembered does not grow with what is broken.
    private const int Most = 1_000;
    private static readonly TimeSpan BetweenTellings = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, long> _toldAt = new();

    /// <summary>True if the entity is to be told of now.</summary>
    public bool IsToTell(string persistenceId)
    {
        if (_toldAt.TryGetValue(persistenceId, out var at) && clock.GetElapsedTime(at) < BetweenTellings)
        {
            return false;
        }

        if (_toldAt.Count >= Most)
        {
            _toldAt.Clear();
        }

        _toldAt[persistenceId] = clock.GetTimestamp();
        return true;
    }
}
