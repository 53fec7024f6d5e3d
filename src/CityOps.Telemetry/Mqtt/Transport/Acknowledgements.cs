using System.Net.Sockets;
using CityOps.Telemetry.Ingest;

namespace CityOps.Telemetry.Mqtt.Transport;

/// <summary>The PUBACKs that a connection sends: as many in one write as there are by then. Thread-safe.</summary>
/// <param name="stream">Where they go.</param>
/// <param name="writing">Held by whoever writes to it.</param>
/// <param name="order">In which order a client of a broker sends them; null where the other side does not mind.</param>
internal sealed class Acknowledgements(Stream stream, SemaphoreSlim writing, AcknowledgementOrder? order) : IFixSender, IThreadPoolWorkItem
{
    private const int MostUnsent = 4096;

    private readonly Lock _gate = new();
    private byte[] _filling = new byte[4];
    private byte[] _sending = [];
    private int _unsent;
    private bool _sends;

    /// <summary>True for a client that sends and does not read what it is answered.</summary>
    public bool AreTooMany => Volatile.Read(ref _unsent) > MostUnsent * 4;

    /// <summary>True if they go out in the order of the messages.</summary>
    public bool HaveAnOrder => order is not null;

    public long BytesSent { get; private set; }

    /// <summary>A message came that is to be acknowledged in its turn.</summary>
    public void Expect(ushort id)
    {
        if (order is not null && id > 0)
        {
            lock (_gate)
            {
                order.Expect(id);
            }
        }
    }

    /// <summary>The message with that packet id is on disk: its PUBACK goes out, on another thread.</summary>
    public void Durable(int receipt)
    {
        lock (_gate)
        {
            if (order is null || order.Done((ushort)receipt))
            {
                Add((ushort)receipt);
                AddNext();
            }
        }
    }

    /// <summary>A message that takes long keeps those that came after it waiting no longer.</summary>
    public void SetAside(ushort id)
    {
        lock (_gate)
        {
            order?.SetAside(id);
            AddNext();
        }
    }

    void IThreadPoolWorkItem.Execute() => _ = SendAsync();

    private void AddNext()
    {
        while (order is not null && order.TryNext(out var next))
        {
            Add(next);
        }
    }

    private void Add(ushort id)
    {
        if (_unsent + 4 > _filling.Length)
        {
            Array.Resize(ref _filling, _filling.Length * 2);
        }

        // PUBACK, two bytes follow, the packet id; in MQTT 5 that means success, too.
        ReadOnlySpan<byte> puback = [0x40, 2, (byte)(id >> 8), (byte)id];
        puback.CopyTo(_filling.AsSpan(_unsent));
        _unsent += 4;
        if (!_sends)
        {
            _sends = true;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private async Task SendAsync()
    {
        try
        {
            await writing.WaitAsync();
            try
            {
                while (Next() is { Length: > 0 } bytes)
                {
                    await stream.WriteAsync(bytes);
                    BytesSent += bytes.Length;
                }
            }
            finally
            {
                writing.Release();
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The connection has ended; whoever reads from it notices, and the other side sends again what was not acknowledged.
        }
    }

    private ReadOnlyMemory<byte> Next()
    {
        lock (_gate)
        {
            var count = _unsent;
            _sends = count > 0;
            (_filling, _sending, _unsent) = (_sending.Length > 0 ? _sending : new byte[4], _filling, 0);
            return _sending.AsMemory(0, count);
        }
    }
}
