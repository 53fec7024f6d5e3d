using System.CommandLine;
using System.Text.Json;
using CityOps.Bench.Mqtt;
using CityOps.Bench.Processes;

namespace CityOps.Bench.Peers;

/// <summary>
/// What a .NET team would write instead: the same MQTT library, whose interceptor parses a position, stores it if asked, and gives it to
/// the vehicle's entity. Acknowledged once all of that is done. A process of its own, as the engine is.
/// </summary>
internal static class PeerProcess
{
    private const string Name = "peer";

    public static Command ToCommand()
    {
        var peer = new Argument<string>("peer");
        var store = new Argument<string>("store");
        var port = new Argument<int>("port");
        var directory = new Argument<string>("directory");
        var command = new Command(Name) { peer, store, port, directory };
        command.Hidden = true;
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetRequiredValue(peer), parsed.GetRequiredValue(store), parsed.GetValue(port), parsed.GetRequiredValue(directory)));
        return command;
    }

    /// <param name="peer">"orleans" or "proto".</param>
    /// <param name="store">"Nothing", "Each" or "Groups".</param>
    /// <param name="port">The broker's.</param>
    /// <param name="directory">Where it stores.</param>
    public static Task<ChildProcess> StartAsync(string peer, string store, int port, string directory) =>
        ChildProcess.StartAsync("ready", typeof(PeerProcess).Assembly.Location, Name, peer, store, $"{port}", directory);

    private static async Task RunAsync(string peer, string store, int port, string directory)
    {
        var vehicles = await (peer == "orleans" ? OrleansVehicles.StartAsync() : ProtoVehicles.StartAsync());
        using IPeerStore? fixes = store switch
        {
            "Each" => new EachStore(new PeerTable(directory)),
            "Groups" => new GroupStore(new PeerTable(directory)),
            _ => null,
        };
        using var server = BareBroker.Create(port);
        server.InterceptingPublishAsync += async publish =>
        {
            publish.ProcessPublish = false;
            var message = publish.ApplicationMessage;
            var reader = new Utf8JsonReader(message.Payload);
            var fix = JsonSerializer.Deserialize(ref reader, PeerJson.Default.PeerFix)
                ?? throw new JsonException("A position is an object.");
            var vehicle = message.Topic.Split('/')[3];
            if (fixes is not null)
            {
                await fixes.AppendAsync(vehicle, fix);
            }

            await vehicles.ApplyAsync(vehicle, fix);
        };
        await server.StartAsync();
        Console.WriteLine("ready");
        await Console.In.ReadToEndAsync();
    }
}
