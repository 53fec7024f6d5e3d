using MQTTnet;

namespace CityOps.EndToEnd.Tests.Security;

/// <summary>What a device that is connected may do.</summary>
public sealed class RightsTests : IAsyncLifetime
{
    private SecuredEngine? _engine;

    private SecuredEngine Engine => _engine ?? throw new InvalidOperationException("It has not started.");

    public async Task InitializeAsync() => _engine = await SecuredEngine.StartAsync(options =>
    {
        options.Mqtt.Limits.MessagesPerSecond = 50;
        options.Mqtt.Limits.BurstSeconds = 2;
        options.Mqtt.Limits.ConnectionsPerUser = 2;
    });

    public async Task DisposeAsync() => await Engine.DisposeAsync();

    [Fact]
    public async Task A_device_publishes_under_its_own_id_only()
    {
        await using var device = await ConnectedAsync("vehicles/v0001");

        Assert.True((await device.DriveAsync("vehicles/v0001")).IsSuccess);
        var refused = await device.DriveAsync("vehicles/v0002");

        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, refused.ReasonCode);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, (await device.DriveAsync("collectors/v0001")).ReasonCode);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, (await device.SendAsync("nobody/listens", "x")).ReasonCode);
        Assert.Equal(0, await Engine.FixesAsync("vehicles/v0002"));
        Assert.Equal(1, await Engine.FixesAsync("vehicles/v0001"));
        await Engine.RefusalsAsync("vehicles/v0001", r => r.GetValueOrDefault("topic.notAuthorized") == 3);
    }

    [Fact]
    public async Task In_MQTT_3_what_is_refused_is_acknowledged_and_counted()
    {
        await using var device = await ConnectedAsync("vehicles/v0003", v5: false);

        Assert.True((await device.DriveAsync("vehicles/v0002")).IsSuccess);

        Assert.True(device.IsConnected);
        Assert.Equal(0, await Engine.FixesAsync("vehicles/v0002"));
        await Engine.RefusalsAsync("vehicles/v0003", r => r.GetValueOrDefault("topic.notAuthorized") == 1);
        Assert.Equal(MqttClientSubscribeResultCode.UnspecifiedError, await device.SubscribeAsync("#"));
    }

    [Fact]
    public async Task A_device_hears_its_own_commands_and_answers_only()
    {
        await using var device = await ConnectedAsync("collectors/c0001");

        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await device.SubscribeAsync("cityops/v1/collectors/c0001/command"));
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await device.SubscribeAsync("cityops/v1/collectors/c0001/ack"));
        foreach (var filter in new[]
        {
            "#", "cityops/#", "cityops/v1/collectors/+/command", "cityops/v1/collectors/c0002/command",
            "cityops/v1/collectors/c0001/#", "cityops/v1/collectors/c0001/position", "owntracks/c0001/command",
        })
        {
            Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await device.SubscribeAsync(filter));
        }

        await Engine.RefusalsAsync("collectors/c0001", r => r.GetValueOrDefault("filter.notAuthorized") == 7);
    }

    [Fact]
    public async Task A_gateway_carries_what_its_account_names()
    {
        await using var gateway = await ConnectedAsync("gateways/g1", carries: ["vehicles/v0004", "vehicles/v0005"]);

        Assert.True((await gateway.DriveAsync("vehicles/v0004")).IsSuccess);
        Assert.True((await gateway.DriveAsync("vehicles/v0005")).IsSuccess);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, (await gateway.DriveAsync("vehicles/v0006")).ReasonCode);
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await gateway.SubscribeAsync("cityops/v1/vehicles/v0005/command"));
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await gateway.SubscribeAsync("cityops/v1/vehicles/v0006/command"));
        Assert.Equal((1, 1), (await Engine.FixesAsync("vehicles/v0004"), await Engine.FixesAsync("vehicles/v0005")));

        await Engine.DeskAsync(desk => desk.SwitchAsync("vehicles/v0004", disabled: true, CancellationToken.None));
        await Wait.UntilAsync(
            async () => (await gateway.DriveAsync("vehicles/v0004", 5)).ReasonCode == MqttClientPublishReasonCode.NotAuthorized,
            () => "The gateway still speaks for a device that is disabled.");
        Assert.True((await gateway.DriveAsync("vehicles/v0005", 5)).IsSuccess);
    }

    [Fact]
    public async Task A_flood_by_one_device_harms_that_device_alone()
    {
        await using var flood = await ConnectedAsync("vehicles/v0007");
        await using var good = await ConnectedAsync("vehicles/v0008");

        var flooding = Task.Run(async () =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                await flood.DriveAsync("vehicles/v0007", i, qos: 0);
            }
        });
        for (var i = 0; i < 40; i++)
        {
            Assert.True((await good.DriveAsync("vehicles/v0008", i)).IsSuccess);
        }

        await flooding;
        Assert.Equal(40, await Engine.FixesAsync("vehicles/v0008"));

        // How many are let through is a matter of how long it takes; each is either kept or counted.
        var (kept, refused) = (0, 0L);
        await Wait.UntilAsync(
            async () =>
            {
                kept = await Engine.FixesAsync("vehicles/v0007");
                refused = (await Engine.RefusalsAsync("vehicles/v0007", _ => true)).GetValueOrDefault("limit.rate");
                return kept + refused == 2_000;
            },
            () => $"{kept} are kept and {refused} refused.");
        Assert.True(kept >= 100 && refused > 0, $"{kept} are kept and {refused} refused.");
        Assert.Empty(await Engine.RefusalsAsync("vehicles/v0008", _ => true));
        Assert.True(flood.IsConnected);
    }

    [Fact]
    public async Task At_QoS_1_a_device_that_sends_too_fast_is_slowed_and_loses_nothing()
    {
        await using var device = await ConnectedAsync("collectors/c0004");
        var since = TimeProvider.System.GetTimestamp();

        for (var i = 0; i < 150; i++)
        {
            Assert.True((await device.DriveAsync("collectors/c0004", i)).IsSuccess);
        }

        // 100 at once and 50 a second after that.
        Assert.True(TimeProvider.System.GetElapsedTime(since) > TimeSpan.FromSeconds(0.9));
        Assert.Equal(150, await Engine.FixesAsync("collectors/c0004"));
    }

    [Fact]
    public async Task A_user_has_only_so_many_connections()
    {
        var password = await Engine.AddAsync("collectors/c0005");
        await using var first = await new Terminal(Engine.MqttPort, "collectors/c0005", password, "1").ConnectedAsync();
        await using var second = await new Terminal(Engine.MqttPort, "collectors/c0005", password, "2").ConnectedAsync();
        await using var third = new Terminal(Engine.MqttPort, "collectors/c0005", password, "3");

        Assert.Equal(MqttClientConnectResultCode.QuotaExceeded, await third.ConnectAsync());

        await using var again = await new Terminal(Engine.MqttPort, "collectors/c0005", password, "2").ConnectedAsync();
        await first.DisposeAsync();
        await Wait.UntilAsync(
            async () => await third.ConnectAsync() == MqttClientConnectResultCode.Success, () => "There is still no place.");
    }

    private async Task<Terminal> ConnectedAsync(string user, bool v5 = true, params string[] carries) =>
        await new Terminal(Engine.MqttPort, user, await Engine.AddAsync(user, carries), user.Replace('/', '-'), v5).ConnectedAsync();
}
