using System.Net;
using CityOps.Domain.City;
using CityOps.Domain.Geo;
using CityOps.Engine;
using CityOps.Engine.Devices;
using CityOps.Engine.Ports;
using CityOps.Host.Configuration;
using CityOps.Host.Health;
using CityOps.Http;
using CityOps.Storage;
using CityOps.Telemetry;
using CityOps.Telemetry.Mqtt.External;
using OpenTelemetry.Metrics;

namespace CityOps.Host;

/// <summary>The composition root: puts the parts together.</summary>
internal static class Composition
{
    /// <summary>The whole engine, which has not started.</summary>
    /// <param name="options">Every option.</param>
    /// <param name="city">The city.</param>
    /// <param name="demo">True for open access.</param>
    /// <param name="clock">The one clock; it also has all timers.</param>
    /// <param name="logs">Says where logs go.</param>
    /// <param name="broker">The city's own broker; null for the embedded one.</param>
    public static WebApplication Build(
        CityOpsOptions options, CityConfiguration city, bool demo, TimeProvider clock, Action<ILoggingBuilder> logs,
        ExternalBrokerOptions? broker = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "cityops" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.Listen(IPAddress.Parse(options.Http.Address), options.Http.Port);
        });
        logs(builder.Logging);
        builder.Services
            .AddRouting()
            .AddMetrics()
            .AddSingleton(clock)
            .AddSingleton(city)
            .AddSingleton(_ => new GridIndex(city.UnitGrids.Values))
            .AddSingleton<IRefusals, Refusals>()
            .AddCityOpsStorage(new StorageOptions
            {
                DataDirectory = Path.GetFullPath(options.DataDirectory),
                ConnectionString = options.Storage.ConnectionString,
                NoticeWindow = options.Engine.NoticeWindow,
            })
            .AddCityOpsEngine(new EngineOptions
            {
                Host = options.Cluster.Address,
                Port = options.Cluster.Port,
                PassivateAfter = options.Engine.PassivateAfter,
            })
            .AddCityOpsTelemetry(new TelemetryOptions
            {
                Address = IPAddress.Parse(options.Mqtt.Address),
                Port = options.Mqtt.Port,
                MaxPayload = options.Mqtt.MaxPayload,
                AcceptUnknownDevices = demo,
                External = broker,
            })
            .AddCityOpsHttp(new CityHttpOptions { Demo = demo });
        builder.Services.AddHealthChecks().AddCheck<JournalHealth>("journal").AddCheck<DeadlineHealth>("deadlines")
            .AddCheck<BrokerHealth>("broker");
        builder.Services.AddOpenTelemetry().WithMetrics(m => m.AddMeter("CityOps.*").AddPrometheusExporter());
        var app = builder.Build();
        app.UseRouting();
        app.MapCityOps();
        app.MapPrometheusScrapingEndpoint("/metrics");
        return app;
    }

    /// <summary>Starts it; what did start ends in order where something could not.</summary>
    public static async Task StartAsync(WebApplication app, CancellationToken cancel)
    {
        try
        {
            await app.StartAsync(cancel);
        }
        catch
        {
            // What did start must end in order: it still has something to write.
            await app.StopAsync(CancellationToken.None);
            throw;
        }
    }
}
