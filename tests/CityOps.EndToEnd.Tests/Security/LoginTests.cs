using CityOps.Host.Devices;
using MQTTnet;

namespace CityOps.EndToEnd.Tests.Security;

/// <summary>Who may connect, with a real client at the whole engine without <c>--demo</c>.</summary>
public sealed class LoginTests : IAsyncLifetime
{
    private const string Chosen = "correct horse battery";
    private SecuredEngine? _engine;

    private SecuredEngine Engine => _engine ?? throw new InvalidOperationException("It has not started.");

    public async Task InitializeAsync() => _engine = await SecuredEngine.StartAsync();

    public async Task DisposeAsync() => await Engine.DisposeAsync();

    [Theory]
    [InlineData(true, MqttClientConnectResultCode.BadUserNameOrPassword)]
    [InlineData(false, MqttClientConnectResultCode.BadUserNameOrPassword)]
    public async Task Only_the_right_password_lets_a_device_in(bool v5, MqttClientConnectResultCode refused)
    {
        var password = await Engine.AddAsync("vehicles/v0001");
        await Engine.DeskAsync(
            desk => desk.AddAsync("collectors/c0001", PasswordSource.Input, [], null, CancellationToken.None), Chosen + "\n");

        Assert.Equal(refused, await TryAsync("vehicles/v0001", "wrong", v5));
        Assert.Equal(refused, await TryAsync("vehicles/v0001", null, v5));
        Assert.Equal(refused, await TryAsync(null, null, v5));
        Assert.Equal(refused, await TryAsync("vehicles/v0002", password, v5));
        Assert.Equal(refused, await TryAsync("somebody", password, v5));
        Assert.Equal(MqttClientConnectResultCode.Success, await TryAsync("vehicles/v0001", password, v5));
        Assert.Equal(refused, await TryAsync("collectors/c0001", password, v5));
        Assert.Equal(MqttClientConnectResultCode.Success, await TryAsync("collectors/c0001", Chosen, v5));
        Assert.Equal(MqttClientConnectResultCode.Success, await TryAsync("collectors/c0001", Chosen, v5));

        await Engine.RefusalsAsync("vehicles/v0001", r => r.GetValueOrDefault("credentials.wrongPassword") == 1);
        await Engine.RefusalsAsync("vehicles/v0002", r => r.GetValueOrDefault("credentials.unknownUser") == 1);
    }

    [Fact]
    public async Task Who_guesses_is_no_longer_heard_and_the_device_itself_still_gets_in()
    {
        await Engine.DeskAsync(
            desk => desk.AddAsync("vehicles/v0003", PasswordSource.Input, [], null, CancellationToken.None), Chosen);
        Assert.Equal(MqttClientConnectResultCode.Success, await TryAsync("vehicles/v0003", Chosen));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, await TryAsync("vehicles/v0003", $"guess {i}"));
        }

        Assert.Equal(MqttClientConnectResultCode.ConnectionRateExceeded, await TryAsync("vehicles/v0003", "guess"));
        Assert.Equal(MqttClientConnectResultCode.Success, await TryAsync("vehicles/v0003", Chosen));
    }

    [Fact]
    public async Task A_device_that_is_disabled_while_it_is_connected_is_disconnected_and_cannot_come_back()
    {
        var password = await Engine.AddAsync("vehicles/v0004");
        await using var device = await new Terminal(Engine.MqttPort, "vehicles/v0004", password).ConnectedAsync();
        Assert.True((await device.DriveAsync("vehicles/v0004")).IsSuccess);

        await Engine.DeskAsync(desk => desk.SwitchAsync("vehicles/v0004", disabled: true, CancellationToken.None));

        await GoneAsync(device);
        Assert.Equal(MqttClientConnectResultCode.Banned, await TryAsync("vehicles/v0004", password));
        Assert.Equal(MqttClientConnectResultCode.NotAuthorized, await TryAsync("vehicles/v0004", password, v5: false));

        await Engine.DeskAsync(desk => desk.SwitchAsync("vehicles/v0004", disabled: false, CancellationToken.None));
        Assert.Equal(MqttClientConnectResultCode.Success, await UntilInAsync("vehicles/v0004", password));
    }

    [Fact]
    public async Task A_new_password_ends_what_the_old_one_opened()
    {
        var old = await Engine.AddAsync("vehicles/v0005");
        await using var device = await new Terminal(Engine.MqttPort, "vehicles/v0005", old).ConnectedAsync();

        var fresh = await Engine.DeskAsync(
            desk => desk.ChangePasswordAsync("vehicles/v0005", PasswordSource.Generated, CancellationToken.None));

        await GoneAsync(device);
        Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, await TryAsync("vehicles/v0005", old));
        Assert.Equal(MqttClientConnectResultCode.Success, await TryAsync("vehicles/v0005", fresh));

        await Engine.DeskAsync(desk => desk.RemoveAsync("vehicles/v0005", CancellationToken.None));
        Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, await TryAsync("vehicles/v0005", fresh));
    }

    [Fact]
    public async Task The_name_of_the_engine_is_a_client_id_like_any_other()
    {
        var password = await Engine.AddAsync("vehicles/v0006");
        await using var device = await new Terminal(Engine.MqttPort, "vehicles/v0006", password, "cityops-engine").ConnectedAsync();

        Assert.True((await device.DriveAsync("vehicles/v0006")).IsSuccess);
    }

    [Fact]
    public async Task Nobody_takes_over_the_session_of_another_by_its_client_id()
    {
        var (one, two) = (await Engine.AddAsync("collectors/c0002"), await Engine.AddAsync("collectors/c0003"));
        await using var device = await new Terminal(Engine.MqttPort, "collectors/c0002", one, "same").Staying().ConnectedAsync();
        await device.SubscribeAsync("cityops/v1/collectors/c0002/ack");

        await using var other = await new Terminal(Engine.MqttPort, "collectors/c0003", two, "same").Staying().ConnectedAsync();
        Assert.True(device.IsConnected);

        await device.SendAsync("cityops/v1/collectors/c0002/shift", """{"id":"1","t":0,"on":true}""");
        await Wait.UntilAsync(() => Task.FromResult(!device.Heard.IsEmpty), () => $"No answer.\n{Engine.Log}");
        Assert.Empty(other.Heard);

        await using var again = await new Terminal(Engine.MqttPort, "collectors/c0002", one, "same").Staying().ConnectedAsync();
        await GoneAsync(device);
        Assert.True(other.IsConnected);
    }

    private async Task<MqttClientConnectResultCode> TryAsync(string? user, string? password, bool v5 = true)
    {
        await using var terminal = new Terminal(Engine.MqttPort, user, password, $"try-{Guid.NewGuid():N}", v5);
        return await terminal.ConnectAsync();
    }

    private async Task<MqttClientConnectResultCode> UntilInAsync(string user, string password)
    {
        var code = MqttClientConnectResultCode.UnspecifiedError;
        await Wait.UntilAsync(
            async () => (code = await TryAsync(user, password)) == MqttClientConnectResultCode.Success, () => $"It is still {code}.");
        return code;
    }

    private Task GoneAsync(Terminal device) =>
        Wait.UntilAsync(() => Task.FromResult(!device.IsConnected), () => $"It is still connected.\n{Engine.Log}");
}
