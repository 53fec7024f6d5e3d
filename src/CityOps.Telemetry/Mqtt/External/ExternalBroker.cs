using System.Collections.Concurrent;
using CityOps.Engine;
using CityOps.Engine.Ports;
using CityOps.Telemetry.Mqtt.Transport;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityOps.Telemetry.Mqtt.External;

/// <summary>
/// The city's own broker: takes devices' messages from it by subscription, and sends answers down through it. It may be away at any
/// time, also at the start: the connections come back by themselves. Where there are several nodes, each of the connections that take messages
/// in is on one of them, and when that ends on another, under the same name: so the broker keeps for it what came meanwhile.
/// </summary>
internal sealed class ExternalBroker : IHostedService, IDownlink, IDisposable
{
    private const string NotYet = "It has not connected yet.";

    private readonly EngineReadiness _engine;
    private readonly BrokerWatch _watch;
    private readonly BrokerConnection _out;
    private readonly IReadOnlyList<Func<BrokerConnection>> _in;
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly CancellationTokenSource _stopping = new();

    public ExternalBroker(
        ExternalBrokerOptions options, PositionIntakes intakes, RefusalBook refusals, BrokerWatch watch, EngineReadiness engine,
        INodes nodes, TelemetryMetrics metrics, ILogger<ExternalBroker> logger)
    {
        (_engine, _watch) = (engine, watch);
        _out = Connection(nodes.Name is { } node ? $"{options.Group}-out-{node}" : $"{options.Group}-out", BrokerTopics.None);
        IReadOnlyList<(string Name, BrokerTopics Topics)> inward =
        [
            ($"{options.Group}-desk", BrokerTopics.Desk),
            .. Enumerable.Range(1, options.Consumers).Select(
                i => ($"{options.Group}-{i}", BrokerTopics.Positions(options.Group, options.Consumers))),
        ];
        _in = [.. inward.Select(own => (Func<BrokerConnection>)(() => Connection(own.Name, own.Topics)))];
        if (nodes.Name is null)
        {
            // An engine that is alone has all of them, also while the cluster has not begun one yet: nothing comes in by it.
            foreach (var (name, _) in inward)
            {
                watch.Away(name, NotYet);
            }
        }

        BrokerConnection Connection(string name, BrokerTopics topics)
        {
            watch.Away(name, NotYet);
            return new BrokerConnection(
                options, name, topics, intakes, new BrokerMessages(intakes.Router, refusals, intakes.Clock, logger), watch, metrics, logger);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Keep(RunAsync(_out, _stopping.Token));
        return Task.CompletedTask;
    }

    /// <summary>Runs one of the connections that take messages in: 0 has everything but positions.</summary>
    public async Task RunAsync(int piece, CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, _stopping.Token);
        var connection = _in[piece]();
        var running = RunAsync(connection, either.Token);
        Keep(running);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _watch.Gone(connection.Name);
        await running;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_running.Keys).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The broker is away, or does not take it.</exception>
    public Task SendAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancel) =>
        _out.PublishAsync(topic, payload, cancel);

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(BrokerConnection connection, CancellationToken cancel)
    {
        await _engine.Ready.WaitAsync(cancel);
        await connection.RunAsync(cancel);
    }

    private void Keep(Task running)
    {
        _running[running] = true;
        running.ContinueWith(ended => _running.TryRemove(ended, out _), TaskScheduler.Default);
    }
}
