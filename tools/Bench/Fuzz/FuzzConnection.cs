using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using CityOps.Bench.Mqtt;

namespace CityOps.Bench.Fuzz;

/// <summary>A well-behaved client with spoilt payloads, many of them in flight: each must get its PUBACK, in whatever order.</summary>
internal sealed class FuzzConnection(FuzzPayloads payloads, string client)
{
    private const int InFlight = 64;
    private const int PubAck = 0x40;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly HashSet<ushort> _unacknowledged = [];
    private readonly byte[] _acknowledgements = new byte[4 * InFlight];
    private readonly ArrayBufferWriter<byte> _packets = new();
    private ushort _lastId;

    /// <summary>How many messages were sent, by what they tell of.</summary>
    public Dictionary<string, long> Sent { get; } = [];

    /// <summary>Sends so many messages, until the last of them is acknowledged.</summary>
    /// <param name="port">The broker's.</param>
    /// <param name="messages">How many.</param>
    /// <param name="acknowledged">Told how many more are.</param>
    public async Task SendAsync(int port, int messages, Action<int> acknowledged)
    {
        using var connection = new TcpClient { NoDelay = true };
        await connection.ConnectAsync(IPAddress.Loopback, port);
        var stream = connection.GetStream();
        await stream.WriteAsync(Packets.Connect(client));
        await stream.ReadExactlyAsync(_acknowledgements.AsMemory(0, 4));
        var odd = 0;
        while (messages > 0 || _unacknowledged.Count > 0)
        {
            for (; messages > 0 && _unacknowledged.Count < InFlight; messages--)
            {
                Write(payloads.Next());
            }

            await stream.WriteAsync(_packets.WrittenMemory);
            _packets.ResetWrittenCount();
            var read = await ReadAsync(stream, odd) + odd;
            for (var at = 0; at + 4 <= read; at += 4)
            {
                if (_acknowledgements[at] != PubAck
                    || !_unacknowledged.Remove(BinaryPrimitives.ReadUInt16BigEndian(_acknowledgements.AsSpan(at + 2))))
                {
                    throw new BenchException("The engine acknowledges what was not sent.");
                }
            }

            acknowledged(read / 4);
            odd = read % 4;
            _acknowledgements.AsSpan(read - odd, odd).CopyTo(_acknowledgements);
        }
    }

    private async Task<int> ReadAsync(NetworkStream stream, int odd)
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            var read = await stream.ReadAsync(_acknowledgements.AsMemory(odd), patience.Token);
            return read > 0 ? read : throw new BenchException($"The engine closed the connection of {client}.");
        }
        catch (OperationCanceledException)
        {
            throw new BenchException($"{_unacknowledged.Count} messages of {client} get no PUBACK.");
        }
    }

    private void Write(FuzzMessage message)
    {
        do
        {
            _lastId = _lastId == ushort.MaxValue ? (ushort)1 : (ushort)(_lastId + 1);
        }
        while (!_unacknowledged.Add(_lastId));
        Sent[message.Kind] = Sent.GetValueOrDefault(message.Kind) + 1;
        _packets.Write(Packets.Publish(message.Topic, message.Payload, 1, _lastId));
    }
}
