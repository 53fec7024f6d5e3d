using CityOps.Engine;
using CityOps.Telemetry.Mqtt.Transport;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Telemetry.Mqtt.External;

/// <summary>
/// The city's own broker: takes devices' messages from it by subscription, and sends answers down through it. It may be away at any
/// time, also at the start: the connections come back by themselves.
/// </summary>
internal sealed class ExternalBroker : IHostedService, IDownlink, IDisposable
{
    private readonly EngineReadiness _engine;
    private readonly BrokerConnection _desk;
    private readonly IReadOnlyList<BrokerConnection> _connections;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public ExternalBroker(
        ExternalBrokerOptions options, PositionIntakes intakes, RefusalBook refusals, BrokerWatch watch, EngineReadiness engine,
        TelemetryMetrics metrics, ILogger<ExternalBroker> logger)
    {
        _engine = engine;
        _desk = Connection($"{options.Group}-desk", BrokerTopics.Desk);
        _connections =
        [
            _desk,
            .. Enumerable.Range(1, options.Consumers).Select(i =>
                Connection($"{options.Group}-{i}", BrokerTopics.Positions(options.Group, options.Consumers))),
        ];

        BrokerConnection Connection(string name, BrokerTopics topics)
        {
            watch.Away(name, "It has not connected yet.");
            return new BrokerConnection(
                options, name, topics, intakes, new BrokerMessages(intakes.Router, refusals, intakes.Clock, logger), watch, metrics, logger);
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _engine.Ready.WaitAsync(cancellationToken);
        _running = Task.WhenAll(_connections.Select(c => c.RunAsync(_stopping.Token)));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _running.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The broker is away, or does not take it.</exception>
    public Task SendAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancel) =>
        _desk.PublishAsync(topic, payload, cancel);

    public void Dispose() => _stopping.Dispose();
}
