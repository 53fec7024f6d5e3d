using System.Net;
using System.Net.Sockets;
using CityOps.Engine;
using CityOps.Telemetry.Security;
using MQTTnet;

namespace CityOps.EndToEnd.Tests.Security;

/// <summary>The broker over TLS, with certificates made here.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("cityops-tls-").FullName;
    private readonly TestAuthority _city = new("city");
    private readonly TestAuthority _foreign = new("foreign");

    public TlsTests()
    {
        var (certificate, key) = _city.Server();
        Write("server.pem", certificate);
        Write("server.key", key);
        Write("ca.pem", _city.Pem);
    }

    [Fact]
    public async Task A_password_lets_a_device_in_over_TLS()
    {
        await using var engine = await SecuredEngine.StartAsync(tls: port => Read(port, clientCa: "", required: false));
        var password = await engine.AddAsync("vehicles/v0001");
        await using var device = await new Terminal(engine.TlsPort, "vehicles/v0001", password).Over(_city.Certificate).ConnectedAsync();

        Assert.True((await device.DriveAsync("vehicles/v0001")).IsSuccess);

        Assert.Equal(1, await engine.FixesAsync("vehicles/v0001"));
        await using var wrong = new Terminal(engine.TlsPort, "vehicles/v0001", "wrong").Over(_city.Certificate);
        Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, await wrong.ConnectAsync());
    }

    [Fact]
    public async Task A_certificate_of_the_city_is_the_device_that_it_names()
    {
        await using var engine = await SecuredEngine.StartAsync(tls: port => Read(port, "ca.pem", required: true));
        using var byName = _city.Client("vehicles/v0001");
        using var byUri = _city.Client("whatever", "urn:cityops:vehicles:v0002");
        using var nobody = _city.Client("Some Name");

        await using var first = await new Terminal(engine.TlsPort, null, null, "1").Over(_city.Certificate, byName).ConnectedAsync();
        Assert.True((await first.DriveAsync("vehicles/v0001")).IsSuccess);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, (await first.DriveAsync("vehicles/v0002")).ReasonCode);

        await using var second = await new Terminal(engine.TlsPort, null, null, "2").Over(_city.Certificate, byUri).ConnectedAsync();
        Assert.True((await second.DriveAsync("vehicles/v0002")).IsSuccess);

        await using var other = new Terminal(engine.TlsPort, "vehicles/v0003", "x").Over(_city.Certificate, byName);
        Assert.Equal(MqttClientConnectResultCode.NotAuthorized, await other.ConnectAsync());
        await using var third = new Terminal(engine.TlsPort, null, null).Over(_city.Certificate, nobody);
        Assert.Equal(MqttClientConnectResultCode.NotAuthorized, await third.ConnectAsync());

        await engine.DeskAsync(desk => desk.SwitchAsync("vehicles/v0001", disabled: true, CancellationToken.None));
        await Wait.UntilAsync(() => Task.FromResult(!first.IsConnected), () => "It is still connected.");
        Assert.Equal(MqttClientConnectResultCode.Banned, await first.ConnectAsync());
    }

    [Fact]
    public async Task Without_a_certificate_of_the_city_there_is_no_connection_where_it_is_required()
    {
        await using var engine = await SecuredEngine.StartAsync(tls: port => Read(port, "ca.pem", required: true));
        var password = await engine.AddAsync("vehicles/v0001");
        using var foreign = _foreign.Client("vehicles/v0001");

        await using var none = new Terminal(engine.TlsPort, "vehicles/v0001", password).Over(_city.Certificate);
        await Assert.ThrowsAnyAsync<Exception>(none.ConnectAsync);
        await using var stranger = new Terminal(engine.TlsPort, null, null).Over(_city.Certificate, foreign);
        await Assert.ThrowsAnyAsync<Exception>(stranger.ConnectAsync);

        await using var plain = await new Terminal(engine.MqttPort, "vehicles/v0001", password).ConnectedAsync();
        Assert.True(plain.IsConnected);
    }

    [Fact]
    public async Task A_stranger_cannot_make_the_engine_keep_room_for_a_packet_that_never_comes()
    {
        await using var engine = await SecuredEngine.StartAsync(tls: port => Read(port, "", required: false));
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, engine.TlsPort);
        await using var stream = new System.Net.Security.SslStream(socket.GetStream(), false, (_, shown, _, _) => shown is not null);
        await stream.AuthenticateAsClientAsync("localhost");

        // A CONNECT of 256 MiB.
        await stream.WriteAsync(new byte[] { 0x10, 0xFF, 0xFF, 0xFF, 0x7F });
        using var patience = new CancellationTokenSource(Wait.Deadline);

        Assert.Equal(0, await stream.ReadAsync(new byte[1], patience.Token));
    }

    [Fact]
    public async Task A_certificate_that_ends_soon_is_told_of_at_the_start()
    {
        await using var engine = await SecuredEngine.StartAsync(tls: port => Read(port, clientCa: "", required: false));

        Assert.Contains("Warning: A certificate for mqtt ends at ", engine.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_stops_the_start_with_the_name_of_its_option()
    {
        var (old, oldKey) = _city.Server(-20, -10);
        Write("old.pem", old);
        Write("old.key", oldKey);
        await AssertFaultAsync("Certificate", "--CityOps:Mqtt:Tls:Certificate=nowhere.pem");
        await AssertFaultAsync("Certificate", "--CityOps:Mqtt:Tls:Certificate=old.pem", "--CityOps:Mqtt:Tls:Key=old.key");
        await AssertFaultAsync("Key", "--CityOps:Mqtt:Tls:Certificate=server.pem", "--CityOps:Mqtt:Tls:Key=old.key");
        await AssertFaultAsync("Key", "--CityOps:Mqtt:Tls:Certificate=server.pem");
        await AssertFaultAsync(
            "ClientCa", "--CityOps:Mqtt:Tls:Certificate=server.pem", "--CityOps:Mqtt:Tls:Key=server.key",
            "--CityOps:Mqtt:Tls:ClientCa=server.pem");
        await AssertFaultAsync(
            "RequireClientCertificate", "--CityOps:Mqtt:Tls:Certificate=server.pem", "--CityOps:Mqtt:Tls:Key=server.key",
            "--CityOps:Mqtt:Tls:RequireClientCertificate=true");
        await AssertFaultAsync("Certificate", "--demo", "--CityOps:Mqtt:Tls:Certificate=server.pem", "--CityOps:Mqtt:Tls:Key=server.key");
    }

    public void Dispose()
    {
        _city.Dispose();
        _foreign.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_home, file), text);

    private TlsOptions Read(int port, string clientCa, bool required)
    {
        string In(string file) => file.Length == 0 ? "" : Path.Combine(_home, file);
        var (options, faults) = new TlsFiles(IPAddress.Any, port, In("server.pem"), In("server.key"), In(clientCa), required)
            .Read(TimeProvider.System.GetCurrentInstant());
        Assert.Empty(faults);
        return options ?? throw new InvalidOperationException("There is no TLS.");
    }

    private async Task AssertFaultAsync(string option, params string[] arguments)
    {
        var (code, printed, errors) = await Invocation.RunAsync(EngineProcess.Program, _home, ["run", .. arguments]);
        Assert.True(code == 2, printed + errors);
        Assert.StartsWith($"CityOps:Mqtt:Tls:{option}", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", errors, StringComparison.Ordinal);
    }
}
