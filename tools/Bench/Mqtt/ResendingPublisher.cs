using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CityOps.Bench.Mqtt;

/// <summary>
/// A device, or a gateway that speaks for several: a bare connection that always has messages in flight at QoS 1. It
/// connects again whenever the engine was killed, and then first sends again what was not acknowledged.
/// </summary>
/// <param name="port">The broker's.</param>
/// <param name="devices">Whose fixes it sends, in turn.</param>
/// <param name="fixes">How many a message has.</param>
/// <param name="inFlight">How many messages are not acknowledged at any time, or at most where there is a pace.</param>
/// <param name="perSecond">How many messages a second; null for as fast as they are acknowledged.</param>
public sealed class ResendingPublisher(int port, IReadOnlyList<FleetDevice> devices, int fixes, int inFlight, double? perSecond = null)
{
    private const int Duplicate = 0x08;
    private const int PubAck = 0x40;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(20);

    private readonly OrderedDictionary<ushort, byte[]> _unacknowledged = [];
    private readonly byte[] _answer = new byte[4];
    private readonly Stopwatch _since = new();
    private ushort _lastId;
    private int _next;
    private long _sent;
    private int _acknowledged;

    /// <summary>How many messages were sent, each counted once.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>How many messages were acknowledged.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>How many messages were sent again, each time counted.</summary>
    public int SentAgain { get; private set; }

    /// <summary>Sends while there is more to send, and then until the last message is acknowledged.</summary>
    /// <param name="more">Whether to send new ones.</param>
    /// <param name="acknowledged">Called for each message.</param>
    /// <param name="abort">Gives up.</param>
    public async Task SendAsync(Func<bool> more, Action acknowledged, CancellationToken abort)
    {
        ArgumentNullException.ThrowIfNull(more);
        ArgumentNullException.ThrowIfNull(acknowledged);
        _since.Start();
        while (more() || _unacknowledged.Count > 0)
        {
            try
            {
                using var connection = new TcpClient { NoDelay = true };
                await connection.ConnectAsync(IPAddress.Loopback, port, abort);
                await SendAsync(connection.GetStream(), more, acknowledged, abort);
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                // The engine was killed, or does not listen yet.
                await Task.Delay(BetweenTries, abort);
            }
        }
    }

    private async Task SendAsync(NetworkStream stream, Func<bool> more, Action acknowledged, CancellationToken abort)
    {
        await stream.WriteAsync(Packets.Connect(devices[0].Id), abort);
        await stream.ReadExactlyAsync(_answer, abort);
        MustBe(_answer is [0x20, 2, 0, 0], "The broker does not let it in.");
        foreach (var packet in _unacknowledged.Values)
        {
            packet[0] |= Duplicate;
            await stream.WriteAsync(packet, abort);
            SentAgain++;
        }

        while (true)
        {
            while (more() && _unacknowledged.Count < inFlight && IsTime())
            {
                await stream.WriteAsync(Next(), abort);
            }

            if (_unacknowledged.Count == 0)
            {
                if (!more())
                {
                    return;
                }

                await Task.Delay(BetweenTries, abort);
                continue;
            }

            await stream.ReadExactlyAsync(_answer, abort);
            MustBe(
                _answer is [PubAck, 2, ..] && _unacknowledged.Remove(BinaryPrimitives.ReadUInt16BigEndian(_answer.AsSpan(2))),
                "It is no PUBACK of anything that was sent.");
            Volatile.Write(ref _acknowledged, _acknowledged + 1);
            acknowledged();
        }
    }

    private static void MustBe(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidDataException(otherwise);
        }
    }

    private bool IsTime() => perSecond is not { } pace || _sent < _since.Elapsed.TotalSeconds * pace;

    /// <summary>From here on it is sent, and again until it is acknowledged.</summary>
    private byte[] Next()
    {
        var device = devices[_next];
        _next = (_next + 1) % devices.Count;
        _lastId = _lastId == ushort.MaxValue ? (ushort)1 : (ushort)(_lastId + 1);
        var packet = Packets.Publish(
            $"cityops/v1/vehicles/{device.Id}/position", device.Next(fixes), qos: 1, _lastId);
        _unacknowledged.Add(_lastId, packet);
        Volatile.Write(ref _sent, _sent + 1);
        return packet;
    }
}
