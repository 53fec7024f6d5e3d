using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using CityOps.Telemetry.Mqtt.Transport;
using Microsoft.Extensions.Logging;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Server;

namespace CityOps.Telemetry.Security;

/// <summary>
/// The way into the broker over TLS 1.2 and 1.3. The library's own sends no certificates between the server's and its authority, and
/// waits for a handshake for ever.
/// </summary>
internal sealed class TlsListener : IMqttServerAdapter
{
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(15);

    private readonly TlsOptions _options;
    private readonly PositionIntakes _intakes;
    private readonly int _maxPayload;
    private readonly ILogger _logger;
    private readonly SslServerAuthenticationOptions _ssl;
    private readonly CancellationTokenSource _stop = new();
    private TcpListener? _listener;

    public TlsListener(TlsOptions options, PositionIntakes intakes, int maxPayload, ILogger logger)
    {
        (_options, _intakes, _maxPayload, _logger) = (options, intakes, maxPayload, logger);
        var check = new ClientCertificateCheck(options, intakes.Clock);
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
        _ = AcceptAsync(_listener, _stop.Token);
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

    private async Task AcceptAsync(TcpListener listener, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptTcpClientAsync(stop);
                _ = Task.Run(() => ServeAsync(client, stop), stop);
            }
            catch (SocketException e)
            {
                // Too many open files, most likely: those who are connected stay, and the next is taken when one has gone.
                _logger.NotAccepted(e);
                await Task.Delay(TimeSpan.FromSeconds(1), _intakes.Clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken stop)
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

                using var channel = new DeviceChannel(
                    stream, client.Client, _intakes, _maxPayload, stream.RemoteCertificate as X509Certificate2);
                await (ClientHandler?.Invoke(channel) ?? Task.CompletedTask);
            }
            catch (Exception e) when (e is IOException or AuthenticationException or OperationCanceledException or SocketException)
            {
                // Whoever cannot do the handshake has gone; a scanner would fill the log.
            }
        }
    }
}
