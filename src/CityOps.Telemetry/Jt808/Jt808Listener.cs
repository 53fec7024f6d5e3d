using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using CityOps.Engine;
using CityOps.Telemetry.Ingest;
using CityOps.Telemetry.Mqtt;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;

namespace CityOps.Telemetry.Jt808;

/// <summary>Listens for terminals, and keeps their connections.</summary>
internal sealed class Jt808Listener(
    Jt808Messages messages,
    FixPipeline fixes,
    EngineReadiness engine,
    RefusalBook refusals,
    Jt808Options options,
    Jt808Rates rates,
    Jt808Metrics metrics,
    TimeProvider clock,
    ILoggerFactory logs)
    : BackgroundService
{
    // What one connection may keep of what came and of what nobody takes.
    private const int Buffer = 16 * 1024;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Jt808Connection, ConnectionContext> _connections = new();
    private readonly ILogger _logger = logs.CreateLogger<Jt808Listener>();
    private IConnectionListener? _listener;

    /// <summary>Where it listens, once it does.</summary>
    public EndPoint? Endpoint => _listener?.EndPoint;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await engine.Ready.WaitAsync(cancellationToken);
        var sockets = new SocketTransportFactory(
            Options.Create(new SocketTransportOptions { MaxReadBufferSize = Buffer, MaxWriteBufferSize = Buffer }), logs);
        try
        {
            _listener = await sockets.BindAsync(new IPEndPoint(options.Address, options.Port), cancellationToken);
        }
        catch (Exception e) when (e is SocketException or AddressInUseException)
        {
            throw new IOException($"JT/T 808 cannot listen on {options.Address}:{options.Port}: {e.Message}.", e);
        }

        _logger.Jt808Started($"{_listener.EndPoint}");
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_listener is not { } listener)
        {
            return;
        }

        await using var looking = clock.CreateTimer(_ => Look(), null, BetweenLooks, BetweenLooks);
        var running = new ConcurrentDictionary<Task, byte>();
        try
        {
            while (await listener.AcceptAsync(stoppingToken) is { } connection)
            {
                if (metrics.Connections >= options.MaxConnections)
                {
                    refusals.Note(null, "jt808", Jt808Refusals.TooManyConnections, clock.GetCurrentInstant());
                    connection.Abort();
                    await connection.DisposeAsync();
                    continue;
                }

                metrics.Connected(+1);
                var run = Task.Run(() => RunAsync(connection, stoppingToken), CancellationToken.None);
                running[run] = 0;
                _ = run.ContinueWith(done => running.TryRemove(done, out _), TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException)
        {
            // The engine stops.
        }

        await listener.UnbindAsync(CancellationToken.None);
        await EndAsync(running.Keys);
        await listener.DisposeAsync();
    }

    private async Task RunAsync(ConnectionContext transport, CancellationToken stop)
    {
        var connection = new Jt808Connection(transport.Transport, transport.Abort, messages, fixes, rates, clock);
        _connections[connection] = transport;
        try
        {
            await connection.RunAsync(stop);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or TimeoutException)
        {
            // The network, or a terminal that takes no answers: it comes again.
            transport.Abort();
        }
        catch (Exception e)
        {
            _logger.Jt808ConnectionFailed(e);
            transport.Abort();
        }
        finally
        {
            _connections.TryRemove(connection, out _);
            metrics.Connected(-1);
            await CloseAsync(transport);
        }
    }

    /// <summary>What was taken is answered; who does not take the answer in time is left.</summary>
    private async Task EndAsync(ICollection<Task> running)
    {
        try
        {
            await Task.WhenAll(running).WaitAsync(Farewell, clock, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            foreach (var transport in _connections.Values)
            {
                transport.Abort();
            }
        }
    }

    private void Look()
    {
        var (now, idle) = (clock.GetCurrentInstant(), Duration.FromTimeSpan(options.IdleTimeout));
        foreach (var connection in _connections.Keys)
        {
            connection.Look(now, idle);
        }
    }

    /// <summary>The last answers still go out, if anyone takes them.</summary>
    private async Task CloseAsync(ConnectionContext transport)
    {
        var closing = transport.DisposeAsync().AsTask();
        try
        {
            await closing.WaitAsync(Farewell, clock);
        }
        catch (TimeoutException)
        {
            transport.Abort();
            await closing;
        }
    }
}
