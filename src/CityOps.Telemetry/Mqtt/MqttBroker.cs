using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using CityOps.Engine;
using CityOps.Telemetry.Codecs;
using CityOps.Telemetry.Mqtt.Transport;
using CityOps.Telemetry.Security;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using MQTTnet.Server;
using NodaTime;

namespace CityOps.Telemetry.Mqtt;

/// <summary>The embedded broker: takes devices' messages at its interception, without a subscriber, and sends answers down.</summary>
internal sealed class MqttBroker : IHostedService, IDownlink, IDisposable
{
    /// <summary>Under this name the engine publishes; no client has it at the broker.</summary>
    private const string EngineClient = "cityops-engine";

    private static readonly Task NotTaken = Task.FromException(new IOException("The device waits to be admitted."));

    private readonly MqttServer _server;
    private readonly MessageRouter _router;
    private readonly HandsetLink _handsets;
    private readonly EngineReadiness _engine;
    private readonly TelemetryOptions _options;
    private readonly TelemetryMetrics _metrics;
    private readonly ILogger<MqttBroker> _logger;
    private readonly DeviceGate? _gate;
    private readonly HeldAcknowledgements _held = new();

    public MqttBroker(
        MessageRouter router, PositionIntakes intakes, HandsetLink handsets, EngineReadiness engine, TelemetryOptions options, TelemetryMetrics metrics,
        ILogger<MqttBroker> logger, DeviceGate? gate = null)
    {
        (_router, _handsets, _engine, _options, _metrics, _logger) = (router, handsets, engine, options, metrics, logger);
        _gate = gate;
        _server = new MqttServerFactory().CreateMqttServer(
            new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(options.Address)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithDefaultEndpointPort(options.Port)
            .WithPersistentSessions()
            .WithMaxPendingMessagesPerClient(1_000)
            .Build(),
            [
                new DeviceListener(intakes, options),
                .. options.Security?.Tls is { } tls ? [new TlsListener(tls, intakes, options.MaxPayload, logger)] : Array.Empty<TlsListener>(),
            ]);
        _gate?.Attach(_server);
        _server.ValidatingConnectionAsync += Validate;
        _server.ClientConnectedAsync += connected =>
        {
            // Not before: until here the connection whose place it takes may still be read.
            if (_held.Enter(connected.ClientId, connected.RemoteEndPoint))
            {
                _metrics.Connections(+1);
            }

            return Task.CompletedTask;
        };
        _server.ClientDisconnectedAsync += disconnected =>
        {
            // One that was gone before it could be told that it is let in never came.
            if (_held.Leave(disconnected.ClientId, disconnected.RemoteEndPoint))
            {
                _metrics.Connections(-1);
            }

            return Task.CompletedTask;
        };
        _server.ClientSubscribedTopicAsync += Subscribed;
        _server.ClientAcknowledgedPublishPacketAsync += acknowledged => _handsets.NoteSentAsync(
            acknowledged.PublishPacket.Topic, acknowledged.PublishPacket.Payload.ToArray(), CancellationToken.None);
        _server.InterceptingPublishAsync += InterceptPublish;
        _server.InterceptingOutboundPacketAsync += InterceptOutbound;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _engine.Ready.WaitAsync(cancellationToken);
        try
        {
            await _server.StartAsync();
        }
        catch (SocketException e)
        {
            throw new IOException($"The broker cannot listen on {_options.Address}:{_options.Port}: {e.Message}.", e);
        }

        _logger.BrokerStarted(_options.Address.ToString(), _options.Port);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(new MqttServerStopOptions());

    /// <inheritdoc/>
    public Task SendAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancel)
    {
        if (!_server.IsStarted)
        {
            // The engine is ready before the broker; nobody is connected who could hear it.
            return Task.CompletedTask;
        }

        var message = new MqttApplicationMessageBuilder()
            .WithTopic(topic)
            .WithPayload(payload.ToArray())
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .Build();
        return _server.InjectApplicationMessage(
            new InjectedMqttApplicationMessage(message) { SenderClientId = EngineClient }, cancel);
    }

    public void Dispose() => _server.Dispose();

    private async Task Validate(ValidatingConnectionEventArgs connection)
    {
        // Behind the gate every user has client ids of their own.
        if (_gate is null && connection.ClientId == EngineClient)
        {
            connection.ReasonCode = MqttConnectReasonCode.ClientIdentifierNotValid;
        }

        if (string.IsNullOrEmpty(connection.ClientId))
        {
            // MQTT 3.1.1, 3.1.3.1: a client may leave its name to the server. The library grants that to MQTT 5 alone.
            ConnectPacket(connection).ClientId = $"unnamed-{Guid.NewGuid():N}";
        }

        DevicePass? pass = null;
        if (_gate is not null)
        {
            if ((pass = await _gate.AdmitAsync(connection)) is null)
            {
                return;
            }

            ConnectPacket(connection).ClientId = DevicePasses.ClientOf(pass.User, connection.ClientId);
        }

        if (connection.ReasonCode == MqttConnectReasonCode.Success && connection.ChannelAdapter is DeviceChannel channel)
        {
            channel.Admit(Duration.FromSeconds(connection.KeepAlivePeriod ?? 0), pass);
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_connectPacket")]
    private static extern ref MqttConnectPacket ConnectPacket(ValidatingConnectionEventArgs connection);

    /// <summary>A fault ends the connection, so that the device comes again.</summary>
    private Task Subscribed(ClientSubscribedTopicEventArgs subscribed) => Topic.HearerOf(subscribed.TopicFilter.Topic) is { } device
        ? _handsets.RepeatAsync(device, CancellationToken.None)
        : Task.CompletedTask;

    private async Task InterceptPublish(InterceptingPublishEventArgs publish)
    {
        if (publish.ClientId == EngineClient)
        {
            return;
        }

        var message = publish.ApplicationMessage;
        var asksForAcknowledgement = message.QualityOfServiceLevel != MqttQualityOfServiceLevel.AtMostOnce;

        // A last will is the broker's own word for a client that has gone: it ends with no connection, and no PUBACK follows. One that is
        // held for it would let every later one of the client go out a message too early.
        var isAcknowledged = asksForAcknowledgement && publish.CancellationToken.CanBeCanceled;

        // What devices send is for the engine; nobody else hears it.
        publish.ProcessPublish = false;
        if (_gate is not null && await _gate.JudgeAsync(publish) is var verdict and not Verdict.Taken)
        {
            if (isAcknowledged)
            {
                Hold(publish, verdict == Verdict.Withheld ? NotTaken : Task.CompletedTask);
            }

            return;
        }

        var durable = await _router.RouteAsync(
            message.Topic, message.Payload, asksForAcknowledgement, message.UserProperties, publish.CancellationToken);
        if (isAcknowledged)
        {
            Hold(publish, durable);
        }
    }

    /// <summary>
    /// A message of a connection that was taken over meanwhile is not acknowledged, and the device sends it again: what it waits for would
    /// stand before the first of the connection in its place, and let each of that one's acknowledgements go out a message too early.
    /// </summary>
    private void Hold(InterceptingPublishEventArgs publish, Task durable)
    {
        publish.CancellationToken.ThrowIfCancellationRequested();
        _held.Hold(publish.ClientId, durable);
    }

    private async Task InterceptOutbound(InterceptingPacketEventArgs outbound)
    {
        if (outbound.Packet is not (MqttPubAckPacket or MqttPubRecPacket))
        {
            return;
        }

        try
        {
            await _held.Next(outbound.ClientId).WaitAsync(outbound.CancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Not durable: without its PUBACK the device sends the message again.
            outbound.ProcessPacket = false;
        }
    }
}

/// <summary>The way down to devices.</summary>
internal interface IDownlink
{
    /// <summary>Sends at QoS 1; a device with a session that is offline gets it later.</summary>
    Task SendAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancel);
}
