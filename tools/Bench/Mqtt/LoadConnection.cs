using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CityOps.Bench.Results;

namespace CityOps.Bench.Mqtt;

/// <summary>One device: a raw socket that writes encoded packets and reads PUBACKs. Leaner than any client library.</summary>
internal sealed class LoadConnection(PositionMessage message, string client) : IDisposable
{
    private const int Unacknowledged = 8; // messages a write at QoS 0

    // Without lingering, the end of the connection discards what the broker has not read yet: the books close at once.
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
        LingerState = new LingerOption(true, 0),
    };

    private long _acknowledged;

    public long Acknowledged => Volatile.Read(ref _acknowledged);

    public async Task ConnectAsync(int port, CancellationToken cancel)
    {
        await _socket.ConnectAsync(IPAddress.Loopback, port, cancel);
        await _socket.SendAsync(Packets.Connect(client), cancel);
        var answer = new byte[4];
        await ReadAsync(answer, answer.Length, cancel);
        if (answer[0] != 0x20 || answer[3] != 0)
        {
            throw new BenchException($"The broker does not let {client} in.");
        }
    }

    /// <summary>Keeps so many messages in flight until it is stopped. Their latencies are for the given recorder.</summary>
    public async Task SendAcknowledgedAsync(int inFlight, Latencies latencies, CancellationToken stop)
    {
        var packets = new byte[message.Length * inFlight];
        var acknowledgements = new byte[4 * inFlight];
        var sent = new Queue<long>(inFlight);
        var wanted = inFlight;
        var odd = 0;
        while (!stop.IsCancellationRequested)
        {
            await WriteAsync(packets, wanted, sent, stop);
            var read = await ReadAsync(acknowledgements.AsMemory(odd), 1, stop) + odd;
            wanted = read / 4;
            odd = read % 4;
            var now = Stopwatch.GetTimestamp();
            for (var i = 0; i < wanted; i++)
            {
                if (acknowledgements[4 * i] != 0x40)
                {
                    throw new BenchException("The broker sent something else than a PUBACK.");
                }

                latencies.Record(sent.Dequeue(), now);
            }

            acknowledgements.AsSpan(4 * wanted, odd).CopyTo(acknowledgements);
            Volatile.Write(ref _acknowledged, _acknowledged + wanted);
        }
    }

    /// <summary>
    /// Sends one message after the other at a pace, each once the one before is acknowledged, until it is stopped. What is on its way then is
    /// waited for: its PUBACK would be taken for that of the first message of the next load, which would seem to have taken no time.
    /// </summary>
    public async Task SendPacedAsync(TimeSpan between, TimeSpan first, Latencies latencies, CancellationToken stop)
    {
        var packet = new byte[message.Length];
        await Task.Delay(first, stop);
        using var pace = new PeriodicTimer(between);
        while (await pace.WaitForNextTickAsync(stop))
        {
            latencies.Record(await SendOneAsync(packet, CancellationToken.None), Stopwatch.GetTimestamp());
        }
    }

    /// <summary>Sends a message for each permit, once the one before is acknowledged, until it is stopped.</summary>
    public async Task SendPermittedAsync(SemaphoreSlim permits, CancellationToken stop)
    {
        var packet = new byte[message.Length];
        while (true)
        {
            await permits.WaitAsync(stop);
            await SendOneAsync(packet, stop);
        }
    }

    /// <summary>Sends one message and waits for its PUBACK; when it was sent.</summary>
    public async Task<long> SendOneAsync(byte[] packet, CancellationToken stop)
    {
        var sent = Stopwatch.GetTimestamp();
        await WriteAsync(packet, 1, null, stop);
        await ReadAsync(packet.AsMemory(0, 4), 4, stop);
        if (packet[0] != 0x40 || BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(2)) != message.LastId)
        {
            throw new BenchException("The broker sent something else than the PUBACK of the message.");
        }

        Volatile.Write(ref _acknowledged, _acknowledged + 1);
        return sent;
    }

    /// <summary>Writes as fast as the broker reads, until it is stopped.</summary>
    public async Task SendAsync(CancellationToken stop)
    {
        var packets = new byte[message.Length * Unacknowledged];
        while (!stop.IsCancellationRequested)
        {
            await WriteAsync(packets, Unacknowledged, null, stop);
        }
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask WriteAsync(byte[] packets, int count, Queue<long>? sent, CancellationToken stop)
    {
        for (var i = 0; i < count; i++)
        {
            message.WriteNext(packets.AsSpan(i * message.Length));
            sent?.Enqueue(Stopwatch.GetTimestamp());
        }

        var rest = packets.AsMemory(0, count * message.Length);
        while (rest.Length > 0)
        {
            rest = rest[await _socket.SendAsync(rest, stop)..];
        }
    }

    private async ValueTask<int> ReadAsync(Memory<byte> into, int least, CancellationToken stop)
    {
        var read = 0;
        while (read < least)
        {
            var more = await _socket.ReceiveAsync(into[read..], stop);
            read += more > 0 ? more : throw new BenchException("The broker closed a connection.");
        }

        return read;
    }
}
