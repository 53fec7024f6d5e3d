using CityOps.Engine.Ports;
using CityOps.Telemetry.Ingest;
using CityOps.Telemetry.Jt808;
using CityOps.Telemetry.Mqtt;
using CityOps.Telemetry.Mqtt.Transport;
using CityOps.Telemetry.Security;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Telemetry;

/// <summary>Puts the way in for devices into a host.</summary>
public static class TelemetryHosting
{
    /// <summary>Adds the embedded broker, the listener for JT/T 808 and the ingest pipeline. Add them after the engine: they start once it is ready.</summary>
    public static IServiceCollection AddCityOpsTelemetry(this IServiceCollection services, TelemetryOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<TelemetryMetrics>();
        services.AddSingleton<RefusalBook>();
        services.AddSingleton<FixPipeline>();
        services.AddSingleton<Positions>();
        services.AddSingleton<PositionIntakes>();
        services.AddSingleton<DeskMessages>();
        services.AddSingleton<HandsetLink>();
        services.AddSingleton<IHandsets>(sp => sp.GetRequiredService<HandsetLink>());
        services.AddDeviceSecurity(options.Security);
        services.AddSingleton<MessageRouter>();
        services.AddSingleton<MqttBroker>();
        services.AddSingleton(sp => new Lazy<IDownlink>(sp.GetRequiredService<MqttBroker>));
        services.AddHostedService(sp => sp.GetRequiredService<FixPipeline>());
        services.AddHostedService(sp => sp.GetRequiredService<MqttBroker>());
        return services.AddJt808(options.Jt808);
    }

    private static IServiceCollection AddJt808(this IServiceCollection services, Jt808Options options)
    {
        services.AddSingleton(options);
        services.AddSingleton<ITerminalAdmission, TerminalAdmission>();
        services.AddSingleton<Jt808Metrics>();
        services.AddSingleton<Jt808Book>();
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
