using System.Collections.Concurrent;
using CityOps.Domain;
using CityOps.Engine.Ports;
using CityOps.Engine;
using CityOps.Telemetry.Mqtt;

namespace CityOps.Telemetry.Security;

/// <summary>
/// Counts what is refused by sender and reason, and books each once a second: whoever is refused ten thousand times a second does
/// not push everyone else's refusals out of the look-up. Bounded. Thread-safe.
/// </summary>
internal sealed class RefusalTally(RefusalBook book, TimeProvider clock)
{
    private const int MostSenders = 1_000;
    private const int LongestName = 80;
    private readonly ConcurrentDictionary<(string Sender, string Code), Entry> _entries = new();

    /// <summary>Counts one.</summary>
    /// <param name="sender">Who sent it, as far as that is known.</param>
    /// <param name="topic">Where to, or what it was.</param>
    /// <param name="reason">Why it is refused.</param>
    public void Count(string? sender, string topic, Rejection reason)
    {
        // Who is not logged in may call themselves anything.
        var name = sender is null || sender.Length > LongestName ? string.Empty : sender;
        if (_entries.Count >= MostSenders && !_entries.ContainsKey((name, reason.Code)))
        {
            name = string.Empty;
        }

        _entries.AddOrUpdate(
            (name, reason.Code), _ => new Entry(topic, reason, 1), (_, before) => before with { Topic = topic, Times = before.Times + 1 });
    }

    /// <summary>Books what was counted since the last time.</summary>
    public void Flush()
    {
        foreach (var key in _entries.Keys)
        {
            if (_entries.TryRemove(key, out var entry))
            {
                book.Note(new Refusal(
                    clock.GetCurrentInstant(), key.Sender.Length == 0 ? null : key.Sender, entry.Topic, entry.Reason.Code,
                    entry.Reason.Message, entry.Reason.Field)
                {
                    Count = entry.Times,
                });
            }
        }
    }

    private sealed record Entry(string Topic, Rejection Reason, long Times);
}
