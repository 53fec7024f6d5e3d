using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace CityOps.EndToEnd.Tests;

/// <summary>A device at the broker that connects again whenever the engine was killed, and sends again what was not answered.</summary>
internal sealed class DeviceClient : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly ConcurrentDictionary<string, JsonElement> _answers = new();
    private readonly ConcurrentDictionary<string, JsonElement> _commands = new();
    private readonly string _device;
    private readonly int _port;

    /// <param name="device">Such as <c>vehicles/v0001</c>.</param>
    /// <param name="port">The broker's.</param>
    public DeviceClient(string device, int port)
    {
        (_device, _port) = (device, port);
        _client.ApplicationMessageReceivedAsync += received =>
        {
            var answer = JsonElement.Parse(received.ApplicationMessage.ConvertPayloadToString());
            var kind = received.ApplicationMessage.Topic.EndsWith("/command", StringComparison.Ordinal) ? _commands : _answers;
            kind[answer.TryGetProperty("id", out var id) ? id.GetString() ?? "" : ""] = answer;
            return Task.CompletedTask;
        };
        _client.DisconnectedAsync += _ =>
        {
            Disconnections++;
            return Task.CompletedTask;
        };
    }

    /// <summary>How often the connection ended.</summary>
    public int Disconnections { get; private set; }

    /// <summary>Sends at QoS 1 until it is acknowledged.</summary>
    public Task SendAsync(string what, string payload) =>
        SendToAsync($"cityops/v1/{_device}/{what}", Encoding.UTF8.GetBytes(payload));

    /// <summary>Sends at QoS 1 to any topic until it is acknowledged.</summary>
    public Task SendToAsync(string topic, byte[] payload) => Wait.ForAsync(
        async cancel =>
        {
            await ConnectAsync(cancel);
            return await PublishAsync(topic, payload, cancel);
        },
        () => $"No acknowledgement for {topic}.");

    /// <summary>Sends at QoS 1 for the broker to keep, as a status is.</summary>
    public Task RetainAsync(string what, string payload) => Wait.ForAsync(
        async cancel =>
        {
            await ConnectAsync(cancel);
            return await PublishAsync($"cityops/v1/{_device}/{what}", Encoding.UTF8.GetBytes(payload), cancel, retain: true);
        },
        () => $"No acknowledgement for {what}.");

    /// <summary>Sends a message with an id until its answer is here.</summary>
    public async Task<JsonElement> AskAsync(string what, string id, string payload)
    {
        _answers.TryRemove(id, out _);
        var boxed = await Wait.ForAsync<object>(
            async cancel =>
            {
                await ConnectAsync(cancel);
                await PublishAsync($"cityops/v1/{_device}/{what}", Encoding.UTF8.GetBytes(payload), cancel);
                JsonElement answer;
                while (!_answers.TryGetValue(id, out answer))
                {
                    await Task.Delay(10, cancel);
                }

                return answer;
            },
            () => $"No answer for {id}.");
        return (JsonElement)boxed;
    }

    /// <summary>The command of a type about a case, once it is here.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="case">The case.</param>
    /// <param name="text">What its text must contain.</param>
    public async Task<JsonElement> CommandAsync(string type, string @case, string text = "") => (JsonElement)await Wait.ForAsync<object>(
        async cancel =>
        {
            await ConnectAsync(cancel);
            var found = _commands.Values.FirstOrDefault(c => c.Text("type") == type && c.Text("case") == @case
                && c.Text("text").Contains(text, StringComparison.Ordinal));
            return found.ValueKind == JsonValueKind.Undefined ? null : found;
        },
        () => $"No command '{type}' about {@case}; there are {string.Join(", ", _commands.Values)}.");

    /// <summary>The command of an id, once it is here.</summary>
    public async Task<JsonElement> CommandAsync(string id) => (JsonElement)await Wait.ForAsync<object>(
        async cancel =>
        {
            await ConnectAsync(cancel);
            return _commands.TryGetValue(id, out var found) ? found : null;
        },
        () => $"No command {id}; there are {string.Join(", ", _commands.Values)}.");

    public async ValueTask DisposeAsync()
    {
        if (_client.IsConnected)
        {
            await _client.DisconnectAsync();
        }

        _client.Dispose();
    }

    private async Task ConnectAsync(CancellationToken cancel)
    {
        if (_client.IsConnected)
        {
            return;
        }

        try
        {
            await _client.ConnectAsync(
                new MqttClientOptionsBuilder()
                    .WithTcpServer("127.0.0.1", _port)
                    .WithClientId(_device.Replace('/', '-'))
                    .Build(),
                cancel);
        }
        catch (InvalidOperationException e)
        {
            // The client is still ending the connection before.
            throw new MqttCommunicationException(e.Message, e);
        }

        foreach (var what in new[] { "ack", "command" })
        {
            await _client.SubscribeAsync($"cityops/v1/{_device}/{what}", MqttQualityOfServiceLevel.AtLeastOnce, cancel);
        }
    }

    private async Task<MqttClientPublishResult> PublishAsync(
        string topic, byte[] payload, CancellationToken cancel, bool retain = false) =>
        await _client.PublishAsync(
            new MqttApplicationMessageBuilder()
                .WithTopic(topic)
                .WithPayload(payload)
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                .WithRetainFlag(retain)
                .Build(),
            cancel);
}
