using CityOps.Engine;
using CityOps.Engine.Ports;
using CityOps.Telemetry.Ingest;
using CityOps.Telemetry.Jt808;
using CityOps.Telemetry.Mqtt;
using CityOps.Telemetry.Mqtt.External;
using CityOps.Telemetry.Mqtt.Transport;
using CityOps.Telemetry.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CityOps.Telemetry;

/// <summary>Puts the way in for devices into a host.</summary>
public static class TelemetryHosting
{
    /// <summary>
    /// Adds the embedded broker or the way to the city's own, the listener for JT/T 808 and the ingest pipeline. Add them after the
    /// engine: they start once it is ready.
    /// </summary>
    public static IServiceCollection AddCityOpsTelemetry(this IServiceCollection services, TelemetryOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<TelemetryMetrics>();
        services.AddSingleton<RefusalBook>();
        services.AddSingleton<FixPipeline>();
        services.AddSingleton<Positions>();
        services.AddSingleton<UnlocatedAlarms>();
        services.AddSingleton<PositionIntakes>();
        services.AddSingleton<DeskMessages>();
        services.AddSingleton<HandsetLink>();
        services.AddSingleton<IHandsets>(sp => sp.GetRequiredService<HandsetLink>());
        services.AddDeviceSecurity(options.Security);
        services.AddSingleton<MessageRouter>();
        services.AddSingleton<BrokerWatch>();
        services.AddHostedService(sp => sp.GetRequiredService<FixPipeline>());
        if (options.External is { } external)
        {
            services.AddSingleton(external);
            AddBroker<ExternalBroker>(services);
            services.AddSingleton(sp => new SpreadWork(
                "broker-connections", external.Consumers + 1, EngineOptions.GatewayRole,
                (piece, cancel) => sp.GetRequiredService<ExternalBroker>().RunAsync(piece, cancel)));
        }
        else
        {
            AddBroker<MqttBroker>(services);
        }

        return services.AddJt808(options.Jt808);
    }

    private static void AddBroker<TBroker>(IServiceCollection services)
        where TBroker : class, IHostedService, IDownlink
    {
        services.AddSingleton<TBroker>();
        services.AddSingleton(sp => new Lazy<IDownlink>(sp.GetRequiredService<TBroker>));
        services.AddHostedService(sp => sp.GetRequiredService<TBroker>());
    }

    private static IServiceCollection AddJt808(this IServiceCollection services, Jt808Options options)
    {
        services.AddSingleton(options);
        services.AddSingleton<ITerminalAdmission, TerminalAdmission>();
        services.AddSingleton<Jt808Metrics>();
        services.AddSingleton<Jt808Book>();
        services.AddSingleton<Jt808Rates>();
        services.AddSingleton<Jt808Sessions>();
        services.AddSingleton<ITerminals>(sp => sp.GetRequiredService<Jt808Sessions>());
        services.AddSingleton<TerminalCommands>();
        services.AddSingleton<Jt808Registrar>();
        services.AddSingleton<Jt808Messages>();
        services.AddSingleton<Jt808Listener>();
        if (options.Enabled)
        {
            services.AddHostedService(sp => sp.GetRequiredService<Jt808Listener>());
        }

        return services;
    }
}
