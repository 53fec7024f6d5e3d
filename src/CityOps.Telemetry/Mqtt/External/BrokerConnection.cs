using CityOps.Telemetry.Mqtt.Transport;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace CityOps.Telemetry.Mqtt.External;

/// <summary>
/// One of the engine's connections to the city's broker: connects, subscribes, takes what comes, and connects again when it ended. Its
/// session stays at the broker, so that what was not acknowledged, and what came meanwhile, comes on the next connection.
/// </summary>
internal sealed class BrokerConnection(
    ExternalBrokerOptions broker,
    string name,
    BrokerTopics topics,
    PositionIntakes intakes,
    BrokerMessages messages,
    BrokerWatch watch,
    TelemetryMetrics metrics,
    ILogger logger)
{
    /// <summary>For how long the broker keeps what comes for an engine that is away.</summary>
    public static readonly TimeSpan SessionExpiry = TimeSpan.FromDays(1);

    private const int MostPublishing = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(20);

    // The answer comes behind everything that has waited in the session.
    private static readonly TimeSpan SubscribePatience = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _clock = intakes.Clock;
    private readonly BackOff _backOff = new(Random.Shared);
    private Publishing? _publishing;
    private bool _wasUp;

    /// <summary>Its name, which is the client's at the broker.</summary>
    public string Name => name;

    /// <summary>Runs until it is asked to stop.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var started = _clock.GetTimestamp();
            string why;
            try
            {
                why = await ServeAsync(stopping);
            }
            catch (Exception e)
            {
                // Whatever it was, on the next connection it may be otherwise; nothing else would bring this one back.
                why = e is OperationCanceledException ? "It does not answer." : e.Message;
            }

            if (stopping.IsCancellationRequested)
            {
                return;
            }

            if (watch.Away(name, why))
            {
                logger.BrokerAway(name, broker.Host, broker.Port, why);
            }

            if (_clock.GetElapsedTime(started) > BackOff.Longest)
            {
                _backOff.Reset();
            }

            await Task.Delay(_backOff.Next(), _clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Publishes at QoS 1; ends when the broker has acknowledged it.</summary>
    /// <exception cref="IOException">The broker is away, or does not take it.</exception>
    public async Task PublishAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancel)
    {
        var publishing = _publishing ?? throw new IOException($"The broker is away: '{topic}' cannot be sent.");
        var message = new MqttApplicationMessageBuilder()
            .WithTopic(topic)
            .WithPayload(payload.ToArray())
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .Build();
        await publishing.Room.WaitAsync(cancel);
        using var patience = new CancellationTokenSource(Patience, _clock);
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
            var result = await publishing.Client.PublishAsync(message, either.Token);
            if (!result.IsSuccess)
            {
                throw new IOException($"The broker does not take '{topic}' from the engine: {result.ReasonCode}.");
            }
        }
        catch (Exception e) when (IsOfTheBroker(e) && !cancel.IsCancellationRequested)
        {
            if (patience.IsCancellationRequested)
            {
                // A way that has fallen silent: while something is sent on it again and again, nobody asks by a ping whether it is there.
                publishing.Ended.TrySetResult("It does not acknowledge what is sent.");
            }

            throw new IOException($"The broker did not acknowledge '{topic}': {e.Message}", e);
        }
        finally
        {
            publishing.Room.Release();
        }
    }

    /// <summary>Connects and takes messages.</summary>
    /// <returns>Why the connection has ended.</returns>
    private async Task<string> ServeAsync(CancellationToken stopping)
    {
        using var channel = new BrokerChannel(broker, intakes);
        using var client = new MqttClientFactory().CreateMqttClient(channel);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.ApplicationMessageReceivedAsync += received => messages.HandleAsync(received, channel, ending.Token);
        client.DisconnectedAsync += disconnected =>
        {
            ended.TrySetResult(disconnected.ReasonString ?? disconnected.Exception?.Message ?? $"It ended the connection: {disconnected.Reason}.");
            return Task.CompletedTask;
        };
        try
        {
            await OpenAsync(client, ended, stopping);
            return await ended.Task.WaitAsync(stopping);
        }
        finally
        {
            await CloseAsync(client, ending);
        }
    }

    private async Task OpenAsync(IMqttClient client, TaskCompletionSource<string> ended, CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(Patience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        var connected = await client.ConnectAsync(Options(), either.Token);
        if (connected.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw new MqttCommunicationException($"It refuses the engine: {connected.ResultCode} {connected.ReasonString}".TrimEnd() + ".");
        }

        if (topics.Wanted.Count > 0)
        {
            patience.CancelAfter(SubscribePatience);
            await SubscribeAsync(client, either.Token);
        }

        if (_wasUp && !connected.IsSessionPresent)
        {
            logger.BrokerForgot(name);
        }

        _wasUp = true;
        _publishing = new Publishing(
            client, new SemaphoreSlim(Math.Min(MostPublishing, (int)(connected.ReceiveMaximum ?? MostPublishing))), ended);
        metrics.BrokerConnections(+1);
        watch.Up(name);
        logger.BrokerReached(name, broker.Host, broker.Port);
    }

    private async Task SubscribeAsync(IMqttClient client, CancellationToken cancel)
    {
        var subscribing = new MqttClientSubscribeOptionsBuilder();
        foreach (var filter in topics.Wanted)
        {
            // What the broker retains is of some time ago: a device that was online then may be gone.
            subscribing.WithTopicFilter(
                filter, MqttQualityOfServiceLevel.AtLeastOnce, retainHandling: MqttRetainHandling.DoNotSendOnSubscribe);
        }

        var subscribed = await client.SubscribeAsync(subscribing.Build(), cancel);
        if (subscribed.Items.FirstOrDefault(i => i.ResultCode != MqttClientSubscribeResultCode.GrantedQoS1) is { } refused)
        {
            throw new MqttCommunicationException($"It does not let the engine subscribe to {refused.TopicFilter.Topic}: {refused.ResultCode}.");
        }

        if (topics.Unwanted.Count > 0)
        {
            var unsubscribing = new MqttClientUnsubscribeOptionsBuilder();
            foreach (var filter in topics.Unwanted)
            {
                unsubscribing.WithTopicFilter(filter);
            }

            await client.UnsubscribeAsync(unsubscribing.Build(), cancel);
        }
    }

    private async Task CloseAsync(IMqttClient client, CancellationTokenSource ending)
    {
        await ending.CancelAsync();
        if (_publishing is not null)
        {
            _publishing = null;
            metrics.BrokerConnections(-1);
        }

        if (client.IsConnected)
        {
            try
            {
                using var patience = new CancellationTokenSource(Patience, _clock);
                await client.DisconnectAsync(new MqttClientDisconnectOptions(), patience.Token);
            }
            catch (Exception e) when (IsOfTheBroker(e))
            {
                // It ended while it was being ended.
            }
        }
    }

    private MqttClientOptions Options()
    {
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer(broker.Host, broker.Port)
            .WithClientId(name)
            .WithCleanStart(false)
            .WithSessionExpiryInterval((uint)SessionExpiry.TotalSeconds)
            .WithReceiveMaximum(broker.ReceiveMaximum)
            .WithKeepAlivePeriod(KeepAlive)
            .WithTimeout(AnswerPatience);
        return (broker.User is { } user ? options.WithCredentials(user, broker.Password) : options).Build();
    }

    private static bool IsOfTheBroker(Exception e) =>
        e is MqttCommunicationException or MqttProtocolViolationException or OperationCanceledException or ObjectDisposedException;

    private sealed record Publishing(IMqttClient Client, SemaphoreSlim Room, TaskCompletionSource<string> Ended);
}
