using System.Net.Sockets;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Server;

namespace CityOps.Telemetry.Mqtt.Transport;

/// <summary>Accepts devices for the broker; each gets a <see cref="DeviceChannel"/>.</summary>
internal sealed class DeviceListener(PositionIntakes intakes, TelemetryOptions options) : IMqttServerAdapter
{
    // After an outage all devices come at once.
    private const int Backlog = 4096;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private Socket? _listening;

    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    /// <exception cref="SocketException">The address or port cannot be listened on.</exception>
    public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger)
    {
        var endpoint = options.DefaultEndpointOptions;
        _listening = new Socket(endpoint.BoundInterNetworkAddress.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listening.Bind(new System.Net.IPEndPoint(endpoint.BoundInterNetworkAddress, endpoint.Port));
        _listening.Listen(Backlog);
        _ = AcceptAsync(_listening, _stopping.Token);
        return Task.CompletedTask;
    }

    public Task StopAsync()
    {
        _stopping.Cancel();
        _listening?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _listening?.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync(Socket listening, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                _ = HandleAsync(await listening.AcceptAsync(cancel));
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
            {
                // Those who are connected stay, and keep the processor; the next is taken when one has gone.
                await Task.Delay(BetweenTries, intakes.Clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (SocketException)
            {
                // A client that is gone before it was accepted: the next one may fare better.
                await Task.Yield();
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task HandleAsync(Socket socket)
    {
        await Task.Yield();
        socket.NoDelay = true;
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        using var channel = new DeviceChannel(stream, socket, intakes, options.MaxPayload);
        if (ClientHandler is { } handle)
        {
            await handle(channel);
        }
    }
}
