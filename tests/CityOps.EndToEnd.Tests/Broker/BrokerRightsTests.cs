using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using MQTTnet;
using MQTTnet.Protocol;

namespace CityOps.EndToEnd.Tests.Broker;

/// <summary>The rights that docs/external-broker.md gives to devices and to the engine, taken from the page itself.</summary>
public sealed partial class BrokerRightsTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("cityops-e2e-rights-");

    public void Dispose() => _home.Delete(recursive: true);

    [SkippableFact]
    public async Task With_the_rights_of_the_page_a_device_speaks_for_itself_alone_and_is_answered()
    {
        var acl = Path.Combine(_home.FullName, "acl");
        await File.WriteAllTextAsync(acl, Acl().Match(await File.ReadAllTextAsync(Repository.PathOf("docs/external-broker.md"))).Groups["acl"].Value);
        var passwords = Path.Combine(_home.FullName, "passwords");
        await using var city = CityBroker.Create("allow_anonymous false", $"password_file {passwords}", $"acl_file {acl}");
        await AddAsync(passwords, "cityops", "engine's");
        await AddAsync(passwords, "collectors/c0001", "hers");
        await city.Broker.StartAsync();

        // Without a password the engine is not let in, and says why.
        await city.Engine.StartAsync();
        await city.HealthAsync("degraded");
        city.Engine.Kill();
        var file = Path.Combine(_home.FullName, "engine");
        await File.WriteAllTextAsync(file, "engine's\n");
        city.Engine.Further = [.. city.Engine.Further, "--CityOps:Mqtt:External:User=cityops", $"--CityOps:Mqtt:External:PasswordFile={file}"];
        await city.Engine.StartAsync();
        await city.ReachedAsync();

        // Each on a connection of its own, since this broker ends one on which something was refused.
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, (await PublishAsync(city, "collectors/c0002/shift")).Reason);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, (await PublishAsync(city, "collectors/c0001/ack")).Reason);
        var (reason, answer) = await PublishAsync(city, "collectors/c0001/shift");
        Assert.Equal((MqttClientPublishReasonCode.Success, "accepted"), (reason, JsonElement.Parse(answer).Text("status")));
    }

    /// <summary>A shift that collector c0001 publishes: whether the broker takes it, and what comes down for it.</summary>
    private static async Task<(MqttClientPublishReasonCode Reason, string Answer)> PublishAsync(CityBroker city, string topic)
    {
        using var handset = new MqttClientFactory().CreateMqttClient();
        var answered = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        handset.ApplicationMessageReceivedAsync += received =>
        {
            answered.TrySetResult(received.ApplicationMessage.ConvertPayloadToString());
            return Task.CompletedTask;
        };
        await handset.ConnectAsync(new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", city.Broker.Port).WithCredentials("collectors/c0001", "hers").Build());
        await handset.SubscribeAsync("cityops/v1/collectors/c0001/ack", MqttQualityOfServiceLevel.AtLeastOnce);
        var result = await handset.PublishAsync(new MqttApplicationMessageBuilder()
            .WithTopic($"cityops/v1/{topic}")
            .WithPayload(JsonSerializer.Serialize(new { id = "on", t = DateTimeOffset.UtcNow, on = true }))
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .Build());
        return (result.ReasonCode, result.IsSuccess ? await answered.Task.WaitAsync(Wait.Deadline) : "");
    }

    private static async Task AddAsync(string file, string user, string password)
    {
        using var adding = Process.Start("mosquitto_passwd", [.. File.Exists(file) ? Array.Empty<string>() : ["-c"], "-b", file, user, password]);
        await adding.WaitForExitAsync();
        Assert.Equal(0, adding.ExitCode);
    }

    [GeneratedRegex("```conf acl\n(?<acl>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Acl();
}
