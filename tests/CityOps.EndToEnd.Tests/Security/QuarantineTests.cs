using CityOps.Domain.Devices;
using CityOps.Engine.Ports;
using Microsoft.Extensions.DependencyInjection;
using MQTTnet;

namespace CityOps.EndToEnd.Tests.Security;

/// <summary>Devices that log in and that the city's configuration does not know.</summary>
public sealed class QuarantineTests
{
    private const string Stranger = "vehicles/stranger";

    [Fact]
    public async Task A_device_that_the_city_does_not_know_is_refused_by_default()
    {
        await using var engine = await SecuredEngine.StartAsync();
        await using var device = new Terminal(engine.MqttPort, Stranger, await engine.AddAsync(Stranger));

        Assert.Equal(MqttClientConnectResultCode.NotAuthorized, await device.ConnectAsync());

        await engine.RefusalsAsync(Stranger, r => r.GetValueOrDefault("device.unknown") == 1);
        Assert.Empty(await ListAsync(engine));
    }

    [Fact]
    public async Task In_quarantine_it_is_heard_and_reaches_nothing_until_an_operator_admits_it()
    {
        await using var engine = await SecuredEngine.StartAsync(options => options.Devices.Unknown = "quarantine");
        var password = await engine.AddAsync(Stranger);
        await using var device = await new Terminal(engine.MqttPort, Stranger, password).ConnectedAsync();

        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, (await device.DriveAsync(Stranger)).ReasonCode);

        var noted = await UntilAsync(engine, d => d.Last.Messages == 1);
        Assert.Equal((QuarantineStanding.Waiting, "127.0.0.1", $"cityops/v1/{Stranger}/position"),
            (noted.Standing, noted.Last.Address, noted.Last.Topic));
        Assert.Contains("115.86", System.Text.Encoding.UTF8.GetString(noted.Last.Payload), StringComparison.Ordinal);
        Assert.False(await engine.HasEntityAsync(Stranger));
        Assert.Equal(0, await engine.FixesAsync(Stranger));

        await engine.DeskAsync(desk => desk.DecideAsync(Stranger, QuarantineStanding.Admitted, CancellationToken.None));
        await Wait.UntilAsync(() => Task.FromResult(!device.IsConnected), () => "It was not told to connect again.");
        // Under another name: the library's broker, as it clears away a client that has left, may end its successor of the same name.
        await using var again = await new Terminal(engine.MqttPort, Stranger, password, "again").ConnectedAsync();
        Assert.True((await again.DriveAsync(Stranger)).IsSuccess);
        Assert.Equal(1, await engine.FixesAsync(Stranger));
        // The fix is durable with its acknowledgement; the vehicle hears of it after that.
        await Wait.UntilAsync(() => engine.HasEntityAsync(Stranger), () => $"It has no entity.\n{engine.Log}");

        await engine.DeskAsync(desk => desk.DecideAsync(Stranger, QuarantineStanding.Refused, CancellationToken.None));
        await Wait.UntilAsync(() => Task.FromResult(!again.IsConnected), () => "It is still connected.");
        Assert.Equal(MqttClientConnectResultCode.NotAuthorized, await again.ConnectAsync());
    }

    [Fact]
    public async Task In_MQTT_3_it_keeps_what_is_not_acknowledged_and_loses_nothing_when_it_is_admitted()
    {
        await using var engine = await SecuredEngine.StartAsync(options => options.Devices.Unknown = "quarantine");
        var password = await engine.AddAsync(Stranger);
        await using (var device = await new Terminal(engine.MqttPort, Stranger, password, v5: false).ConnectedAsync())
        {
            using var patience = new CancellationTokenSource();
            var sending = device.DriveAsync(Stranger, cancel: patience.Token);
            await UntilAsync(engine, d => d.Last.Messages == 1);
            Assert.False(sending.IsCompleted);
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => sending);
        }

        await engine.DeskAsync(desk => desk.DecideAsync(Stranger, QuarantineStanding.Admitted, CancellationToken.None));
        // Who comes back before the decision has reached the broker is told once more to connect again.
        await Wait.ForAsync(
            async patience =>
            {
                await using var again = await new Terminal(engine.MqttPort, Stranger, password, v5: true).ConnectedAsync();
                var answer = await again.DriveAsync(Stranger, cancel: patience);
                return answer.IsSuccess ? answer : null;
            },
            () => "It is not taken.");
        Assert.InRange(await engine.FixesAsync(Stranger), 1, int.MaxValue);
    }

    private static async Task<QuarantinedDevice> UntilAsync(SecuredEngine engine, Func<QuarantinedDevice, bool> wanted)
    {
        QuarantinedDevice? found = null;
        await Wait.UntilAsync(
            async () => (found = (await ListAsync(engine)).FirstOrDefault(d => d.Last.Device == new Device(DeviceKind.Vehicle, "stranger")))
                is { } device && wanted(device),
            () => $"It is noted as {found}.\n{engine.Log}");
        return found ?? throw new InvalidOperationException("It is not noted.");
    }

    private static Task<IReadOnlyList<QuarantinedDevice>> ListAsync(SecuredEngine engine) =>
        engine.Services.GetRequiredService<IQuarantine>().ListAsync(CancellationToken.None);
}
