using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace CityOps.Storage.Tracks;

/// <summary>
/// Chunks, and batches of the fix log, that cannot be read: who reads or writes tracks goes on without them, and leaves them where they are.
/// Each is counted and told of once a run. Thread-safe.
/// </summary>
internal sealed class UnreadableTracks
{
    private readonly ConcurrentDictionary<(string Device, long Last), bool> _known = new();
    private readonly ConcurrentDictionary<long, bool> _batches = new();
    private readonly ILogger<UnreadableTracks> _logger;

    public UnreadableTracks(IMeterFactory meters, ILogger<UnreadableTracks> logger)
    {
        _logger = logger;
        meters.Create("CityOps.Storage").CreateObservableCounter(
            "cityops.tracks.unreadable", () => Count, description: "Chunks of tracks, and batches of the fix log, that were found and could not be read.");
    }

    /// <summary>How many were met.</summary>
    public int Count => _known.Count + _batches.Count;

    /// <summary>The numbers of those of the fix log.</summary>
    public IReadOnlyCollection<long> Batches => [.. _batches.Keys];

    /// <summary>A batch of the fix log was met.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="cause">Why it cannot be read.</param>
    public void AddBatch(long id, StorageException cause)
    {
        if (_batches.TryAdd(id, true))
        {
            _logger.BatchUnreadable(cause, id);
        }
    }

    /// <summary>A chunk was met.</summary>
    /// <param name="device">Whose it is.</param>
    /// <param name="last">When its newest fix was taken, in Unix ms.</param>
    /// <param name="cause">Why it cannot be read.</param>
    public void Add(string device, long last, StorageException cause)
    {
        if (_known.TryAdd((device, last), true))
        {
            _logger.ChunkUnreadable(cause, device, last);
        }
    }
}
