using System.Diagnostics;
using System.Text;
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

        using var handset = new MqttClientFactory().CreateMqttClient();
        var answered = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        handset.ApplicationMessageReceivedAsync += received =>
        {
            answered.TrySetResult(received.ApplicationMessage.ConvertPayloadToString());
            return Task.CompletedTask;
        };
        var ended = "";
        handset.DisconnectedAsync += disconnected =>
        {
            ended = $"{disconnected.Reason} {disconnected.Exception}";
            return Task.CompletedTask;
        };
        await handset.ConnectAsync(new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", city.Broker.Port).WithCredentials("collectors/c0001", "hers").Build());
        await handset.SubscribeAsync("cityops/v1/collectors/c0001/ack", MqttQualityOfServiceLevel.AtLeastOnce);
        await PublishAsync(handset, "cityops/v1/collectors/c0002/shift", MqttClientPublishReasonCode.NotAuthorized);
        await PublishAsync(handset, "cityops/v1/collectors/c0001/ack", MqttClientPublishReasonCode.NotAuthorized);
        await PublishAsync(handset, "cityops/v1/collectors/c0001/shift", MqttClientPublishReasonCode.Success);

        var answer = JsonElement.Parse(await answered.Task.WaitAsync(Wait.Deadline));
        Assert.Equal("accepted", answer.Text("status"));
    }

    private static async Task PublishAsync(IMqttClient client, string topic, MqttClientPublishReasonCode expected)
    {
        var shift = JsonSerializer.Serialize(new { id = "on", t = DateTimeOffset.UtcNow, on = true });
        var result = await client.PublishAsync(new MqttApplicationMessageBuilder()
            .WithTopic(topic).WithPayload(Encoding.UTF8.GetBytes(shift)).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build());
        Assert.Equal((topic, expected), (topic, result.ReasonCode));
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
