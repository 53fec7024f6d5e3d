using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Telemetry.Security;

/// <summary>Puts the gate before the broker; without options it is open, and only the directory is there.</summary>
internal static class SecurityHosting
{
    public static IServiceCollection AddDeviceSecurity(this IServiceCollection services, SecurityOptions? options)
    {
        services.AddSingleton<DeviceDirectory>();
        if (options is null)
        {
            return services;
        }

        return services
            .AddSingleton(options.Limits)
            .AddSingleton<DeviceLogin>()
            .AddSingleton<DevicePasses>()
            .AddSingleton<DeviceSessions>()
            .AddSingleton<QuarantineBook>()
            .AddSingleton<RefusalTally>()
            .AddSingleton<DeviceGate>()
            .AddHostedService<DeviceWatch>();
    }
}
