using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using CityOps.Telemetry.Ingest;
using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using NodaTime;

namespace CityOps.Telemetry.Mqtt.Transport;

/// <summary>
/// A device's connection. It takes positions as they come in, and acknowledges them once they are durable, without the broker's
/// session and dispatch, which cost several times what the rest of a position does; everything else goes to the broker.
/// </summary>
internal sealed class DeviceChannel(Stream stream, Socket socket, PositionIntakes intakes, int maxPayload)
    : IMqttChannelAdapter, IFixSender, IThreadPoolWorkItem
{
    private const int UsualBuffer = 1024;
    private const int LongestTopic = 65_535;
    private const int MostUnsent = 4096;
    private const int LongestTurn = 8;

    // Of a longer message there is the payload beyond what is taken, whatever its topic.
    private readonly int _longest = maxPayload + LongestTopic + 16;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Lock _gate = new();
    private byte[] _buffer = new byte[UsualBuffer];
    private int _start;
    private int _end;
    private int _passOver;
    private int _unbroken;
    private PositionIntake? _intake;
    private byte[] _acknowledgements = new byte[4];
    private byte[] _sending = [];
    private int _unsent;
    private bool _sends;

    public long BytesReceived { get; private set; }

    public long BytesSent { get; private set; }

    public X509Certificate2? ClientCertificate => null;

    public EndPoint? RemoteEndPoint { get; } = socket.RemoteEndPoint;

    public EndPoint? LocalEndPoint { get; } = socket.LocalEndPoint;

    public bool IsSecureConnection => false;

    public MqttPacketFormatterAdapter PacketFormatterAdapter { get; } = new(new MqttBufferWriter(128, 4096));

    /// <summary>The broker lets the client in: from now on its positions are taken here.</summary>
    public void Admit(Duration keepAlive) => _intake = new PositionIntake(intakes, keepAlive);

    public Task ConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DisconnectAsync(CancellationToken cancellationToken)
    {
        stream.Close();
        return Task.CompletedTask;
    }

    public void ResetStatistics() => (BytesReceived, BytesSent) = (0, 0);

    /// <summary>The next packet that is for the broker; null once the connection has ended.</summary>
    public async Task<MqttPacket?> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                PassOver();
                if (!PacketFrame.TryRead(Waiting.Span, out var frame) || Waiting.Length < Math.Min(frame.Length, _longest))
                {
                    if (!await FillAsync(Math.Clamp(frame.Length, 1, _longest), cancellationToken))
                    {
                        return null;
                    }
                }
                else if (frame.Length > _longest)
                {
                    return Cut(frame);
                }
                else
                {
                    var taken = Take(frame);
                    if (taken == Taken.Not)
                    {
                        return Next(frame);
                    }

                    _start += taken == Taken.NotYet ? 0 : frame.Length;
                    if (taken != Taken.Fully)
                    {
                        await intakes.Fixes.RoomAsync().WaitAsync(cancellationToken);
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidDataException)
        {
            throw new MqttCommunicationException(e);
        }
    }

    public async Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            var bytes = PacketFormatterAdapter.Encode(packet);
            await stream.WriteAsync(bytes.Join(), cancellationToken);
            BytesSent += bytes.Length;
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            throw new MqttCommunicationException(e);
        }
        finally
        {
            PacketFormatterAdapter.Cleanup();
            _writing.Release();
        }
    }

    /// <summary>The message with that packet id is on disk: its PUBACK goes out, on another thread.</summary>
    public void Durable(int receipt)
    {
        lock (_gate)
        {
            if (_unsent + 4 > _acknowledgements.Length)
            {
                Array.Resize(ref _acknowledgements, _acknowledgements.Length * 2);
            }

            // PUBACK, two bytes follow, the packet id; in MQTT 5 that means success, too.
            ReadOnlySpan<byte> puback = [0x40, 2, (byte)(receipt >> 8), (byte)receipt];
            puback.CopyTo(_acknowledgements.AsSpan(_unsent));
            _unsent += 4;
            if (_sends)
            {
                return;
            }

            _sends = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute() => _ = SendAcknowledgementsAsync();

    public void Dispose() => _writing.Dispose();

    private ReadOnlyMemory<byte> Waiting => _buffer.AsMemory(_start, _end - _start);

    private Taken Take(PacketFrame frame)
    {
        var body = _buffer.AsSpan(_start + frame.HeaderLength, frame.BodyLength);
        return _intake is { } intake && frame.IsPublish
            && Publish.TryRead(frame, body, PacketFormatterAdapter.ProtocolVersion, out var publish)
                ? intake.Take(publish, this)
                : Taken.Not;
    }

    /// <summary>
    /// The beginning of a message that is too large: enough to be refused as what it is. The rest is passed over, and never in memory.
    /// </summary>
    private MqttPacket Cut(PacketFrame frame)
    {
        if (_intake is null || !frame.IsPublish)
        {
            throw new InvalidDataException("A packet is longer than any that is taken.");
        }

        _passOver = frame.Length - _longest;
        return Next(frame with { BodyLength = _longest - frame.HeaderLength });
    }

    private void PassOver()
    {
        var passed = Math.Min(_passOver, _end - _start);
        _start += passed;
        _passOver -= passed;
    }

    private MqttPacket Next(PacketFrame frame)
    {
        // A copy: what the broker makes of it looks into these bytes, and may be kept.
        var body = _buffer.AsSpan(_start + frame.HeaderLength, frame.BodyLength).ToArray();
        var received = new ReceivedMqttPacket(frame.First, body, frame.Length);
        if (PacketFormatterAdapter.ProtocolVersion == MqttProtocolVersion.Unknown)
        {
            PacketFormatterAdapter.DetectProtocolVersion(received);
        }

        _start += frame.Length;
        return PacketFormatterAdapter.Decode(received);
    }

    /// <summary>Reads on; false at the end of the connection.</summary>
    /// <param name="length">How many bytes the packet that begins at the start has.</param>
    private async ValueTask<bool> FillAsync(int length, CancellationToken cancel)
    {
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
            if (_buffer.Length > UsualBuffer && length <= UsualBuffer)
            {
                // A long message is rare: its buffer does not stay with every connection.
                _buffer = new byte[UsualBuffer];
            }
        }

        if (_start + length > _buffer.Length || _end == _buffer.Length)
        {
            var larger = length > _buffer.Length || _start == 0 ? new byte[Math.Max(length, _buffer.Length * 2)] : _buffer;
            Waiting.CopyTo(larger);
            (_buffer, _start, _end) = (larger, 0, _end - _start);
        }

        if (Volatile.Read(ref _unsent) > MostUnsent * 4)
        {
            // A client that sends and does not read its acknowledgements: once it does, this write is over.
            await _writing.WaitAsync(cancel);
            _writing.Release();
        }

        var reading = stream.ReadAsync(_buffer.AsMemory(_end), cancel);
        _unbroken = reading.IsCompleted ? _unbroken + 1 : 0;
        var read = await reading;
        _end += read;
        BytesReceived += read;
        if (_unbroken == LongestTurn)
        {
            // A client that sends without a pause does not keep a thread from everyone else.
            _unbroken = 0;
            await Task.Yield();
        }

        return read > 0;
    }

    private async Task SendAcknowledgementsAsync()
    {
        try
        {
            await _writing.WaitAsync();
            try
            {
                while (NextAcknowledgements() is { Length: > 0 } bytes)
                {
                    await stream.WriteAsync(bytes);
                    BytesSent += bytes.Length;
                }
            }
            finally
            {
                _writing.Release();
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The connection has ended; whoever reads from it notices, and the device sends again what was not acknowledged.
        }
    }

    private ReadOnlyMemory<byte> NextAcknowledgements()
    {
        lock (_gate)
        {
            var count = _unsent;
            _sends = count > 0;
            (_acknowledgements, _sending, _unsent) = (_sending.Length > 0 ? _sending : new byte[4], _acknowledgements, 0);
            return _sending.AsMemory(0, count);
        }
    }
}
