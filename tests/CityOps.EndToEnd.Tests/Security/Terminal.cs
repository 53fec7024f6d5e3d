using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace CityOps.EndToEnd.Tests.Security;

/// <summary>A device at the broker that does nothing by itself: what it is answered is what the test sees.</summary>
internal sealed class Terminal : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly MqttClientOptionsBuilder _options;
    private volatile bool _connected;

    public Terminal(int port, string? user, string? password, string clientId = "terminal", bool v5 = true)
    {
        _options = new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", port)
            .WithClientId(clientId)
            .WithTimeout(Wait.Deadline)
            .WithProtocolVersion(v5 ? MqttProtocolVersion.V500 : MqttProtocolVersion.V311);
        if (user is not null)
        {
            _options.WithCredentials(user, password);
        }

        _client.ApplicationMessageReceivedAsync += received =>
        {
            Heard.Enqueue(received.ApplicationMessage.Topic);
            return Task.CompletedTask;
        };
        _client.DisconnectedAsync += _ =>
        {
            _connected = false;
            return Task.CompletedTask;
        };
    }

    /// <summary>False once the client has noticed its end as a whole, and so may connect again.</summary>
    public bool IsConnected => _connected;

    /// <summary>The topics of what it was sent.</summary>
    public ConcurrentQueue<string> Heard { get; } = new();

    /// <summary>Speaks TLS with a server of the authority, and shows a certificate if it has one.</summary>
    public Terminal Over(X509Certificate2 authority, X509Certificate2? own = null)
    {
        _options.WithTlsOptions(tls =>
        {
            tls.UseTls().WithTargetHost("localhost").WithTrustChain([authority])
                .WithRevocationMode(X509RevocationMode.NoCheck);
            if (own is not null)
            {
                tls.WithClientCertificates([own]);
            }
        });
        return this;
    }

    /// <summary>A session that stays when the connection ends.</summary>
    public Terminal Staying()
    {
        _options.WithCleanStart(false).WithSessionExpiryInterval(3600);
        return this;
    }

    public async Task<MqttClientConnectResultCode> ConnectAsync()
    {
        _connected = true;
        return (await _client.ConnectAsync(_options.Build())).ResultCode;
    }

    public async Task<Terminal> ConnectedAsync()
    {
        Assert.Equal(MqttClientConnectResultCode.Success, await ConnectAsync());
        return this;
    }

    public async Task<MqttClientSubscribeResultCode> SubscribeAsync(string filter) =>
        (await _client.SubscribeAsync(filter, MqttQualityOfServiceLevel.AtLeastOnce)).Items.Single().ResultCode;

    /// <summary>Sends a fix of some seconds ago under a device's id.</summary>
    public Task<MqttClientPublishResult> DriveAsync(string device, int secondsAgo = 0, int qos = 1, CancellationToken cancel = default) =>
        SendAsync(
            $"cityops/v1/{device}/position",
            $$"""{"t":{{DateTimeOffset.UtcNow.AddSeconds(-secondsAgo).ToUnixTimeMilliseconds()}},"lon":115.86,"lat":28.68}""", qos, cancel);

    public Task<MqttClientPublishResult> SendAsync(string topic, string payload, int qos = 1, CancellationToken cancel = default) =>
        _client.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(Encoding.UTF8.GetBytes(payload))
                .WithQualityOfServiceLevel((MqttQualityOfServiceLevel)qos).Build(),
            cancel);

    public async ValueTask DisposeAsync()
    {
        if (_client.IsConnected)
        {
            await _client.DisconnectAsync();
        }

        _client.Dispose();
    }
}
