using CityOps.Host.Devices;
using MQTTnet;

namespace CityOps.EndToEnd.Tests.Security;

/// <summary>Passwords stay where they belong.</summary>
public sealed class SecretsTests
{
    private const string Chosen = "correct horse battery";

    [Fact]
    public async Task No_password_is_in_the_log_or_in_the_data()
    {
        await using var engine = await SecuredEngine.StartAsync();
        var generated = await engine.AddAsync("vehicles/v0001");
        await engine.DeskAsync(
            desk => desk.AddAsync("vehicles/v0002", PasswordSource.Input, [], null, CancellationToken.None), Chosen);
        string[] secrets = [generated, Chosen, "wrong-password-of-somebody"];
        foreach (var (user, secret) in new[] { "vehicles/v0001", "vehicles/v0002", "vehicles/v0001" }.Zip(secrets))
        {
            await using var device = new Terminal(engine.MqttPort, user, secret, user.Replace('/', '-'));
            if (await device.ConnectAsync() == MqttClientConnectResultCode.Success)
            {
                await device.DriveAsync(user);
                await device.DriveAsync("vehicles/v0009");
                await device.SubscribeAsync("#");
            }
        }

        await engine.RefusalsAsync("vehicles/v0001", r => r.ContainsKey("credentials.wrongPassword"));
        Assert.NotEmpty(engine.Log.ToString());
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(secret, engine.Log.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(secret, engine.DataAsText(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_command_line_keeps_accounts_beside_a_running_engine()
    {
        using var engine = new EngineProcess { IsDemo = false };
        await engine.StartAsync();
        var data = engine.Options[0];

        var (code, printed, errors) = await RunAsync(engine, "devices", "add", "vehicles/v0001", data);
        Assert.True(code == 0, printed + errors);
        await using var device = await new Terminal(engine.MqttPort, "vehicles/v0001", printed.Trim()).ConnectedAsync();
        Assert.True((await device.DriveAsync("vehicles/v0001")).IsSuccess);

        var file = Path.Combine(engine.Home, "accounts.csv");
        await File.WriteAllTextAsync(file, $"id,password\nvehicles/v0002,{Chosen}\nvehicles/v0003,\n");
        (code, printed, errors) = await RunAsync(engine, "devices", "import", file, data);
        Assert.True(code == 0, printed + errors);
        Assert.StartsWith("vehicles/v0003,", printed, StringComparison.Ordinal);
        await using var second = await new Terminal(engine.MqttPort, "vehicles/v0002", Chosen).ConnectedAsync();
        await using var third = await new Terminal(engine.MqttPort, "vehicles/v0003", printed.Trim().Split(',')[1]).ConnectedAsync();

        await File.WriteAllTextAsync(file, "id,password\nvehicles/v0004,short\nnobody,\n");
        (code, _, errors) = await RunAsync(engine, "devices", "import", file, data);
        Assert.Equal(2, code);
        Assert.Contains(":2:", errors, StringComparison.Ordinal);
        Assert.Contains(":3:", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("short,", errors, StringComparison.Ordinal);

        (_, printed, _) = await RunAsync(engine, "devices", "list", data);
        Assert.Equal(3, printed.Trim().Split('\n').Length);
        (code, _, _) = await RunAsync(engine, "devices", "remove", "vehicles/v0001", data);
        Assert.Equal(0, code);
        await Wait.UntilAsync(() => Task.FromResult(!device.IsConnected), () => $"It is still connected.\n{engine.Log}");
        Assert.DoesNotContain(Chosen, engine.Log, StringComparison.Ordinal);
    }

    private static Task<(int Code, string Printed, string Errors)> RunAsync(EngineProcess engine, params string[] arguments) =>
        Invocation.RunAsync(EngineProcess.Program, engine.Home, arguments);
}
