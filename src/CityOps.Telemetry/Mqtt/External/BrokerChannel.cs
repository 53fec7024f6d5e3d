using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using CityOps.Telemetry.Mqtt.Transport;
using MQTTnet;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Diagnostics.PacketInspection;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using NodaTime;

namespace CityOps.Telemetry.Mqtt.External;

/// <summary>
/// The engine's connection to the city's broker, for one client of the library and once: what comes in goes the way of a device's own
/// connection, positions to the pipeline and everything else to the client.
/// </summary>
internal sealed class BrokerChannel(ExternalBrokerOptions broker, PositionIntakes intakes) : IMqttChannelAdapter, IMqttClientAdapterFactory
{
    private Stream? _stream;
    private DeviceChannel? _channel;

    public long BytesReceived => _channel?.BytesReceived ?? 0;

    public long BytesSent => _channel?.BytesSent ?? 0;

    public X509Certificate2? ClientCertificate => null;

    public EndPoint? RemoteEndPoint => _channel?.RemoteEndPoint;

    public EndPoint? LocalEndPoint => _channel?.LocalEndPoint;

    public bool IsSecureConnection => broker.Tls is not null;

    public MqttPacketFormatterAdapter PacketFormatterAdapter => Channel.PacketFormatterAdapter;

    private DeviceChannel Channel => _channel ?? throw new MqttCommunicationException("There is no connection.");

    public IMqttChannelAdapter CreateClientAdapter(
        MqttClientOptions options, MqttPacketInspector packetInspector, IMqttNetLogger logger) => this;

    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _stream = Stream.Null;
        try
        {
            await socket.ConnectAsync(broker.Host, broker.Port, cancellationToken);
            _stream = new NetworkStream(socket, ownsSocket: true);
            if (broker.Tls is { } tls)
            {
                _stream = await EncryptAsync(_stream, tls, cancellationToken);
            }

            _channel = new DeviceChannel(_stream, socket, intakes, intakes.Router.MaxPayload, order: new AcknowledgementOrder());
            _channel.Admit(Duration.Zero, pass: null);
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException)
        {
            throw new MqttCommunicationException(e.Message, e);
        }
        finally
        {
            if (_channel is null)
            {
                await _stream.DisposeAsync();
                socket.Dispose();
            }
        }
    }

    public Task DisconnectAsync(CancellationToken cancellationToken) =>
        _channel?.DisconnectAsync(cancellationToken) ?? Task.CompletedTask;

    public Task<MqttPacket?> ReceivePacketAsync(CancellationToken cancellationToken) => Channel.ReceivePacketAsync(cancellationToken);

    public Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken) =>
        Channel.SendPacketAsync(packet, cancellationToken);

    /// <summary>A message that takes long keeps those that came after it waiting no longer.</summary>
    public void SetAside(ushort id) => _channel?.SetAside(id);

    public void ResetStatistics() => _channel?.ResetStatistics();

    public void Dispose()
    {
        _stream?.Dispose();
        _channel?.Dispose();
    }

    private async Task<Stream> EncryptAsync(Stream stream, ExternalBrokerTls tls, CancellationToken cancel)
    {
        var encrypted = new SslStream(stream);
        var authenticating = new SslClientAuthenticationOptions
        {
            TargetHost = broker.Host,
            ClientCertificates = tls.Certificate is { } own ? [own] : null,
            CertificateChainPolicy = tls.Authorities.Count == 0 ? null : new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                // An authority of the city's own publishes no list of what it took back.
                RevocationMode = X509RevocationMode.NoCheck,
            },
        };
        authenticating.CertificateChainPolicy?.CustomTrustStore.AddRange(tls.Authorities);
        await encrypted.AuthenticateAsClientAsync(authenticating, cancel);
        return encrypted;
    }
}
