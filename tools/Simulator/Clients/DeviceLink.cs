using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace CityOps.Simulator.Clients;

/// <summary>
/// One device's connection to the broker, as a handset or terminal has it: its own client, QoS 1, a last will; it
/// connects again and repeats what was not acknowledged. Publishing is safe for concurrent use.
/// </summary>
/// <param name="address">Where the broker listens.</param>
/// <param name="device"><c>collectors/ID</c> or <c>vehicles/ID</c>.</param>
/// <param name="patience">How long to repeat.</param>
/// <param name="commanded">Hears the device's commands, each at least once; null where it takes none.</param>
internal sealed class DeviceLink(
    MqttAddress address, string device, Patience patience, Action<CommandMessage>? commanded = null) : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<AckMessage>> _asked = new();

    /// <summary><c>collectors/ID</c> or <c>vehicles/ID</c>.</summary>
    public string Device => device;

    /// <summary>
    /// Publishes and waits for the PUBACK. Null: acknowledged; else the broker's reason for refusing it.
    /// </summary>
    /// <exception cref="EngineAwayException">The broker was away for longer than patience lasts.</exception>
    public async Task<string?> PublishAsync(string what, byte[] payload, CancellationToken cancel)
    {
        var attempts = patience.Begin();
        Exception? last;
        do
        {
            try
            {
                await ConnectAsync(cancel).ConfigureAwait(false);
                return await PublishOnceAsync(what, payload, retain: false, cancel).ConfigureAwait(false);
            }
            catch (Exception e) when (IsConnectionLoss(e))
            {
                // The client calls it a time-out, too, when the caller cancels.
                cancel.ThrowIfCancellationRequested();
                last = e;
            }
        }
        while (await attempts.AgainAsync(cancel).ConfigureAwait(false));
        throw new EngineAwayException($"MQTT {address}, {device}/{what}", last);
    }

    /// <summary>Publishes and waits for the answer on <c>ack</c>; sends the same again when none comes.</summary>
    /// <exception cref="EngineAwayException">No answer for longer than patience lasts.</exception>
    public async Task<AckMessage> AskAsync(string what, string id, byte[] payload, CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<AckMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[id] = answer;
        try
        {
            var attempts = patience.Begin();
            do
            {
                if (await PublishAsync(what, payload, cancel).ConfigureAwait(false) is { } refusal)
                {
                    return new AckMessage(id, "refused", null, refusal, "The broker refused it.");
                }

                await Task.WhenAny(answer.Task, Task.Delay(Timeout, patience.Clock, cancel)).ConfigureAwait(false);
                cancel.ThrowIfCancellationRequested();
                if (answer.Task.IsCompletedSuccessfully)
                {
                    return await answer.Task.ConfigureAwait(false);
                }
            }
            while (await attempts.AgainAsync(cancel).ConfigureAwait(false));
            throw new EngineAwayException($"MQTT {address}, {device}/{what} {id}", new TimeoutException("no ack"));
        }
        finally
        {
            _asked.TryRemove(id, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_client.IsConnected)
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            try
            {
                await PublishOnceAsync("status", "offline"u8.ToArray(), retain: true, soon.Token).ConfigureAwait(false);
                await _client.DisconnectAsync(cancellationToken: soon.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (IsConnectionLoss(e))
            {
                // The last will says the same.
            }
        }

        _client.Dispose();
        _connecting.Dispose();
    }

    private async Task ConnectAsync(CancellationToken cancel)
    {
        if (_client.IsConnected)
        {
            return;
        }

        await _connecting.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (_client.IsConnected)
            {
                return;
            }

            _client.ApplicationMessageReceivedAsync -= OnMessageAsync;
            _client.ApplicationMessageReceivedAsync += OnMessageAsync;
            await _client.ConnectAsync(Options(), cancel).ConfigureAwait(false);
            await _client.SubscribeAsync(TopicOf("ack"), MqttQualityOfServiceLevel.AtLeastOnce, cancel)
                .ConfigureAwait(false);
            if (commanded is not null)
            {
                await _client.SubscribeAsync(TopicOf("command"), MqttQualityOfServiceLevel.AtLeastOnce, cancel)
                    .ConfigureAwait(false);
            }

            await PublishOnceAsync("status", "online"u8.ToArray(), retain: true, cancel).ConfigureAwait(false);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private async Task<string?> PublishOnceAsync(string what, byte[] payload, bool retain, CancellationToken cancel)
    {
        var message = new MqttApplicationMessageBuilder()
            .WithTopic(TopicOf(what))
            .WithPayload(payload)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithRetainFlag(retain)
            .Build();
        var result = await _client.PublishAsync(message, cancel).ConfigureAwait(false);
        return result.IsSuccess ? null : $"mqtt.{result.ReasonCode}";
    }

    private Task OnMessageAsync(MqttApplicationMessageReceivedEventArgs received)
    {
        try
        {
            var reader = new Utf8JsonReader(received.ApplicationMessage.Payload);
            if (received.ApplicationMessage.Topic == TopicOf("command"))
            {
                if (JsonSerializer.Deserialize<CommandMessage>(ref reader, Wire.Json) is { } command)
                {
                    commanded?.Invoke(command);
                }

                return Task.CompletedTask;
            }

            var ack = JsonSerializer.Deserialize<AckMessage>(ref reader, Wire.Json);
            if (ack?.Id is { } id && _asked.TryGetValue(id, out var asked))
            {
                asked.TrySetResult(ack);
            }
        }
        catch (JsonException)
        {
            // No answer to anything that was asked, and no command: the asker repeats, and says in the end that no ack came.
        }

        return Task.CompletedTask;
    }

    private MqttClientOptions Options() => new MqttClientOptionsBuilder()
        .WithTcpServer(address.Host, address.Port)
        .WithClientId(device.Replace('/', '-'))
        .WithCleanSession()
        .WithTimeout(Timeout)
        .WithKeepAlivePeriod(TimeSpan.FromSeconds(60))
        .WithWillTopic(TopicOf("status"))
        .WithWillPayload("offline"u8.ToArray())
        .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
        .WithWillRetain()
        .Build();

    private string TopicOf(string what) => $"cityops/v1/{device}/{what}";

    private static bool IsConnectionLoss(Exception e) => e is MqttCommunicationException or SocketException
        or IOException or OperationCanceledException or InvalidOperationException or ObjectDisposedException;
}
