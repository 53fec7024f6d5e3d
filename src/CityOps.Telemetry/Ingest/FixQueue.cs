using CityOps.Domain.Devices;
using NodaTime;

namespace CityOps.Telemetry.Ingest;

/// <summary>
/// What waits for the next commit. Bounded: whoever waits for an acknowledgement waits for room here first; of what is not
/// acknowledged the oldest message gives way, for those who cannot wait. Thread-safe; one reader.
/// </summary>
/// <param name="capacity">How many fixes may wait, of either sort.</param>
/// <param name="shed">Told of a message that gave way.</param>
internal sealed class FixQueue(int capacity, Action<Device, int> shed)
{
    private readonly Lock _gate = new();
    private readonly Queue<(Fix[] Fixes, Instant ReceivedAt)> _unacknowledged = new();
    private FixBatch _acknowledged = new();
    private int _acknowledgedCount;
    private int _unacknowledgedCount;
    private TaskCompletionSource _arrived = NewSignal();
    private TaskCompletionSource? _room;

    /// <summary>False while whoever can wait has to, of those who wait for an acknowledgement or of the others.</summary>
    public bool HasRoom(bool acknowledged) =>
        Volatile.Read(ref acknowledged ? ref _acknowledgedCount : ref _unacknowledgedCount) < capacity;

    /// <summary>Takes fixes whose sender waits. Ask for room before: the last messages may reach beyond the capacity.</summary>
    public void Add(ReadOnlySpan<Fix> fixes, Instant receivedAt, IFixSender sender, int receipt)
    {
        lock (_gate)
        {
            _acknowledged.Add(fixes, receivedAt, sender, receipt);
            _acknowledgedCount = _acknowledged.Count;
            _arrived.TrySetResult();
        }
    }

    /// <summary>Ends when there may be room again.</summary>
    public Task RoomAsync()
    {
        lock (_gate)
        {
            return HasRoom(true) && HasRoom(false) ? Task.CompletedTask : (_room ??= NewSignal()).Task;
        }
    }

    /// <summary>Takes fixes for which nobody waits; the oldest such give way where there is no room.</summary>
    public void Offer(ReadOnlySpan<Fix> fixes, Instant receivedAt)
    {
        if (fixes.IsEmpty)
        {
            return;
        }

        lock (_gate)
        {
            _unacknowledged.Enqueue((fixes.ToArray(), receivedAt));
            _unacknowledgedCount += fixes.Length;
            while (_unacknowledgedCount > capacity && _unacknowledged.Count > 1)
            {
                var oldest = _unacknowledged.Dequeue().Fixes;
                _unacknowledgedCount -= oldest.Length;
                shed(oldest[0].Device, oldest.Length);
            }

            _arrived.TrySetResult();
        }
    }

    /// <summary>Ends when something waits.</summary>
    public Task ArrivedAsync(CancellationToken cancel) => _arrived.Task.WaitAsync(cancel);

    /// <summary>Everything that waits.</summary>
    /// <param name="empty">An empty batch, which collects what comes from now on.</param>
    public FixBatch Exchange(FixBatch empty)
    {
        TaskCompletionSource? room;
        FixBatch full;
        lock (_gate)
        {
            (full, _acknowledged) = (_acknowledged, empty);
            while (_unacknowledged.TryDequeue(out var message))
            {
                full.Add(message.Fixes, message.ReceivedAt, null, 0);
            }

            (_acknowledgedCount, _unacknowledgedCount) = (0, 0);
            _arrived = NewSignal();
            (room, _room) = (_room, null);
        }

        room?.TrySetResult();
        return full;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
