using System.Buffers;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CityOps.Telemetry.Ingest;
using CityOps.Telemetry.Security;
using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using NodaTime;

namespace CityOps.Telemetry.Mqtt.Transport;

/// <summary>
/// A device's connection. It takes positions as they come in, and acknowledges them once they are durable, without the broker's
/// session and dispatch, which cost several times what the rest of a position does; everything else goes to the broker. With an
/// order it is the engine's own connection to a broker of the city, and everything else goes to the client that holds it.
/// </summary>
internal sealed class DeviceChannel : IMqttChannelAdapter
{
    private const int BufferOfADevice = 1024;
    private const int BufferOfTheEngine = 64 * 1024;
    private const int LongestTopic = 65_535;
    private const int LongestBeforeLogin = 16 * 1024;
    private const int LongestTurn = 8;
    private static readonly TimeSpan Farewell = TimeSpan.FromMilliseconds(250);

    private readonly Stream _stream;
    private readonly PositionIntakes _intakes;

    // Of a longer message there is the payload beyond what is taken, whatever its topic.
    private readonly int _longest;
    private readonly int _usualBuffer;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Acknowledgements _acknowledgements;
    private byte[] _buffer;
    private int _start;
    private int _end;
    private int _passOver;
    private int _unbroken;
    private long _packetBytesSent;
    private PositionIntake? _intake;

    public DeviceChannel(
        Stream stream, Socket socket, PositionIntakes intakes, int maxPayload, X509Certificate2? certificate = null,
        AcknowledgementOrder? order = null)
    {
        ClientCertificate = certificate;
        (_stream, _intakes, _longest) = (stream, intakes, maxPayload + LongestTopic + 16);
        (RemoteEndPoint, LocalEndPoint) = (socket.RemoteEndPoint, socket.LocalEndPoint);
        _usualBuffer = order is null ? BufferOfADevice : BufferOfTheEngine;
        _buffer = new byte[_usualBuffer];
        _acknowledgements = new Acknowledgements(stream, _writing, order);
        // A device says which version it speaks; the engine speaks MQTT 5.
        var writer = new MqttBufferWriter(128, 4096);
        PacketFormatterAdapter = order is null
            ? new MqttPacketFormatterAdapter(writer)
            : new MqttPacketFormatterAdapter(MqttProtocolVersion.V500, writer);
    }

    public long BytesReceived { get; private set; }

    public long BytesSent => _packetBytesSent + _acknowledgements.BytesSent;

    public X509Certificate2? ClientCertificate { get; }

    public EndPoint? RemoteEndPoint { get; }

    public EndPoint? LocalEndPoint { get; }

    public bool IsSecureConnection => _stream is SslStream;

    public MqttPacketFormatterAdapter PacketFormatterAdapter { get; }

    /// <summary>The broker lets the client in: from now on its positions are taken here.</summary>
    public void Admit(Duration keepAlive, DevicePass? pass) => _intake = new PositionIntake(_intakes, keepAlive, pass);

    /// <summary>A message that takes long keeps those that came after it waiting no longer.</summary>
    public void SetAside(ushort id) => _acknowledgements.SetAside(id);

    public Task ConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DisconnectAsync(CancellationToken cancellationToken)
    {
        _stream.Close();
        return Task.CompletedTask;
    }

    public void ResetStatistics() => (BytesReceived, _packetBytesSent) = (0, -_acknowledgements.BytesSent);

    /// <summary>The next packet that is for the broker; null once the connection has ended.</summary>
    public async Task<MqttPacket?> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                PassOver();
                var isFrame = PacketFrame.TryRead(Waiting.Span, out var frame);
                if (_intake is null && frame.Length > LongestBeforeLogin)
                {
                    throw new InvalidDataException("A packet of someone who has not logged in is longer than any CONNECT.");
                }

                if (!isFrame || Waiting.Length < Math.Min(frame.Length, _longest))
                {
                    if (!await FillAsync(Math.Clamp(frame.Length, 1, _longest), cancellationToken))
                    {
                        return null;
                    }
                }
                else
                {
                    if (UnnumberedTopic(frame) is { } topic)
                    {
                        await EndUnnumberedAsync(topic, cancellationToken);
                    }

                    Expect(frame);
                    if (frame.Length > _longest)
                    {
                        return Cut(frame);
                    }

                    Taken taken;
                    while ((taken = Take(frame)) == Taken.NotYet)
                    {
                        await _intakes.Fixes.RoomAsync().WaitAsync(cancellationToken);
                    }

                    if (taken == Taken.Not)
                    {
                        return Next(frame);
                    }

                    _start += frame.Length;
                    if (taken == Taken.LastForNow)
                    {
                        await _intakes.Fixes.RoomAsync().WaitAsync(cancellationToken);
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
        if (_acknowledgements.HaveAnOrder && packet is MqttPubAckPacket acknowledgement)
        {
            _acknowledgements.Durable(acknowledgement.PacketIdentifier);
            return;
        }

        // While one client takes over from another, the broker lets nobody in until the old one is told: not one that does not listen.
        using var farewell = packet is MqttDisconnectPacket ? new CancellationTokenSource(Farewell, _intakes.Clock) : null;
        var cancel = farewell?.Token ?? cancellationToken;
        await _writing.WaitAsync(cancel);
        try
        {
            var bytes = PacketFormatterAdapter.Encode(packet);
            await _stream.WriteAsync(bytes.Join(), cancel);
            _packetBytesSent += bytes.Length;
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

    public void Dispose() => _writing.Dispose();

    private ReadOnlyMemory<byte> Waiting => _buffer.AsMemory(_start, _end - _start);

    private Span<byte> BeginningOf(PacketFrame frame) =>
        _buffer.AsSpan(_start + frame.HeaderLength, Math.Min(frame.Length, _longest) - frame.HeaderLength);

    private void Expect(PacketFrame frame)
    {
        if (_acknowledgements.HaveAnOrder)
        {
            _acknowledgements.Expect(frame.ToBeAcknowledged(BeginningOf(frame)));
        }
    }

    private string? UnnumberedTopic(PacketFrame frame) =>
        _intake is not null && frame.IsUnnumbered(BeginningOf(frame), out var topic) ? Encoding.UTF8.GetString(topic) : null;

    /// <summary>Closes the connection of a client that breaks the protocol; MQTT 3.1.1 has no way to say why.</summary>
    private async Task EndUnnumberedAsync(string topic, CancellationToken cancel)
    {
        var reason = _intakes.Router.RefuseUnnumbered(topic);
        if (PacketFormatterAdapter.ProtocolVersion == MqttProtocolVersion.V500)
        {
            var why = new MqttDisconnectPacket { ReasonCode = MqttDisconnectReasonCode.ProtocolError, ReasonString = reason };
            await SendPacketAsync(why, cancel);
        }

        throw new InvalidDataException(reason);
    }

    private Taken Take(PacketFrame frame) => _intake is { } intake && frame.IsPublish
        && Publish.TryRead(frame, BeginningOf(frame), PacketFormatterAdapter.ProtocolVersion, out var publish)
            ? intake.Take(publish, _acknowledgements)
            : Taken.Not;

    /// <summary>
    /// The beginning of a message that is too large: enough to be refused as what it is. The rest is passed over, and never in memory.
    /// </summary>
    private MqttPacket Cut(PacketFrame frame)
    {
        if (_intake is null || !frame.IsPublish)
        {
            throw new InvalidDataException("A packet is longer than any that is taken.");
        }

        frame.LeaveOutProperties(BeginningOf(frame), PacketFormatterAdapter.ProtocolVersion);
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
            if (_buffer.Length > _usualBuffer && length <= _usualBuffer)
            {
                // A long message is rare: its buffer does not stay with every connection.
                _buffer = new byte[_usualBuffer];
            }
        }

        if (_start + length > _buffer.Length || _end == _buffer.Length)
        {
            var larger = length > _buffer.Length || _start == 0 ? new byte[Math.Max(length, _buffer.Length * 2)] : _buffer;
            Waiting.CopyTo(larger);
            (_buffer, _start, _end) = (larger, 0, _end - _start);
        }

        if (_acknowledgements.AreTooMany)
        {
            // A client that sends and does not read its acknowledgements: once it does, this write is over.
            await _writing.WaitAsync(cancel);
            _writing.Release();
        }

        var reading = _stream.ReadAsync(_buffer.AsMemory(_end), cancel);
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
}
