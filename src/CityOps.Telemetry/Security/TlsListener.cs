using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Implementations;
using MQTTnet.Server;

namespace CityOps.Telemetry.Security;

/// <summary>
/// The way into the broker over TLS 1.2 and 1.3. The library's own sends no certificates between the server's and its authority,
/// waits for a handshake for ever, and makes room for packets of any length.
/// </summary>
internal sealed class TlsListener : IMqttServerAdapter
{
    private const int LongestFirstPacket = 64 * 1024;
    private const int BesidePayload = 1024 * 1024;
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(15);

    private readonly TlsOptions _options;
    private readonly int _longestPacket;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly SslServerAuthenticationOptions _ssl;
    private readonly CancellationTokenSource _stop = new();
    private TcpListener? _listener;

    public TlsListener(TlsOptions options, int maxPayload, TimeProvider clock, ILogger logger)
    {
        (_options, _longestPacket, _clock, _logger) = (options, maxPayload + BesidePayload, clock, logger);
        var check = new ClientCertificateCheck(options, clock);
        _ssl = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(options.Certificate, options.Chain, offline: true),
            ClientCertificateRequired = options.ClientAuthorities.Count > 0,
            RemoteCertificateValidationCallback = (_, certificate, chain, _) => check.Allows(certificate, chain),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
    }

    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger)
    {
        _listener = new TcpListener(_options.Address, _options.Port);
        _listener.Start();
        _ = AcceptAsync(_listener, options, logger, _stop.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        _listener?.Stop();
    }

    public void Dispose()
    {
        _listener?.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener, MqttServerOptions options, IMqttNetLogger logger, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptTcpClientAsync(stop);
                _ = Task.Run(() => ServeAsync(client, options, logger, stop), stop);
            }
            catch (SocketException e)
            {
                // Too many open files, most likely: those who are connected stay, and the next is taken when one has gone.
                _logger.NotAccepted(e);
                await Task.Delay(TimeSpan.FromSeconds(1), _clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client, MqttServerOptions options, IMqttNetLogger logger, CancellationToken stop)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                await using var stream = new SslStream(client.GetStream());
                using (var patience = CancellationTokenSource.CreateLinkedTokenSource(stop))
                {
                    patience.CancelAfter(HandshakeTimeout);
                    await stream.AuthenticateAsServerAsync(_ssl, patience.Token);
                }

                var channel = new MqttTcpChannel(
                    stream, client.Client.LocalEndPoint, client.Client.RemoteEndPoint, stream.RemoteCertificate as X509Certificate2);
                var formatter = new MqttPacketFormatterAdapter(new MqttBufferWriter(options.WriterBufferSize, options.WriterBufferSizeMax));
                using var adapter = new MqttChannelAdapter(
                    new BoundedChannel(channel, LongestFirstPacket, _longestPacket), formatter, logger);
                await (ClientHandler?.Invoke(adapter) ?? Task.CompletedTask);
            }
            catch (Exception e) when (e is IOException or AuthenticationException or OperationCanceledException or SocketException)
            {
                // Whoever cannot do the handshake has gone; a scanner would fill the log.
            }
        }
    }
}
