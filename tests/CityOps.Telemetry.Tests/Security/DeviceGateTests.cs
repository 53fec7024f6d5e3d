using System.Collections;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CityOps.Domain.Devices;
using CityOps.Engine.Ports;
using CityOps.Telemetry.Security;
using CityOps.Telemetry.Tests.Jt808;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Server;
using NodaTime;

namespace CityOps.Telemetry.Tests.Security;

/// <summary>Who is let in, while the accounts cannot always be read.</summary>
public sealed class DeviceGateTests : IDeviceAccounts, IQuarantine
{
    private const string User = "vehicles/v1";
    private readonly string _password = DevicePassword.Generate();
    private int _looks;

    [Fact]
    public async Task Who_could_not_be_let_in_since_the_accounts_could_not_be_read_leaves_its_place_to_others()
    {
        await using var platform = new Platform();
        using var login = new DeviceLogin(this, platform.Clock);
        var directory = new DeviceDirectory(TerminalCity.Configuration, new TelemetryOptions());
        var passes = new DevicePasses(new LimitOptions { ConnectionsPerUser = 1 }, platform.Clock);
        var gate = new DeviceGate(
            login, directory, passes, new DeviceSessions(passes, directory), new QuarantineBook(this, platform.Clock),
            new RefusalTally(platform.Book, platform.Clock), platform.Clock);

        await Assert.ThrowsAsync<IOException>(() => gate.AdmitAsync(Connect("one")));

        Assert.NotNull(await gate.AdmitAsync(Connect("two")));
        Assert.Null(await gate.AdmitAsync(Connect("three")));
    }

    // The password is right, and then it is asked whether the account is still the same: the first time that fails.
    Task<DeviceAccount?> IDeviceAccounts.FindAsync(string user, CancellationToken cancel) => ++_looks == 2
        ? Task.FromException<DeviceAccount?>(new IOException("The file is busy."))
        : Task.FromResult<DeviceAccount?>(
            new DeviceAccount(User, DevicePassword.HashGenerated(_password), false, null, Platform.Now));

    Task<IReadOnlyList<DeviceAccount>> IDeviceAccounts.ListAsync(CancellationToken cancel) => throw new NotSupportedException();

    Task IDeviceAccounts.SaveAsync(IReadOnlyCollection<DeviceAccount> accounts, CancellationToken cancel) =>
        throw new NotSupportedException();

    Task<bool> IDeviceAccounts.RemoveAsync(string user, Instant at, CancellationToken cancel) => throw new NotSupportedException();

    Task<AccountChanges> IDeviceAccounts.ChangedAsync(long after, CancellationToken cancel) => throw new NotSupportedException();

    Task<IReadOnlyList<QuarantinedDevice>> IQuarantine.ListAsync(CancellationToken cancel) => throw new NotSupportedException();

    Task IQuarantine.NoteAsync(IReadOnlyCollection<QuarantineNote> notes, CancellationToken cancel) =>
        throw new NotSupportedException();

    Task<QuarantinedDevice?> IQuarantine.DecideAsync(
        Device device, QuarantineStanding standing, string by, Instant at, CancellationToken cancel) =>
        throw new NotSupportedException();

    Task<QuarantineChanges> IQuarantine.DecidedAsync(long after, CancellationToken cancel) => throw new NotSupportedException();

    private ValidatingConnectionEventArgs Connect(string client) => new(
        new MqttConnectPacket { ClientId = client, Username = User, Password = Encoding.UTF8.GetBytes(_password) },
        new Channel(), new Hashtable(), CancellationToken.None);

    /// <summary>A connection of which only the address is looked at.</summary>
    private sealed class Channel : IMqttChannelAdapter
    {
        public long BytesReceived => 0;

        public long BytesSent => 0;

        public X509Certificate2? ClientCertificate => null;

        public EndPoint? RemoteEndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 50_000);

        public EndPoint? LocalEndPoint => null;

        public bool IsSecureConnection => false;

        public MqttPacketFormatterAdapter PacketFormatterAdapter { get; } =
            new(MqttProtocolVersion.V500, new MqttBufferWriter(128, 4096));

        public Task ConnectAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task DisconnectAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<MqttPacket?> ReceivePacketAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void ResetStatistics() => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
