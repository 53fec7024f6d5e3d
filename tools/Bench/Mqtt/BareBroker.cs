using System.CommandLine;
using System.Net;
using CityOps.Bench.Processes;
using MQTTnet.Server;

namespace CityOps.Bench.Mqtt;

/// <summary>
/// What the engine is measured against: the same MQTT library, which takes each message, counts it and acknowledges it. A
/// process of its own, as the engine is. Each line on its input is answered with the count.
/// </summary>
internal static class BareBroker
{
    private const string Name = "bare-broker";

    public static Command ToCommand()
    {
        var port = new Argument<int>("port");
        var command = new Command(Name) { port };
        command.Hidden = true;
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(port)));
        return command;
    }

    public static Task<ChildProcess> StartAsync(int port) =>
        ChildProcess.StartAsync("ready", typeof(BareBroker).Assembly.Location, Name, $"{port}");

    /// <summary>The bare server, not started.</summary>
    public static MqttServer Create(int port) => new MqttServerFactory().CreateMqttServer(new MqttServerOptionsBuilder()
        .WithDefaultEndpoint()
        .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
        .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
        .WithDefaultEndpointPort(port)
        .WithPersistentSessions()
        .WithMaxPendingMessagesPerClient(1_000)
        .Build());

    private static async Task RunAsync(int port)
    {
        long count = 0;
        using var server = Create(port);
        server.InterceptingPublishAsync += publish =>
        {
            publish.ProcessPublish = false;
            Interlocked.Increment(ref count);
            return Task.CompletedTask;
        };
        await server.StartAsync();
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is not null)
        {
            Console.WriteLine(Interlocked.Read(ref count));
        }
    }
}
