using System.Net;
using System.Security.Cryptography.X509Certificates;
using CityOps.Domain.Devices;
using CityOps.Engine.Ports;
using CityOps.Telemetry.Security;
using CityOps.Telemetry.Tests.Jt808;
using Microsoft.Extensions.Time.Testing;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Server;

namespace CityOps.Telemetry.Tests.Security;

/// <summary>What changes of accounts do to connections of MQTT.</summary>
public sealed class DeviceSessionsTests
{
    private static readonly DeviceUser User = new(new Device(DeviceKind.Vehicle, "v1"), "v1");
    private static readonly string Client = DevicePasses.ClientOf(User, "c");

    [Fact]
    public async Task A_connection_that_was_let_in_and_is_not_at_the_broker_yet_when_its_account_changes_is_ended_there()
    {
        var passes = new DevicePasses(new LimitOptions(), new FakeTimeProvider());
        var sessions = new DeviceSessions(passes, new DeviceDirectory(TerminalCity.Configuration, new TelemetryOptions()));
        using var door = new Door();
        using var channel = new Channel();
        using var server = new MqttServerFactory().CreateMqttServer(new MqttServerOptionsBuilder().Build(), [door]);
        sessions.Attach(server);
        server.ValidatingConnectionAsync += async connection =>
        {
            var pass = new DevicePass(
                User, new DeviceRights([]), passes.ShareOf(User), channel.RemoteEndPoint, MqttProtocolVersion.V311, Revision: 0);
            passes.Enter(connection.ClientId, pass, out _);
            await sessions.EndAsync(new AccountChange[] { new(User.ToString(), Disabled: true, Revision: 1) });
        };
        await server.StartAsync();
        var handler = door.ClientHandler ?? throw new InvalidOperationException("The broker has not started.");

        // Ends with the connection.
        await handler(channel).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.IsType<MqttConnAckPacket>(Assert.Single(channel.Sent));
        Assert.False(passes.TryGet(Client, out _));
        await server.StopAsync(new MqttServerStopOptions());
    }

    private sealed class Door : IMqttServerAdapter
    {
        public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

        public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger) => Task.CompletedTask;

        public Task StopAsync() => Task.CompletedTask;

        public void Dispose()
        {
        }
    }

    /// <summary>A device that connects and then says nothing.</summary>
    private sealed class Channel : IMqttChannelAdapter
    {
        private bool _isConnecting = true;

        public List<MqttPacket> Sent { get; } = [];

        public long BytesReceived => 0;

        public long BytesSent => 0;

        public X509Certificate2? ClientCertificate => null;

        public EndPoint RemoteEndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 50_000);

        public EndPoint? LocalEndPoint => null;

        public bool IsSecureConnection => false;

        public MqttPacketFormatterAdapter PacketFormatterAdapter { get; } =
            new(MqttProtocolVersion.V311, new MqttBufferWriter(128, 4096));

        public Task ConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task DisconnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task<MqttPacket?> ReceivePacketAsync(CancellationToken cancellationToken)
        {
            if (_isConnecting)
            {
                _isConnecting = false;
                return new MqttConnectPacket { ClientId = Client, CleanSession = true };
            }

            await Task.Delay(Timeout.Infinite, cancellationToken);
            return null;
        }

        public Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
        {
            Sent.Add(packet);
            return Task.CompletedTask;
        }

        public void ResetStatistics()
        {
        }

        public void Dispose()
        {
        }
    }
}
