using CityOps.Bench.Processes;

namespace CityOps.EndToEnd.Tests.Broker;

/// <summary>A Mosquitto as a city has it, and an engine that takes devices' messages from it. Skips the test where none is installed.</summary>
internal sealed class CityBroker : IAsyncDisposable
{
    private CityBroker(MosquittoServer broker)
    {
        Broker = broker;
        Engine = new EngineProcess
        {
            MqttPort = broker.Port,
            Further = ["--CityOps:Mqtt:External:Host=127.0.0.1", $"--CityOps:Mqtt:External:Port={broker.Port}"],
        };
    }

    public MosquittoServer Broker { get; }

    public EngineProcess Engine { get; }

    /// <summary>Neither has started.</summary>
    /// <param name="configuration">Lines of the broker's configuration beside the usual ones.</param>
    public static CityBroker Create(params string[] configuration)
    {
        Skip.If(MosquittoServer.Missing is not null, MosquittoServer.Missing);
        return new CityBroker(new MosquittoServer(configuration));
    }

    /// <summary>Both have started, and the engine has subscribed.</summary>
    public static async Task<CityBroker> StartAsync(params string[] configuration)
    {
        var city = Create(configuration);
        try
        {
            await city.Broker.StartAsync();
            await city.Engine.StartAsync();
            await city.ReachedAsync();
            return city;
        }
        catch
        {
            await city.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends once every connection of the engine to the broker is up.</summary>
    public Task ReachedAsync() => HealthAsync("healthy");

    /// <summary>Ends once the engine says so of its way to the broker.</summary>
    /// <param name="status">How it is.</param>
    /// <param name="why">What it must say beside.</param>
    public async Task HealthAsync(string status, string why = "")
    {
        var said = "";
        await Wait.UntilAsync(
            async () =>
            {
                var ready = await Engine.GetAsync("health/ready");
                said = ready.ToString();
                var broker = ready.GetProperty("checks").EnumerateArray().Single(c => c.Text("name") == "broker");
                return broker.Text("status") == status && broker.Text("description").Contains(why, StringComparison.Ordinal);
            },
            () => $"{said}\n{Engine.Log}");
    }

    public async ValueTask DisposeAsync()
    {
        Engine.Dispose();
        await Broker.DisposeAsync();
    }
}
