using System.CommandLine;
using CityOps.Bench.Processes;
using MQTTnet;
using MQTTnet.Protocol;

namespace CityOps.Bench.External;

/// <summary>
/// What the engine is measured against: the same library with the same subscriptions, as many consumers and as much in flight, which
/// counts each message and acknowledges it at once. A process of its own, as the engine is. Each line on its input is answered with the count.
/// </summary>
internal static class BareSubscriber
{
    private const string Name = "bare-subscriber";

    public static Command ToCommand()
    {
        var port = new Argument<int>("port");
        var consumers = new Argument<int>("consumers");
        var receiveMaximum = new Argument<int>("receive-maximum");
        var command = new Command(Name) { port, consumers, receiveMaximum };
        command.Hidden = true;
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetValue(port), parsed.GetValue(consumers), (ushort)parsed.GetValue(receiveMaximum)));
        return command;
    }

    public static Task<ChildProcess> StartAsync(int port, int consumers, int receiveMaximum) => ChildProcess.StartAsync(
        "ready", typeof(BareSubscriber).Assembly.Location, Name, $"{port}", $"{consumers}", $"{receiveMaximum}");

    private static async Task RunAsync(int port, int consumers, ushort receiveMaximum)
    {
        long count = 0;
        var clients = new List<IMqttClient>();
        for (var i = 1; i <= consumers; i++)
        {
            var client = new MqttClientFactory().CreateMqttClient();
            client.ApplicationMessageReceivedAsync += _ =>
            {
                Interlocked.Increment(ref count);
                return Task.CompletedTask;
            };
            await client.ConnectAsync(new MqttClientOptionsBuilder()
                .WithTcpServer("127.0.0.1", port)
                .WithClientId($"bare-{i}")
                .WithCleanStart(false)
                .WithSessionExpiryInterval(3_600)
                .WithReceiveMaximum(receiveMaximum)
                .Build());
            await client.SubscribeAsync(
                consumers > 1 ? "$share/bare/cityops/v1/+/+/position" : "cityops/v1/+/+/position", MqttQualityOfServiceLevel.AtLeastOnce);
            clients.Add(client);
        }

        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is not null)
        {
            Console.WriteLine(Interlocked.Read(ref count));
        }

        clients.ForEach(c => c.Dispose());
    }
}
