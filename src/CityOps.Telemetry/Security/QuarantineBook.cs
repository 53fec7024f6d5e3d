using System.Buffers;
using System.Collections.Concurrent;
using CityOps.Domain.Devices;
using CityOps.Engine.Ports;
using CityOps.Engine;

namespace CityOps.Telemetry.Security;

/// <summary>
/// Notes what devices in quarantine do, and writes it once a second. Bounded: no more than <see cref="Capacity"/> devices are noted,
/// and of a message no more than its beginning. Thread-safe.
/// </summary>
internal sealed class QuarantineBook(IQuarantine quarantine, TimeProvider clock)
{
    /// <summary>The most devices that are noted; those that come when there are so many are not taken either, but nobody sees them.</summary>
    public const int Capacity = 10_000;

    /// <summary>So much of the last message is kept, in bytes.</summary>
    public const int LongestPayload = 512;

    private const int LongestTopic = 200;
    private readonly ConcurrentDictionary<Device, bool> _noted = new();
    private readonly ConcurrentDictionary<Device, QuarantineNote> _waiting = new();

    /// <summary>Reads who was noted before.</summary>
    public async Task LoadAsync(CancellationToken cancel)
    {
        foreach (var device in await quarantine.ListAsync(cancel))
        {
            _noted[device.Last.Device] = true;
        }
    }

    /// <summary>A device has logged in.</summary>
    public void Came(Device device, string user, string address) =>
        Note(new QuarantineNote(device, user, address, clock.GetCurrentInstant(), 0, null, []));

    /// <summary>A device has sent something.</summary>
    public void Sent(Device device, string user, string address, string topic, ReadOnlySequence<byte> payload) =>
        Note(new QuarantineNote(
            device, user, address, clock.GetCurrentInstant(), 1, topic.Length <= LongestTopic ? topic : topic[..LongestTopic],
            payload.Slice(0, Math.Min(LongestPayload, payload.Length)).ToArray()));

    /// <summary>Writes what was noted; what cannot be written is kept for the next time.</summary>
    public async Task FlushAsync(CancellationToken cancel)
    {
        if (_waiting.IsEmpty)
        {
            return;
        }

        var notes = new List<QuarantineNote>();
        foreach (var device in _waiting.Keys)
        {
            if (_waiting.TryRemove(device, out var note))
            {
                notes.Add(note);
            }
        }

        try
        {
            await quarantine.NoteAsync(notes, cancel);
        }
        catch
        {
            notes.ForEach(Note);
            throw;
        }
    }

    private void Note(QuarantineNote note)
    {
        if (!_noted.ContainsKey(note.Device) && _noted.Count >= Capacity)
        {
            return;
        }

        _noted[note.Device] = true;
        _waiting.AddOrUpdate(
            note.Device, note,
            (_, before) => note with
            {
                Messages = before.Messages + note.Messages,
                Topic = note.Topic ?? before.Topic,
                Payload = note.Topic is null ? before.Payload : note.Payload,
            });
    }
}
